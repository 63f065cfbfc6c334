import type { ConfigurationReason, DeclineReason, TransientReason } from './reasons.ts';

/** What came back from the old pool, as the edge saw it. */
export type RawAnswer =
  | { readonly kind: 'tokens' }
  /** `factors`: what a `SELECT_MFA_TYPE` challenge offers. */
  | { readonly kind: 'challenge'; readonly name: string; readonly factors?: readonly string[] }
  | RawException;

/** An exception of the SDK, by its name on the wire and Cognito's text. */
export interface RawException {
  readonly kind: 'exception';
  readonly name: string;
  readonly message: string;
}

/** Reasons that are the answer of the old pool and about the person. */
export type RefusalReason = Extract<
  DeclineReason,
  | 'wrong-password'
  | 'locked-out'
  | 'disabled'
  | 'temporary-password-expired'
  | 'unconfirmed'
  | 'refused-by-old-trigger'
  | 'refused-by-threat-protection'
  | 'refused-other'
>;

/** What the old pool's answer means. Only `password-proven` and `second-factor` prove the current, permanent password. */
export type OldPoolAnswer =
  | { readonly kind: 'password-proven' }
  /** `factors`: those that the challenge told, for example `SMS_MFA`. */
  | { readonly kind: 'second-factor'; readonly factors: readonly string[] }
  | { readonly kind: 'temporary-password' }
  | { readonly kind: 'reset-required' }
  | { readonly kind: 'unknown-user' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'unavailable'; readonly reason: TransientReason }
  | { readonly kind: 'misconfigured'; readonly reason: ConfigurationReason };

/** The name under which the edge says that the old client's secret is not to be had; no exception of Cognito. */
export const CLIENT_SECRET_UNREADABLE = 'ClientSecretUnreadable';

/**
 * Reads the answer to AdminInitiateAuth with ADMIN_USER_PASSWORD_AUTH.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
export const readAnswer = (raw: RawAnswer): OldPoolAnswer => {
  switch (raw.kind) {
    case 'tokens':
      return { kind: 'password-proven' };
    case 'challenge':
      return readChallenge(raw.name, raw.factors);
    case 'exception':
      return readException(raw);
  }
};

const readChallenge = (name: string, factors: readonly string[] = []): OldPoolAnswer => {
  switch (name) {
    // The pool requires MFA and this person has enrolled no factor yet: there is none to lose.
    case 'MFA_SETUP':
      return { kind: 'password-proven' };
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
    case 'EMAIL_OTP':
      return { kind: 'second-factor', factors: [name] };
    case 'SELECT_MFA_TYPE':
      return { kind: 'second-factor', factors };
    case 'NEW_PASSWORD_REQUIRED':
      return { kind: 'temporary-password' };
    default:
      return { kind: 'refused', reason: 'refused-other' };
  }
};

const refused = (reason: RefusalReason): OldPoolAnswer => ({ kind: 'refused', reason });
const unavailable = (reason: TransientReason): OldPoolAnswer => ({ kind: 'unavailable', reason });
const misconfigured = (reason: ConfigurationReason): OldPoolAnswer => ({ kind: 'misconfigured', reason });

/**
 * Reads an exception of any call to a user pool.
 *
 * UserNotConfirmedException and PasswordResetRequiredException come for a wrong password too, so neither proves
 * it (https://github.com/aws/aws-sdk-js/issues/4608).
 */
export const readException = ({ name, message }: Omit<RawException, 'kind'>): OldPoolAnswer => {
  switch (name) {
    case 'NotAuthorizedException':
      return readNotAuthorized(message);
    case 'UserNotFoundException':
      return { kind: 'unknown-user' };
    case 'PasswordResetRequiredException':
      return { kind: 'reset-required' };
    case 'UserNotConfirmedException':
      return refused('unconfirmed');
    case 'UserLambdaValidationException':
      return refused('refused-by-old-trigger');
    case 'InvalidParameterException':
      // Anything else that Cognito finds invalid came from what the person typed.
      return /flow not enabled/i.test(message) ? misconfigured('flow-not-enabled') : refused('refused-other');
    case 'TooManyRequestsException':
    case 'LimitExceededException':
    case 'ThrottlingException':
    case 'Throttling':
      return unavailable('throttled');
    case 'AbortError':
    case 'TimeoutError':
      return unavailable('timed-out');
    case 'InternalErrorException':
    case 'InternalFailure':
    case 'ServiceUnavailable':
    case 'ServiceUnavailableException':
      return unavailable('internal-error');
    case 'UnexpectedLambdaException':
    case 'InvalidLambdaResponseException':
      return unavailable('old-trigger-error');
    case 'MFAMethodNotFoundException':
    case 'CodeDeliveryFailureException':
      return unavailable('code-delivery');
    case CLIENT_SECRET_UNREADABLE:
      return misconfigured('client-secret');
    case 'ResourceNotFoundException':
      return misconfigured('no-such-pool-or-client');
    case 'AccessDeniedException':
    case 'AccessDenied':
    case 'ForbiddenException':
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
    case 'MissingAuthenticationTokenException':
    case 'ExpiredTokenException':
    // The role of the old pool could not be assumed, or there are no credentials at all.
    case 'InvalidClientTokenId':
    case 'SignatureDoesNotMatch':
    case 'RegionDisabledException':
    case 'CredentialsProviderError':
      return misconfigured('no-permission');
    case 'InvalidSmsRoleAccessPolicyException':
    case 'InvalidSmsRoleTrustRelationshipException':
    case 'InvalidEmailRoleAccessPolicyException':
    case 'InvalidUserPoolConfigurationException':
    case 'UnsupportedOperationException':
    case 'OperationNotEnabledException':
      return misconfigured('old-pool-configuration');
    default:
      return readUnknownException(name);
  }
};

/** A Cognito exception that is not known here is a refusal; everything else never reached Cognito. */
const readUnknownException = (name: string): OldPoolAnswer =>
  name.endsWith('Exception') ? refused('refused-other') : unavailable('network');

/** NotAuthorizedException has one name and many meanings; only its text tells them apart. */
const readNotAuthorized = (message: string): OldPoolAnswer => {
  if (/secret.?hash/i.test(message)) return misconfigured('client-secret');
  if (/attempts exceeded/i.test(message)) return refused('locked-out');
  if (/user is disabled/i.test(message)) return refused('disabled');
  if (/temporary password has expired/i.test(message)) return refused('temporary-password-expired');
  if (/unusual|security reasons|unable to login because/i.test(message)) {
    return refused('refused-by-threat-protection');
  }
  if (/incorrect username or password/i.test(message)) return refused('wrong-password');
  return refused('refused-other');
};
