import type { App } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { MigrationStack } from './migration-stack.ts';
import { settingsFromContext } from './settings/from-context.ts';
import { parseSettings, settingsSchema } from './settings.ts';

/**
 * Fills the app: one stack, by the settings in its context, checked by cdk-nag when it is synthesized.
 * @throws SettingsError with every mistake in the settings.
 */
export const defineMigration = (app: App): MigrationStack => {
  const settings = parseSettings(settingsFromContext(app.node.getAllContext(), settingsSchema));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return new MigrationStack(app, 'UserMigration', {
    settings,
    description: 'Moves people from one Amazon Cognito user pool to another; they keep their passwords.',
  });
};
