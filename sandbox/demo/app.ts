import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type ICognitoStorage,
} from 'amazon-cognito-identity-js';

/**
 * The app as its users have it: the library that web and React Native apps use, unmodified, told only to send the
 * password (an SRP sign-in never shows it to the migration).
 */
export interface App {
  /**
   * What the app ends with: `tokens`, a challenge, or the name of an exception.
   * @param read gets what the ID token says, if there is one.
   */
  signIn(typed: string, password: string, read?: (claims: Claims) => void): Promise<string>;
  /** `code-announced`, or the name of an exception. */
  forgotPassword(typed: string): Promise<string>;
  /** `registered`, or an exception with its text. */
  signUp(username: string, password: string, email: string): Promise<string>;
  /** `done`, or the name of an exception. */
  confirmSignUp(username: string, code: string): Promise<string>;
  /** `done`, or the name of an exception. */
  confirmPassword(typed: string, code: string, newPassword: string): Promise<string>;
}

type Claims = Readonly<Record<string, unknown>>;

/** Keeps the library's tokens to itself instead of in a browser's storage. */
class NoStorage implements ICognitoStorage {
  setItem(): void {}
  getItem(): null {
    return null;
  }
  removeItem(): void {}
  clear(): void {}
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

export const createApp = (endpoint: string, userPoolId: string, clientId: string): App => {
  const pool = (Storage: ICognitoStorage): CognitoUserPool =>
    new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint, Storage });
  const userNamed = (Username: string): CognitoUser => {
    const Storage = new NoStorage();
    return new CognitoUser({ Username, Pool: pool(Storage), Storage });
  };
  return {
    signIn: (typed, password, read) => {
      const user = userNamed(typed);
      user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      const { promise, resolve } = Promise.withResolvers<string>();
      user.authenticateUser(new AuthenticationDetails({ Username: typed, Password: password }), {
        onSuccess: (session) => {
          read?.(session.getIdToken().payload);
          resolve('tokens');
        },
        onFailure: (error: unknown) => resolve(nameOf(error)),
        newPasswordRequired: () => resolve('NEW_PASSWORD_REQUIRED'),
        mfaRequired: (challenge: unknown) => resolve(String(challenge)),
        totpRequired: (challenge: unknown) => resolve(String(challenge)),
        mfaSetup: (challenge: unknown) => resolve(String(challenge)),
        selectMFAType: (challenge: unknown) => resolve(String(challenge)),
      });
      return promise;
    },
    signUp: (username, password, email) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const attributes = [new CognitoUserAttribute({ Name: 'email', Value: email })];
      pool(new NoStorage()).signUp(username, password, attributes, [], (error) =>
        resolve(error === undefined || error === null ? 'registered' : `${error.name}: ${error.message}`),
      );
      return promise;
    },
    confirmSignUp: (username, code) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      userNamed(username).confirmRegistration(code, false, (error: unknown) =>
        resolve(error === undefined || error === null ? 'done' : nameOf(error)),
      );
      return promise;
    },
    forgotPassword: (typed) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      userNamed(typed).forgotPassword({
        onSuccess: () => resolve('code-announced'),
        inputVerificationCode: () => resolve('code-announced'),
        onFailure: (error) => resolve(nameOf(error)),
      });
      return promise;
    },
    confirmPassword: (typed, code, newPassword) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      userNamed(typed).confirmPassword(code, newPassword, {
        onSuccess: () => resolve('done'),
        onFailure: (error) => resolve(nameOf(error)),
      });
      return promise;
    },
  };
};
