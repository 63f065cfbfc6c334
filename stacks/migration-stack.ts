import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { needsTokenFunction } from '../migration/tokens/token-function.ts';
import { AppClients } from './app-clients.ts';
import type { BackfillProps } from './backfill.ts';
import { Backfill } from './backfill.ts';
import { CleanUp } from './clean-up.ts';
import { functionEnvironment } from './function-environment.ts';
import { NewUserPool } from './new-user-pool.ts';
import { Observability } from './observability.ts';
import { needsCleanUp } from './settings/clean-up.ts';
import { newPoolForRules } from './settings/new-pool.ts';
import type { Settings } from './settings.ts';
import { newRegion, SETTINGS_METADATA } from './settings.ts';
import { SignUpGuard } from './sign-up-guard.ts';
import { TokenGeneration } from './token-generation.ts';
import { UserMigration } from './user-migration.ts';

/** The settings decide about all else, the Region included. */
export interface MigrationStackProps extends Omit<StackProps, 'env'> {
  /** The operator's decisions, as `parseSettings` gives them. */
  readonly settings: Settings;
}

/** Everything that is deployed: the new pool, its app clients, and the move into it. */
export class MigrationStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: MigrationStackProps) {
    super(scope, id, { ...props, env: { region: newRegion(settings) } });
    this.templateOptions.metadata = { [SETTINGS_METADATA]: JSON.stringify(settings) };
    const { newPool, clients, clientWritable, backfill, groups, oldSubClaim, alarms, cleanUp, ...others } =
      settings;
    const { selfSignUp, signUpRefusal, ...move } = others;

    const { userPool } = new NewUserPool(this, 'NewUserPool', { newPool, selfSignUp });
    const appClients = new AppClients(this, 'AppClients', {
      userPool,
      clients,
      clientWritable,
      customAttributes: newPool.customAttributes.map(({ name }) => name),
      trigger: move.trigger,
      preventUserExistenceErrors: newPool.preventUserExistenceErrors,
    });
    const rules = newPoolForRules(newPool);
    const migration = new UserMigration(this, 'UserMigration', { ...move, userPool, newPool: rules });
    const eventVersion = newPool.featurePlan === 'lite' ? 'V1_0' : 'V2_0';
    const tokenGeneration = needsTokenFunction({ groups, oldSubClaim })
      ? new TokenGeneration(this, 'TokenGeneration', { ...move, userPool, groups, oldSubClaim, eventVersion })
      : undefined;
    const signUpGuard =
      selfSignUp === 'guarded'
        ? new SignUpGuard(this, 'SignUpGuard', { ...move, userPool, signUpRefusal })
        : undefined;

    this.output('NewUserPoolId', userPool.userPoolId, 'Id of the new user pool.');
    for (const [identifier, client] of appClients.byIdentifier) {
      this.output(`ClientId${identifier}`, client.userPoolClientId, 'Id of an app client of the new pool.');
    }
    this.output('FunctionName', migration.handler.functionName, 'The function behind the migration trigger.');
    if (tokenGeneration !== undefined) {
      const { functionName } = tokenGeneration.handler;
      this.output('TokenFunctionName', functionName, 'The function that runs before tokens of the new pool.');
    }
    if (signUpGuard !== undefined) {
      const { functionName } = signUpGuard.handler;
      this.output('SignUpFunctionName', functionName, 'The function that judges registrations.');
    }
    this.output('OldClientId', migration.oldClientId, 'Id of the app client on the old pool.');

    const stateMachine = backfill.enabled
      ? this.addBackfill({
          userPool,
          oldPool: move.oldPool,
          rulesEnvironment: functionEnvironment(move, rules, migration.oldClientId),
          backfill,
          logRetentionDays: move.logRetentionDays,
        })
      : undefined;
    const removal = needsCleanUp({ ...move, cleanUp })
      ? new CleanUp(this, 'CleanUp', { ...move, userPool, afterHours: cleanUp.afterHours, stateMachine })
      : undefined;
    const { dashboard, topic } = new Observability(this, 'Observability', {
      userPool,
      oldPool: move.oldPool,
      trigger: migration.handler,
      tokenGeneration: tokenGeneration?.handler,
      signUpGuard: signUpGuard?.handler,
      cleanUp: removal?.handler,
      stateMachine,
      alarms,
      logRetentionDays: move.logRetentionDays,
    });
    this.output('DashboardName', dashboard.dashboardName, 'The dashboard of the migration in CloudWatch.');
    if (topic !== undefined) this.output('AlarmTopicArn', topic.topicArn, 'Gets a message of each alarm.');
  }

  private addBackfill(props: BackfillProps): StateMachine {
    const { stateMachine, bucket, topic } = new Backfill(this, 'Backfill', props);
    this.output('BackfillStateMachineArn', stateMachine.stateMachineArn, 'Start it with {} to backfill.');
    this.output('BackfillBucketName', bucket.bucketName, 'Import files and reports of backfills.');
    this.output('BackfillTopicArn', topic.topicArn, 'Gets the summary of each backfill.');
    return stateMachine;
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
