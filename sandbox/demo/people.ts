import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CreateGroupCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { totp } from '../cognito/totp.ts';

/** How somebody stands in the old pool when the move begins. */
export type Standing = 'confirmed' | 'disabled' | 'unconfirmed' | 'reset-required' | 'temporary-password';

export type SecondFactor = 'sms' | 'authenticator-app' | 'e-mail';

/** A person of the old pool, as the demo makes them. */
export interface OldUser {
  readonly username: string;
  readonly password: string;
  /** @default "confirmed" */
  readonly standing?: Standing;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly factors?: readonly SecondFactor[];
  /** Made with the person, if the pool has none of this name. */
  readonly groups?: readonly string[];
}

/** Where people are made: a pool with an app client that offers ADMIN_USER_PASSWORD_AUTH. */
export interface Pool {
  readonly cognito: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Makes a person with the API alone, as an app and its administrator would have. @returns their `sub`. */
export const createOldUser = async (pool: Pool, user: OldUser): Promise<string> => {
  const { cognito, userPoolId: UserPoolId } = pool;
  const Username = user.username;
  if (user.standing === 'unconfirmed') {
    await signUp(pool, user);
  } else {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        TemporaryPassword: user.password,
        MessageAction: 'SUPPRESS',
        UserAttributes: asAttributes(user.attributes),
      }),
    );
  }
  await bringToStanding(pool, user);
  for (const GroupName of user.groups ?? []) {
    await addGroup(cognito, UserPoolId, GroupName);
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  }
  const { UserAttributes } = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
};

/** Defines a group, unless it is there. */
export const addGroup = async (
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  GroupName: string,
): Promise<void> => {
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName })).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'GroupExistsException')) throw error;
  });
};

export const asAttributes = (attributes: Readonly<Record<string, string>> = {}) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

const signUp = async ({ cognito, clientId }: Pool, user: OldUser): Promise<void> => {
  await cognito.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: user.username,
      Password: user.password,
      UserAttributes: asAttributes(user.attributes),
    }),
  );
};

const bringToStanding = async (pool: Pool, user: OldUser): Promise<void> => {
  const { standing = 'confirmed', username: Username, password: Password, factors = [] } = user;
  const { cognito, userPoolId: UserPoolId } = pool;
  if (standing === 'unconfirmed' || standing === 'temporary-password') return;
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  if (factors.length > 0) await enrol(pool, user, factors);
  if (standing === 'disabled') await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
  if (standing === 'reset-required') {
    await cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));
  }
};

const enrol = async (pool: Pool, user: OldUser, factors: readonly SecondFactor[]): Promise<void> => {
  if (factors.includes('authenticator-app')) await registerAuthenticatorApp(pool, user);
  const enabled = { Enabled: true, PreferredMfa: factors.length === 1 };
  await pool.cognito.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: pool.userPoolId,
      Username: user.username,
      ...(factors.includes('sms') ? { SMSMfaSettings: enabled } : {}),
      ...(factors.includes('e-mail') ? { EmailMfaSettings: enabled } : {}),
      ...(factors.includes('authenticator-app') ? { SoftwareTokenMfaSettings: enabled } : {}),
    }),
  );
};

const registerAuthenticatorApp = async (pool: Pool, { username, password }: OldUser): Promise<void> => {
  const { cognito, userPoolId, clientId } = pool;
  const { AuthenticationResult } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: userPoolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const AccessToken = AuthenticationResult?.AccessToken;
  const { SecretCode = '' } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode, Date.now()) }));
};
