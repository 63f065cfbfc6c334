import {
  AdminInitiateAuthCommand,
  type AuthenticationResultType,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { signIn as amplifySignIn, fetchAuthSession, signOut } from 'aws-amplify/auth';
import { secretHash } from '../../sandbox/cognito/secret-hash.ts';
import type { Move } from './integration-move.ts';

/** Unmodified Cognito clients, as apps use them. */

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
}

export interface RealClient {
  readonly name: string;
  /** The app client of the new pool that it signs in with. */
  readonly clientId: (move: Move) => string;
  /** @throws what the client throws */
  readonly signIn: (move: Move, typed: string, password: string) => Promise<Tokens>;
}

const publicClient = ({ newClientId }: Move) => newClientId;
const secretClient = ({ backend }: Move) => backend.clientId;

const tokensOf = (result: AuthenticationResultType | undefined): Tokens => ({
  idToken: result!.IdToken!,
  accessToken: result!.AccessToken!,
});

/** What both operations of the SDK ask for. */
const parameters = ({ backend }: Move, typed: string, password: string, ClientId: string) => ({
  ClientId,
  AuthParameters: {
    USERNAME: typed,
    PASSWORD: password,
    ...(ClientId === backend.clientId && { SECRET_HASH: secretHash(backend.clientSecret, typed, ClientId) }),
  },
});

const initiateAuth =
  (clientId: RealClient['clientId']): RealClient['signIn'] =>
  async (move, typed, password) => {
    const { AuthenticationResult } = await move.cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ...parameters(move, typed, password, clientId(move)),
      }),
    );
    return tokensOf(AuthenticationResult);
  };

const adminInitiateAuth =
  (clientId: RealClient['clientId']): RealClient['signIn'] =>
  async (move, typed, password) => {
    const { AuthenticationResult } = await move.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: move.newUserPoolId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        ...parameters(move, typed, password, clientId(move)),
      }),
    );
    return tokensOf(AuthenticationResult);
  };

const identityJs =
  (flow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH'): RealClient['signIn'] =>
  (move, Username, Password) => {
    const { newUserPoolId: UserPoolId, newClientId: ClientId, sandbox } = move;
    const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: sandbox.endpoint });
    const user = new CognitoUser({ Username, Pool });
    user.setAuthenticationFlowType(flow);
    const { promise, resolve, reject } = Promise.withResolvers<Tokens>();
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
      onSuccess: (session: CognitoUserSession) =>
        resolve({
          idToken: session.getIdToken().getJwtToken(),
          accessToken: session.getAccessToken().getJwtToken(),
        }),
      onFailure: reject,
    });
    return promise;
  };

/** Amplify has one configuration per process. */
export const configureAmplify = ({ newUserPoolId, newClientId, sandbox }: Move): void =>
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: newUserPoolId,
        userPoolClientId: newClientId,
        userPoolEndpoint: sandbox.endpoint,
      },
    },
  });

const amplify =
  (authFlowType: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH'): RealClient['signIn'] =>
  async (move, username, password) => {
    configureAmplify(move);
    await amplifySignIn({ username, password, options: { authFlowType } });
    const { tokens } = await fetchAuthSession();
    await signOut();
    return { idToken: String(tokens!.idToken), accessToken: String(tokens!.accessToken) };
  };

/** Clients that let Cognito see the password. */
export const PASSWORD_CLIENTS: readonly RealClient[] = [
  { name: 'AWS SDK, InitiateAuth', clientId: publicClient, signIn: initiateAuth(publicClient) },
  {
    name: 'AWS SDK, InitiateAuth with a client secret',
    clientId: secretClient,
    signIn: initiateAuth(secretClient),
  },
  { name: 'AWS SDK, AdminInitiateAuth', clientId: publicClient, signIn: adminInitiateAuth(publicClient) },
  {
    name: 'AWS SDK, AdminInitiateAuth with a client secret',
    clientId: secretClient,
    signIn: adminInitiateAuth(secretClient),
  },
  {
    name: 'amazon-cognito-identity-js, USER_PASSWORD_AUTH',
    clientId: publicClient,
    signIn: identityJs('USER_PASSWORD_AUTH'),
  },
  {
    name: 'aws-amplify, USER_PASSWORD_AUTH',
    clientId: publicClient,
    signIn: amplify('USER_PASSWORD_AUTH'),
  },
];

/** Clients that prove the password without sending it. */
export const SRP_CLIENTS: readonly RealClient[] = [
  {
    name: 'amazon-cognito-identity-js, USER_SRP_AUTH',
    clientId: publicClient,
    signIn: identityJs('USER_SRP_AUTH'),
  },
  { name: 'aws-amplify, USER_SRP_AUTH', clientId: publicClient, signIn: amplify('USER_SRP_AUTH') },
];
