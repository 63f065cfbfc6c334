import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { NewPool } from '../migration/rules.ts';
import { attachTrigger, USER_MIGRATION } from './attach-trigger.ts';
import { functionEnvironment, observabilityEnvironment } from './function-environment.ts';
import { grantOldPoolAccess } from './old-pool-access.ts';
import { OldPoolClient } from './old-pool-client.ts';
import type { MoveSettings, moveSchema } from './settings/move.ts';
import { EXAMPLE_POOL_ID } from './settings/old-pool.ts';
import { parseMoveSettings } from './settings.ts';
import { createTriggerFunction } from './trigger-function.ts';

/**
 * Beside the two pools: all settings of `settings/move.ts`, of which only `oldPool.userPoolId` must be given.
 */
export interface UserMigrationProps extends Readonly<z.input<typeof moveSchema>> {
  /**
   * The pool that people come to, defined in the same stack: its trigger and the function refer to each other.
   * For an imported pool set `trigger` to false, and attach the function by other means.
   */
  readonly userPool: IUserPool | CfnUserPool;
  /**
   * What that pool is like; CloudFormation does not tell. Its schema must have `custom:source_sub` and
   * `custom:source_via`, immutable strings that no app client can write.
   */
  readonly newPool: NewPool;
}

const arnOf = (userPool: IUserPool | CfnUserPool): string =>
  userPool instanceof CfnUserPool ? userPool.attrArn : userPool.userPoolArn;

/**
 * Moves people into a user pool at their first sign-in: the function, what it may do, and the trigger.
 *
 * @example
 * const userPool = new UserPool(this, 'People', {
 *   signInAliases: { username: true, email: true },
 *   signInCaseSensitive: false,
 *   customAttributes: {
 *     source_sub: new StringAttribute({ mutable: false }),
 *     source_via: new StringAttribute({ mutable: false }),
 *   },
 * });
 * new UserMigration(this, 'Migration', {
 *   userPool,
 *   newPool: { aliases: ['email'], caseSensitive: false, recovery: ['email'], customAttributes: [] },
 *   oldPool: { userPoolId: 'eu-west-1_AbCdEfGhI' },
 *   mfaUsers: 'reset',
 * });
 */
export class UserMigration extends Construct {
  /** The function behind the trigger. */
  readonly handler: NodejsFunction;
  /** The app client on the old pool: the one given, or the one created. */
  readonly oldClientId: string;

  /** @throws SettingsError with every mistake in the settings. */
  constructor(scope: Construct, id: string, props: UserMigrationProps) {
    super(scope, id);
    const { userPool, newPool, ...written } = props;
    const { region } = Stack.of(this);
    const move = parseMoveSettings(written, newPool, Token.isUnresolved(region) ? undefined : region);
    this.oldClientId =
      move.oldPool.clientId ?? new OldPoolClient(this, 'OldPoolClient', move.oldPool).clientId;
    this.handler = this.createFunction(move, newPool);
    grantOldPoolAccess(this, move, newPool, this.handler);
    this.grantNewPoolAccess(arnOf(userPool));
    if (move.trigger) attachTrigger(userPool, USER_MIGRATION, this.handler);
    this.warnAbout(move);
  }

  private createFunction(move: MoveSettings, newPool: NewPool): NodejsFunction {
    return createTriggerFunction(this, {
      description: 'Moves people from the old user pool at their first sign-in.',
      entry: 'handlers/user-migration.ts',
      environment: {
        ...functionEnvironment(move, newPool, this.oldClientId),
        ...observabilityEnvironment(this),
      },
      oldPool: move.oldPool,
      logRetentionDays: move.logRetentionDays,
    });
  }

  /** A policy of its own: in the role's first policy, pool, function and policy would wait for each other. */
  private grantNewPoolAccess(userPoolArn: string): void {
    const policy = new Policy(this, 'NewPoolAccess', {
      statements: [new PolicyStatement({ actions: ['cognito-idp:AdminGetUser'], resources: [userPoolArn] })],
    });
    this.handler.role?.attachInlinePolicy(policy);
  }

  private warnAbout({ oldPool, mfaUsers, contactVerification }: MoveSettings): void {
    if (oldPool.userPoolId === EXAMPLE_POOL_ID) {
      Annotations.of(this).addWarningV2(
        'ExamplePool',
        `oldPool.userPoolId is ${EXAMPLE_POOL_ID}, the example of cdk.json. Write the id of your old pool there before you deploy.`,
      );
    }
    if (mfaUsers === 'confirm') {
      Annotations.of(this).addWarningV2(
        'SecondFactorLost',
        'mfaUsers is "confirm": whoever knows the password of somebody with a second factor gets in without it.',
      );
    }
    if (contactVerification === 'trust') {
      Annotations.of(this).addWarningV2(
        'UnprovenContact',
        'contactVerification is "trust": an address that nobody proved can reset the password in the new pool.',
      );
    }
  }
}
