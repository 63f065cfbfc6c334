import { Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../handlers/runtime/environment-variables.ts';
import type { NewPool } from '../migration/rules.ts';
import type { MoveSettings } from './settings/move.ts';
import { lookupsFor } from './settings/move.ts';
import type { OldPoolSettings } from './settings/old-pool.ts';
import { oldRegion } from './settings/old-pool.ts';

/**
 * What the function does with the old pool: prove a password, read a profile, and where an attribute may be a name
 * or is to be trusted, find who has it.
 */
const actionsFor = (
  { lookups, contactVerification }: Pick<MoveSettings, 'lookups' | 'contactVerification'>,
  newPool: NewPool,
): readonly string[] => {
  const lists =
    newPool.aliases.includes('preferred_username') ||
    lookupsFor(lookups, newPool).includes('preferred_username') ||
    contactVerification === 'trust';
  return [
    'cognito-idp:AdminInitiateAuth',
    'cognito-idp:AdminGetUser',
    ...(lists ? ['cognito-idp:ListUsers'] : []),
  ];
};

/** The old pool in the account of the stack. */
const arnOfOldPool = (scope: Construct, oldPool: OldPoolSettings): string =>
  Stack.of(scope).formatArn({
    service: 'cognito-idp',
    region: oldRegion(oldPool),
    resource: 'userpool',
    resourceName: oldPool.userPoolId,
  });

/**
 * Lets a function make these calls to the old pool: directly, or through the role of the account that it is in. All
 * functions share that role, which allows what each of them needs; so each tells STS what it is going to do.
 */
export const grantOldPoolActions = (
  scope: Construct,
  oldPool: OldPoolSettings,
  grantee: LambdaFunction,
  actions: readonly string[],
): void => {
  const { roleArn } = oldPool;
  if (roleArn === undefined) {
    Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [arnOfOldPool(scope, oldPool)] });
  } else {
    Grant.addToPrincipal({ grantee, actions: ['sts:AssumeRole'], resourceArns: [roleArn] });
    grantee.addEnvironment(ENVIRONMENT_VARIABLES.oldRoleActions, actions.join(','));
  }
};

/** Lets the function behind the trigger use the old pool and the secret of its client. */
export const grantOldPoolAccess = (
  scope: Construct,
  move: Pick<MoveSettings, 'oldPool' | 'lookups' | 'contactVerification'>,
  newPool: NewPool,
  grantee: LambdaFunction,
): void => {
  const { clientSecretArn } = move.oldPool;
  grantOldPoolActions(scope, move.oldPool, grantee, actionsFor(move, newPool));
  if (clientSecretArn !== undefined) {
    Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [clientSecretArn],
    });
  }
};
