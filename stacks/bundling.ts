import { fileURLToPath } from 'node:url';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { OldPoolSettings } from './settings/old-pool.ts';

/** A path of this repository, wherever the app was started. */
export const repositoryPath = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Needed only for an old pool in another account, or for a client with a secret; the runtime has them too. */
const external = ({ roleArn, clientSecretArn }: Pick<OldPoolSettings, 'roleArn' | 'clientSecretArn'>) => [
  ...(roleArn === undefined ? ['@aws-sdk/client-sts'] : []),
  ...(clientSecretArn === undefined ? ['@aws-sdk/client-secrets-manager'] : []),
];

/**
 * How the functions are bundled: with their own SDK, so that what was tested is what runs. Measured: CommonJS
 * loads faster than ES modules, and `module` before `main` lets esbuild leave unused code out.
 */
export const bundling = (oldPool: Pick<OldPoolSettings, 'roleArn' | 'clientSecretArn'>): BundlingOptions => ({
  format: OutputFormat.CJS,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  sourceMap: false,
  logLevel: LogLevel.WARNING,
  externalModules: external(oldPool),
  esbuildArgs: {
    // Lambda puts credentials into the environment; nothing else is worth loading.
    '--alias:@aws-sdk/credential-provider-node': repositoryPath('aws/clients/environment-credentials.ts'),
  },
});
