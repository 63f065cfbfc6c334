/**
 * A refusal as Cognito words it. `name` is the exception type on the wire; the message reaches the client.
 * Anything else that is thrown in the sandbox becomes an InternalErrorException (HTTP 500).
 */
export class CognitoError extends Error {
  override readonly name: string;
  readonly statusCode: number;

  constructor(name: string, message: string, statusCode = 400) {
    super(message);
    this.name = name;
    this.statusCode = statusCode;
  }
}

export const notAuthorized = (message = 'Incorrect username or password.') =>
  new CognitoError('NotAuthorizedException', message);
export const userNotFound = (message = 'User does not exist.') =>
  new CognitoError('UserNotFoundException', message);
export const invalidParameter = (message: string) => new CognitoError('InvalidParameterException', message);
export const resourceNotFound = (message: string) => new CognitoError('ResourceNotFoundException', message);
export const tooManyRequests = (message = 'Rate exceeded') =>
  new CognitoError('TooManyRequestsException', message);
export const unsupported = (what: string) =>
  new CognitoError(
    'UnsupportedOperationException',
    `The sandbox does not support ${what}. Its support table is in sandbox/README.md.`,
  );

/**
 * AWS's wording for a missing member.
 * @example required(input.UserPoolId, 'userPoolId')
 */
export function required<T>(value: T | undefined | null, member: string): T {
  if (value === undefined || value === null) {
    throw invalidParameter(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}
