import { CognitoError } from '../cognito/errors.ts';
import type { PolicyStatement, Principal, Principals } from './principals.ts';
import { matchesWildcards } from './wildcards.ts';

export interface AuthorizationRequest {
  /** Name of the API operation, for example `AdminGetUser`. */
  readonly operation: string;
  /** From the `Authorization` header; absent in an unsigned request. */
  readonly accessKeyId?: string | undefined;
  /** The request body, parsed; read for its `UserPoolId`. */
  readonly input: unknown;
}

/**
 * Decides as IAM does whether a request may go on to its operation. Keys that the sandbox did not give out are an
 * administrator's and may do everything; signatures are not verified.
 *
 * @throws CognitoError `MissingAuthenticationTokenException` for an unsigned administrative operation,
 * `AccessDeniedException` if the policies of the key's role do not allow it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorize(request: AuthorizationRequest, principals: Principals): void {
  if (OPERATIONS_WITHOUT_IAM.has(request.operation)) return;
  if (!request.accessKeyId) {
    throw new CognitoError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const principal = principals.withAccessKey(request.accessKeyId);
  if (principal) authorizePrincipal(principal, request);
}

/**
 * The access key id in a `Authorization: AWS4-HMAC-SHA256 Credential=<key id>/<date>/<region>/...` header.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function accessKeyIdOf(authorizationHeader: string | undefined): string | undefined {
  return /\bCredential=([^/,\s]+)\//.exec(authorizationHeader ?? '')?.[1];
}

/** An explicit deny wins over every allow; without an allow the answer is no. */
function authorizePrincipal(principal: Principal, { operation, input }: AuthorizationRequest): void {
  const action = `cognito-idp:${operation}`;
  const resource = resourceOf(principal, input);
  const matching = principal.statements().filter((statement) => covers(statement, action, resource));
  if (matching.some(({ Effect }) => Effect === 'Deny')) {
    throw accessDenied(principal, action, resource, 'with an explicit deny in an identity-based policy');
  }
  if (!matching.some(({ Effect }) => Effect === 'Allow')) {
    throw accessDenied(
      principal,
      action,
      resource,
      `because no identity-based policy allows the ${action} action`,
    );
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function accessDenied(principal: Principal, action: string, resource: string, reason: string): CognitoError {
  return new CognitoError(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  );
}

/**
 * The user pool's ARN, which is the only resource type of Cognito user pools; `*` for operations on none.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
function resourceOf({ arn }: Principal, input: unknown): string {
  if (typeof input !== 'object' || input === null || !('UserPoolId' in input)) return '*';
  const [, partition, , , accountId] = arn.split(':');
  const userPoolId = String(input.UserPoolId);
  const region = userPoolId.split('_')[0];
  return `arn:${partition}:cognito-idp:${region}:${accountId}:userpool/${userPoolId}`;
}

function covers(statement: PolicyStatement, action: string, resource: string): boolean {
  return (
    // Actions do not mind case, resources do.
    statement.Action.some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())) &&
    statement.Resource.some((pattern) => matchesWildcards(pattern, resource))
  );
}

/**
 * The operations that take no IAM credentials: whoever has an app client id or a token may call them, and a
 * signature is not looked at.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html#user-pools-API-operations
 */
const OPERATIONS_WITHOUT_IAM: ReadonlySet<string> = new Set([
  'AssociateSoftwareToken',
  'ChangePassword',
  'CompleteWebAuthnRegistration',
  'ConfirmDevice',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'DeleteUser',
  'DeleteUserAttributes',
  'DeleteWebAuthnCredential',
  'ForgetDevice',
  'ForgotPassword',
  'GetDevice',
  'GetTokensFromRefreshToken',
  'GetUser',
  'GetUserAttributeVerificationCode',
  'GetUserAuthFactors',
  'GlobalSignOut',
  'InitiateAuth',
  'ListDevices',
  'ListUserSessions',
  'ListWebAuthnCredentials',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'RevokeToken',
  'RevokeUserSession',
  'SetUserMFAPreference',
  'SetUserSettings',
  'SignUp',
  'StartWebAuthnRegistration',
  'UpdateAuthEventFeedback',
  'UpdateDeviceStatus',
  'UpdateUserAttributes',
  'VerifySoftwareToken',
  'VerifyUserAttribute',
]);
