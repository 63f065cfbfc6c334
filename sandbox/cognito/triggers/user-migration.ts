import { CognitoError, userNotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import type { AppClient, User, UserPool } from '../state.ts';
import { callFunction } from './invoke.ts';
import { createMigratedUser } from './migrated-user.ts';
import { type MigrationSource, readMigrationResponse } from './migration-response.ts';
import { invokePreSignUp } from './pre-sign-up.ts';

export type UserMigrationNeeds = 'clock' | 'functions' | 'outbox' | 'pools' | 'readings';

interface MigrationRequest {
  readonly pool: UserPool;
  readonly client: AppClient;
  /** The name as typed, which nobody in the pool answers to. */
  readonly typed: string;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  /** Absent: a forgotten password, not a sign-in. */
  readonly password?: string | undefined;
}

/**
 * Asks the UserMigration function who an unknown name is, and creates that user.
 *
 * @returns undefined if the pool has no such trigger, the function says nothing, or a failure is to look like any
 *   unknown user (reading `failedMigrationUnderEnabled`).
 * @throws CognitoError what the app sees of a failed function or an unusable response.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
export async function migrateUser(
  services: Pick<Services, UserMigrationNeeds>,
  request: MigrationRequest,
): Promise<User | undefined> {
  const functionArn = request.pool.lambdaConfig.UserMigration;
  if (functionArn === undefined) return undefined;
  try {
    return await askAndCreate(services, functionArn, request);
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const hidden =
      request.client.preventUserExistenceErrors === 'ENABLED' &&
      services.readings.failedMigrationUnderEnabled === 'generic';
    if (hidden) return undefined;
    throw error;
  }
}

async function askAndCreate(
  services: Pick<Services, UserMigrationNeeds>,
  functionArn: string,
  request: MigrationRequest,
): Promise<User | undefined> {
  const { pool, client, typed, password } = request;
  const source = password === undefined ? 'UserMigration_ForgotPassword' : 'UserMigration_Authentication';
  const result = await callFunction(services, functionArn, {
    trigger: 'UserMigration',
    source,
    pool,
    client,
    userName: typed,
    request: requestOf(request),
    response: EMPTY_RESPONSE,
  });
  switch (result.kind) {
    case 'returned': {
      const response = readMigrationResponse(result.payload, source, services.readings);
      if (response === undefined) return undefined;
      if (services.readings.preSignUpOfMigratedUsers === 'called') {
        const { username = typed, attributes } = response;
        await invokePreSignUp(services, { pool, client, username, attributes, source: 'PreSignUp_SignUp' });
      }
      return unlessUnfit(() => createMigratedUser(services, pool, typed, response, password));
    }
    case 'threw':
      throw new CognitoError(
        exceptionOf(source, services.readings),
        `UserMigration failed with error ${result.errorMessage}.`,
      );
    case 'timed-out':
    case 'not-permitted':
      throw userNotFound(`Exception migrating user in app client ${client.clientId}`);
  }
}

const EMPTY_RESPONSE = {
  userAttributes: null,
  forceAliasCreation: null,
  enableSMSMFA: null,
  finalUserStatus: null,
  messageAction: null,
  desiredDeliveryMediums: null,
};

/** ClientMetadata arrives as `validationData` on sign-in and as `clientMetadata` on a forgotten password. */
function requestOf({ password, clientMetadata }: MigrationRequest): Readonly<Record<string, unknown>> {
  return password === undefined
    ? { validationData: null, clientMetadata: clientMetadata ?? null, userAttributes: null }
    : { password, validationData: clientMetadata ?? null, userAttributes: null };
}

/** On a forgotten password the type is a Lambda exception: github.com/aws-amplify/amplify-flutter/issues/3779. */
const exceptionOf = (source: MigrationSource, { failedMigrationOnSignIn }: Services['readings']): string =>
  source === 'UserMigration_Authentication' ? failedMigrationOnSignIn : 'UserLambdaValidationException';

/**
 * Attributes that do not fit the schema, a taken name, a taken alias: all reach the app as UserNotFoundException
 * with the reason as its text.
 * @see https://repost.aws/knowledge-center/cognito-migration-lambda-trigger-errors
 */
function unlessUnfit(create: () => User): User {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof CognitoError) || error.name === 'NotAuthorizedException') throw error;
    throw userNotFound(error.message);
  }
}
