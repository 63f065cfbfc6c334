import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { repositoryPath } from './bundling.ts';
import { defineMigration } from './migration-app.ts';
import { refuseSettingsOutsideContext } from './settings/from-context.ts';
import { SettingsError } from './settings/mistakes.ts';

try {
  refuseSettingsOutsideContext(JSON.parse(readFileSync(repositoryPath('cdk.json'), 'utf8')));
  const app = new App();
  defineMigration(app);
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
