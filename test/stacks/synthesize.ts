import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { MigrationStack } from '../../stacks/migration-stack.ts';
import { parseSettings } from '../../stacks/settings.ts';

const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  readonly context: Readonly<Record<string, unknown>>;
};

/** The context of cdk.json, the sample settings included. */
export const contextOfRepository = cdkJson.context;

/** An app with the context of the repository that bundles nothing. */
export const appWithoutBundling = (context: Readonly<Record<string, unknown>> = {}): App =>
  new App({ context: { ...cdkJson.context, ...context, 'aws:cdk:bundling-stacks': [] } });

/** The fewest settings that work; a test writes what it is about. */
export const settingsWith = (written: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  oldPool: { userPoolId: 'eu-west-1_OldPool01' },
  ...written,
});

/** The whole stack for some settings; without backfill and without carrying groups, unless they speak of it. */
export const migrationStack = (written: Readonly<Record<string, unknown>> = {}): MigrationStack =>
  new MigrationStack(appWithoutBundling(), 'UserMigration', {
    settings: parseSettings(
      settingsWith({ backfill: { enabled: false }, groups: { mode: 'drop' }, ...written }),
    ),
  });

/** The template of the whole stack for some settings. */
export const migrationTemplate = (written: Readonly<Record<string, unknown>> = {}): Template =>
  Template.fromStack(migrationStack(written));

/** The template of a stack that holds what `define` puts into it. */
export const templateOf = (define: (scope: Construct) => void, region?: string): Template => {
  const stack = new Stack(appWithoutBundling(), 'Stack', region === undefined ? {} : { env: { region } });
  define(stack);
  return Template.fromStack(stack);
};

/** The properties of the one resource of this type, or of the one named so. */
export const propertiesOf = (template: Template, type: string): Record<string, unknown> => {
  const [resource, ...others] = Object.values(template.findResources(type));
  if (resource === undefined || others.length > 0) throw new Error(`Expected one ${type}`);
  return resource['Properties'];
};
