import { App } from 'aws-cdk-lib';
import { defineMigration } from './migration-app.ts';
import { SettingsError } from './settings/mistakes.ts';

try {
  const app = new App();
  defineMigration(app);
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
