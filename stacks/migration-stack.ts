import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AppClients } from './app-clients.ts';
import { Backfill } from './backfill.ts';
import { functionEnvironment } from './function-environment.ts';
import { NewUserPool } from './new-user-pool.ts';
import { newPoolForRules } from './settings/new-pool.ts';
import type { Settings } from './settings.ts';
import { newRegion } from './settings.ts';
import { UserMigration } from './user-migration.ts';

export interface MigrationStackProps extends Omit<StackProps, 'env'> {
  /** The operator's decisions, as `parseSettings` gives them. */
  readonly settings: Settings;
}

/** Everything that is deployed: the new pool, its app clients, and the move into it. */
export class MigrationStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: MigrationStackProps) {
    super(scope, id, { ...props, env: { region: newRegion(settings) } });
    const { newPool, clients, clientWritable, backfill, ...move } = settings;

    const { userPool } = new NewUserPool(this, 'NewUserPool', { newPool });
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

    this.output('NewUserPoolId', userPool.userPoolId, 'Id of the new user pool.');
    for (const [identifier, client] of appClients.byIdentifier) {
      this.output(`ClientId${identifier}`, client.userPoolClientId, 'Id of an app client of the new pool.');
    }
    this.output('FunctionName', migration.handler.functionName, 'The function behind the migration trigger.');
    this.output('OldClientId', migration.oldClientId, 'Id of the app client on the old pool.');

    if (!backfill.enabled) return;
    const { stateMachine, bucket, topic } = new Backfill(this, 'Backfill', {
      userPool,
      oldPool: move.oldPool,
      rulesEnvironment: functionEnvironment(move, rules, migration.oldClientId),
      backfill,
      logRetentionDays: move.logRetentionDays,
    });
    this.output('BackfillStateMachineArn', stateMachine.stateMachineArn, 'Start it with {} to backfill.');
    this.output('BackfillBucketName', bucket.bucketName, 'Import files and reports of backfills.');
    this.output('BackfillTopicArn', topic.topicArn, 'Gets the summary of each backfill.');
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
