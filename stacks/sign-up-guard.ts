import type { CfnUserPool, IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../handlers/runtime/environment-variables.ts';
import { SIGN_UP_ENVIRONMENT_VARIABLES as NAMES } from '../handlers/runtime/sign-up-environment-variables.ts';
import { attachTrigger, PRE_SIGN_UP } from './attach-trigger.ts';
import { observabilityEnvironment, oldPoolEnvironment } from './function-environment.ts';
import { grantOldPoolActions } from './old-pool-access.ts';
import type { MoveSettings } from './settings/move.ts';
import type { SignUpSettings } from './settings/sign-up.ts';
import { createTriggerFunction } from './trigger-function.ts';

/** Both pools, and the sentences for whoever is refused. */
export interface SignUpGuardProps
  extends Pick<MoveSettings, 'oldPool' | 'logRetentionDays' | 'failureSentence'>,
    Pick<SignUpSettings, 'signUpRefusal'> {
  /** The pool that people come to, defined in the same stack. */
  readonly userPool: IUserPool | CfnUserPool;
}

/**
 * Lets people register in the new pool, but not under a name of somebody who is still in the old one.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
export class SignUpGuard extends Construct {
  /** The function behind the trigger. */
  readonly handler: NodejsFunction;

  constructor(scope: Construct, id: string, props: SignUpGuardProps) {
    super(scope, id);
    const { userPool, oldPool, logRetentionDays, failureSentence, signUpRefusal } = props;
    this.handler = createTriggerFunction(this, {
      description: 'Refuses registrations under a name of somebody who has not moved yet.',
      entry: 'handlers/sign-up-guard.ts',
      environment: {
        ...oldPoolEnvironment(oldPool),
        ...observabilityEnvironment(this),
        [ENVIRONMENT_VARIABLES.oldPoolCaseSensitive]: String(oldPool.caseSensitive),
        [ENVIRONMENT_VARIABLES.failureSentence]: failureSentence,
        [NAMES.refusal]: signUpRefusal,
      },
      oldPool,
      logRetentionDays,
    });
    grantOldPoolActions(this, oldPool, this.handler, [
      'cognito-idp:ListUsers',
      // Only where the pool folds case and a listing does not.
      ...(oldPool.caseSensitive ? [] : ['cognito-idp:AdminGetUser']),
    ]);
    attachTrigger(userPool, PRE_SIGN_UP, this.handler);
  }
}
