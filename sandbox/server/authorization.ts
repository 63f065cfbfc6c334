import { CognitoError } from '../cognito/errors.ts';
import { decide, whyDenied } from './policy-decision.ts';
import type { Principal, Principals } from './principals.ts';

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

function authorizePrincipal(principal: Principal, { operation, input }: AuthorizationRequest): void {
  checkAllowed(principal, `cognito-idp:${operation}`, resourceOf(principal, input));
  // The role that writes the log of an import job is handed to Cognito.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
  if (operation === 'CreateUserImportJob') {
    checkAllowed(principal, 'iam:PassRole', member(input, 'CloudWatchLogsRoleArn'));
  }
}

/** @throws CognitoError AccessDeniedException */
export function checkAllowed(principal: Principal, action: string, resource: string): void {
  const decision = decide(principal.statements(), action, resource);
  if (decision === 'allowed') return;
  throw new CognitoError('AccessDeniedException', whyDenied(principal, action, resource, decision));
}

function member(input: unknown, name: string): string {
  const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
  return typeof value === 'string' ? value : '';
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
