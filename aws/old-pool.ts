import type {
  AdminGetUserResponse,
  AdminInitiateAuthResponse,
  CognitoIdentityProviderClient,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { AdminGetUserCommand, AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { RawAnswer } from '../migration/old-pool-answer.ts';
import type { Person } from '../migration/person.ts';
import type { Authentication, OldPoolCalls, UserId } from '../migration/ports.ts';
import { ownerOfAccessToken } from './access-token.ts';
import { readAttributes, readSubAndAttributes } from './attributes.ts';
import { readClientSecret } from './clients/client-secret.ts';
import { LONGEST_FILTER, listUsersFilter } from './list-users-filter.ts';
import { matchingUsers } from './matching-users.ts';
import { beforeDeadline, exceptionOf, unlessNotFound } from './pool-call.ts';
import { secretHash } from './secret-hash.ts';

/** Through which app client passwords are proven, and in which pool. */
export interface OldPoolAccess {
  readonly userPoolId: string;
  readonly clientId: string;
  /** ARN of the secret that holds the client's secret, if it has one. */
  readonly clientSecretArn?: string;
}

/** Two are enough to know that a value is not unique. */
const ENOUGH_MATCHES = 2;

/**
 * The old pool over the SDK. The outer call belongs to the execution environment (it keeps the client's secret),
 * the inner one to an invocation, whose deadline it carries.
 */
export const createOldPool = (client: CognitoIdentityProviderClient, access: OldPoolAccess) => {
  const { userPoolId: UserPoolId, clientId: ClientId, clientSecretArn } = access;
  let secret: string | undefined;

  const secretParameters = async (name: string, signal: AbortSignal): Promise<{ SECRET_HASH?: string }> => {
    if (clientSecretArn === undefined) return {};
    secret ??= await readClientSecret(clientSecretArn, signal);
    return { SECRET_HASH: secretHash(secret, ClientId, name) };
  };

  const initiateAuth = async (name: string, password: string, signal: AbortSignal) =>
    client.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: {
          USERNAME: name,
          PASSWORD: password,
          ...(await secretParameters(name, signal)),
        },
        // Lets triggers of the old pool recognise that this is no sign-in to the app.
        ClientMetadata: { migration: 'true' },
      }),
      { abortSignal: signal },
    );

  return (signal: AbortSignal): OldPoolCalls => ({
    async authenticate(name, password): Promise<Authentication> {
      try {
        return readAuthentication(await beforeDeadline(initiateAuth(name, password, signal), signal));
      } catch (error) {
        const exception = exceptionOf(error);
        // The secret may have been rotated: the next attempt reads it anew.
        if (/secret.?hash/i.test(exception.message)) secret = undefined;
        return { answer: { kind: 'exception', ...exception }, username: undefined, sub: undefined };
      }
    },

    async findUser(name): Promise<Person | undefined> {
      const user = await unlessNotFound(
        client.send(new AdminGetUserCommand({ UserPoolId, Username: name }), { abortSignal: signal }),
        signal,
      );
      return user === undefined ? undefined : readPerson(user);
    },

    async listUsers({ attribute, value }): Promise<readonly UserId[]> {
      const filter = listUsersFilter(attribute, '=', value);
      if (filter.length > LONGEST_FILTER) return [];
      const found = await matchingUsers(
        client,
        { UserPoolId, Filter: filter, enough: ENOUGH_MATCHES },
        signal,
      );
      return found.map(readListedUser);
    },
  });
};

const readAuthentication = (response: AdminInitiateAuthResponse): Authentication => {
  const { AuthenticationResult, ChallengeName, ChallengeParameters } = response;
  if (AuthenticationResult !== undefined) {
    return { answer: { kind: 'tokens' }, ...ownerOfAccessToken(AuthenticationResult.AccessToken) };
  }
  const factors = readFactors(ChallengeParameters?.['MFAS_CAN_CHOOSE']);
  const answer: RawAnswer = {
    kind: 'challenge',
    name: ChallengeName ?? '',
    ...(factors === undefined ? {} : { factors }),
  };
  return { answer, username: ChallengeParameters?.['USER_ID_FOR_SRP'], sub: undefined };
};

/**
 * The JSON list of a `SELECT_MFA_TYPE` challenge; undefined if there is none.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
const readFactors = (list: string | undefined): readonly string[] | undefined => {
  try {
    const factors: unknown = JSON.parse(list ?? '');
    return Array.isArray(factors) ? factors.filter((factor) => typeof factor === 'string') : undefined;
  } catch {
    return undefined;
  }
};

/** Somebody as AdminGetUser describes them. */
export const readPerson = (user: AdminGetUserResponse): Person => {
  // Pools from before 2018 keep SMS MFA in MFAOptions alone.
  const legacyFactors = (user.MFAOptions ?? []).length > 0 ? ['SMS_MFA'] : [];
  return {
    username: user.Username ?? '',
    ...readSubAndAttributes(user.UserAttributes),
    enabled: user.Enabled ?? false,
    status: user.UserStatus ?? 'UNKNOWN',
    factors: [...new Set([...(user.UserMFASettingList ?? []), ...legacyFactors])],
  };
};

const readListedUser = (user: UserType): UserId => ({
  username: user.Username ?? '',
  sub: readAttributes(user.Attributes).get('sub') ?? '',
});
