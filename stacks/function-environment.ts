import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES as NAMES } from '../handlers/runtime/environment-variables.ts';
import { METRIC_SERVICE, metricsNamespace } from '../migration/metrics.ts';
import type { NewPool } from '../migration/rules.ts';
import type { MoveSettings } from './settings/move.ts';
import { lookupsFor } from './settings/move.ts';
import type { OldPoolSettings } from './settings/old-pool.ts';
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

/**
 * @param remedy what to change in the settings if it does not fit.
 * @throws Error if it is more than Lambda allows.
 */
export const assertFits = (environment: Readonly<Record<string, string>>, remedy: string): void => {
  const bytes = Object.entries(environment).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value),
    RESERVED_BYTES,
  );
  if (bytes <= MOST_BYTES) return;
  throw new Error(
    `The settings need ${bytes} bytes in the function's environment, and Lambda allows ${MOST_BYTES}. ` +
      remedy,
  );
};

/**
 * Names under which log lines and metrics of a stack are found.
 * @see https://docs.powertools.aws.dev/lambda/typescript/latest/environment-variables/
 */
export const observabilityEnvironment = (scope: Construct): Readonly<Record<string, string>> => ({
  POWERTOOLS_SERVICE_NAME: METRIC_SERVICE,
  POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(Stack.of(scope).stackName),
});

/**
 * Kept free for `observabilityEnvironment`, where names of stacks have up to 128 characters, and for the list of calls
 * that `grantOldPoolActions` adds.
 */
const RESERVED_BYTES = 384;

/** Where the old pool is, and through which role it is reached. */
export const oldPoolEnvironment = (oldPool: OldPoolSettings): Readonly<Record<string, string>> => ({
  [NAMES.oldUserPoolId]: oldPool.userPoolId,
  [NAMES.oldRegion]: oldRegion(oldPool),
  ...(oldPool.roleArn === undefined ? {} : { [NAMES.oldRoleArn]: oldPool.roleArn }),
  ...(oldPool.externalId === undefined ? {} : { [NAMES.oldRoleExternalId]: oldPool.externalId }),
});

/** The environment is small: the policy goes along only where passwords are held against it. */
const withPolicyIfJudged = (
  { passwordPolicy, ...newPool }: NewPool,
  { oldPasswords }: MoveSettings,
): NewPool =>
  oldPasswords === 'keep' || passwordPolicy === undefined ? newPool : { ...newPool, passwordPolicy };

/**
 * What the function finds in its environment, beside `observabilityEnvironment` and the variables of Lambda.
 * @param oldClientId id of the app client on the old pool, given or created by the stack.
 * @throws Error if it is more than Lambda allows.
 */
export const functionEnvironment = (
  move: MoveSettings,
  newPool: NewPool,
  oldClientId: string,
): Readonly<Record<string, string>> => {
  const { clientSecretArn } = move.oldPool;
  const environment = {
    ...oldPoolEnvironment(move.oldPool),
    [NAMES.oldClientId]: oldClientId,
    ...(clientSecretArn === undefined ? {} : { [NAMES.oldClientSecretArn]: clientSecretArn }),
    [NAMES.oldPoolCaseSensitive]: String(move.oldPool.caseSensitive),
    [NAMES.oldPoolMfaRequired]: String(move.oldPool.mfaRequired),
    [NAMES.newPool]: JSON.stringify(withPolicyIfJudged(newPool, move)),
    [NAMES.lookups]: lookupsFor(move.lookups, newPool).join(','),
    [NAMES.preferredUsernameSources]: move.preferredUsername.join(','),
    [NAMES.mfaUsers]: move.mfaUsers,
    [NAMES.forgotPassword]: move.forgotPassword,
    [NAMES.contactVerification]: move.contactVerification,
    [NAMES.oldPasswords]: move.oldPasswords,
    [NAMES.renames]: JSON.stringify(move.renames),
    [NAMES.failureSentence]: move.failureSentence,
  };
  assertFits(
    environment,
    'Leave out min and max of newPool.customAttributes, or shorten renames and failureSentence.',
  );
  return environment;
};
