import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { TOKEN_ENVIRONMENT_VARIABLES as NAMES } from '../handlers/runtime/token-environment-variables.ts';
import type { GroupRules, GroupsMode } from '../migration/groups/group-rules.ts';
import type { OldSubClaim } from '../migration/tokens/old-sub-claim.ts';
import { attachTrigger, preTokenGeneration } from './attach-trigger.ts';
import { assertFits, observabilityEnvironment, oldPoolEnvironment } from './function-environment.ts';
import { grantOldPoolActions } from './old-pool-access.ts';
import type { MoveSettings } from './settings/move.ts';
import { createTriggerFunction } from './trigger-function.ts';

/** Both pools, and what of the old one goes into tokens of the new one. */
export interface TokenGenerationProps extends Pick<MoveSettings, 'oldPool' | 'logRetentionDays'> {
  /**
   * The pool that people come to, defined in the same stack. Its schema must have `custom:source_sub` (immutable)
   * and `custom:groups_carried` (mutable), strings that every app client can read and none can write: AWS does not
   * say whether a function before tokens is shown what the client may not read.
   */
  readonly userPool: IUserPool | CfnUserPool;
  readonly groups: { readonly mode: GroupsMode } & Pick<GroupRules, 'renames' | 'except'>;
  /** @default - no such claim */
  readonly oldSubClaim?: OldSubClaim | undefined;
  /** Version of the event: V2_0 reaches access tokens, and needs the feature plan essentials or plus. */
  readonly eventVersion: 'V1_0' | 'V2_0';
}

/**
 * What tokens of the new pool say beside what Cognito writes: the groups of whoever just came, and the old `sub`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export class TokenGeneration extends Construct {
  /** The function behind the trigger. */
  readonly handler: NodejsFunction;

  /** @throws Error if the settings are more than the function's environment holds. */
  constructor(scope: Construct, id: string, props: TokenGenerationProps) {
    super(scope, id);
    this.handler = createTriggerFunction(this, {
      description: 'Carries group memberships into the new user pool, and writes the old sub into tokens.',
      entry: 'handlers/token-generation.ts',
      environment: { ...environmentOf(props), ...observabilityEnvironment(this) },
      oldPool: props.oldPool,
      logRetentionDays: props.logRetentionDays,
    });
    if (props.groups.mode === 'carry') this.grantMemberships(props);
    attachTrigger(props.userPool, preTokenGeneration(props.eventVersion), this.handler);
  }

  private grantMemberships({ oldPool, userPool }: TokenGenerationProps): void {
    grantOldPoolActions(this, oldPool, this.handler, [
      // Only where a listing finds nobody, or has no answer.
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminListGroupsForUser',
      'cognito-idp:ListUsers',
    ]);
    // A policy of its own: in the role's first policy, pool, function and policy would wait for each other.
    const newPoolAccess = new Policy(this, 'NewPoolAccess', {
      statements: [
        new PolicyStatement({
          actions: [
            'cognito-idp:AdminAddUserToGroup',
            // Only where a username looks like a `sub`.
            'cognito-idp:AdminGetUser',
            'cognito-idp:AdminListGroupsForUser',
            'cognito-idp:AdminUpdateUserAttributes',
          ],
          resources: [userPool instanceof CfnUserPool ? userPool.attrArn : userPool.userPoolArn],
        }),
      ],
    });
    this.handler.role?.attachInlinePolicy(newPoolAccess);
  }
}

const environmentOf = ({ oldPool, groups, oldSubClaim }: TokenGenerationProps): Record<string, string> => {
  const { mode, renames, except } = groups;
  const environment = {
    ...(mode === 'carry'
      ? { ...oldPoolEnvironment(oldPool), [NAMES.groups]: JSON.stringify({ renames, except }) }
      : {}),
    ...(oldSubClaim === undefined
      ? {}
      : {
          [NAMES.oldSubClaim]: oldSubClaim.name,
          [NAMES.oldSubClaimTokens]: oldSubClaim.tokens.join(','),
        }),
  };
  assertFits(environment, 'Shorten groups.renames and groups.except: rename groups after the move instead.');
  return environment;
};
