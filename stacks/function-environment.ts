import { Token } from 'aws-cdk-lib';
import { ENVIRONMENT_VARIABLES as NAMES } from '../handlers/runtime/environment-variables.ts';
import type { NewPool } from '../migration/rules.ts';
import type { MoveSettings } from './settings/move.ts';
import { lookupsFor } from './settings/move.ts';
import { oldRegion } from './settings/old-pool.ts';

/**
 * Lambda allows 4 KB for all names and values together.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MOST_BYTES = 4096;

/** Room for a value that CloudFormation fills in, for example the id of an app client. */
const UNKNOWN_VALUE_BYTES = 64;

const bytesOf = (value: string): number =>
  Token.isUnresolved(value) ? UNKNOWN_VALUE_BYTES : Buffer.byteLength(value);

const assertFits = (environment: Readonly<Record<string, string>>): void => {
  const bytes = Object.entries(environment).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value),
    0,
  );
  if (bytes <= MOST_BYTES) return;
  throw new Error(
    `The settings need ${bytes} bytes in the function's environment, and Lambda allows ${MOST_BYTES}. ` +
      'Leave out min and max of newPool.customAttributes, or shorten renames and failureSentence.',
  );
};

/**
 * Names under which log lines and metrics are found.
 * @see https://docs.powertools.aws.dev/lambda/typescript/latest/environment-variables/
 */
const OBSERVABILITY = {
  POWERTOOLS_SERVICE_NAME: 'user-migration',
  POWERTOOLS_METRICS_NAMESPACE: 'CognitoUserMigration',
};

/** Settings that the function gets only where they are set. */
const optional = ({
  clientSecretArn,
  roleArn,
  externalId,
}: MoveSettings['oldPool']): Record<string, string> => ({
  ...(clientSecretArn === undefined ? {} : { [NAMES.oldClientSecretArn]: clientSecretArn }),
  ...(roleArn === undefined ? {} : { [NAMES.oldRoleArn]: roleArn }),
  ...(externalId === undefined ? {} : { [NAMES.oldRoleExternalId]: externalId }),
});

/**
 * What the function finds in its environment.
 * @param oldClientId id of the app client on the old pool, given or created by the stack.
 * @throws Error if it is more than Lambda allows.
 */
export const functionEnvironment = (
  move: MoveSettings,
  newPool: NewPool,
  oldClientId: string,
): Readonly<Record<string, string>> => {
  const environment = {
    [NAMES.oldUserPoolId]: move.oldPool.userPoolId,
    [NAMES.oldRegion]: oldRegion(move.oldPool),
    [NAMES.oldClientId]: oldClientId,
    ...optional(move.oldPool),
    [NAMES.oldPoolCaseSensitive]: String(move.oldPool.caseSensitive),
    [NAMES.oldPoolMfaRequired]: String(move.oldPool.mfaRequired),
    [NAMES.newPool]: JSON.stringify(newPool),
    [NAMES.lookups]: lookupsFor(move.lookups, newPool).join(','),
    [NAMES.preferredUsernameSources]: move.preferredUsername.join(','),
    [NAMES.mfaUsers]: move.mfaUsers,
    [NAMES.forgotPassword]: move.forgotPassword,
    [NAMES.contactVerification]: move.contactVerification,
    [NAMES.renames]: JSON.stringify(move.renames),
    [NAMES.failureSentence]: move.failureSentence,
    ...OBSERVABILITY,
  };
  assertFits(environment);
  return environment;
};
