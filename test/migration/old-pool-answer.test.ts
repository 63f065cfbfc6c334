import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CLIENT_SECRET_UNREADABLE, readAnswer, readException } from '../../migration/old-pool-answer.ts';

test('tokens prove the password', () => {
  expect(readAnswer({ kind: 'tokens' })).toEqual({ kind: 'password-proven' });
});

describe('a challenge', () => {
  test('MFA_SETUP proves the password: there is no factor to lose', () => {
    expect(readAnswer({ kind: 'challenge', name: 'MFA_SETUP' })).toEqual({ kind: 'password-proven' });
  });

  test.each(['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'])(
    '%s proves the password, not the factor',
    (name) => {
      expect(readAnswer({ kind: 'challenge', name })).toEqual({ kind: 'second-factor', factors: [name] });
    },
  );

  test.each([
    ['its choices are the factors', ['SMS_MFA', 'EMAIL_OTP']],
    ['no choices tell no factor', []],
  ])('SELECT_MFA_TYPE proves the password: %s', (_, factors) => {
    expect(readAnswer({ kind: 'challenge', name: 'SELECT_MFA_TYPE', factors })).toEqual({
      kind: 'second-factor',
      factors,
    });
    expect(readAnswer({ kind: 'challenge', name: 'SELECT_MFA_TYPE' })).toMatchObject({ factors: [] });
  });

  test('NEW_PASSWORD_REQUIRED proves a temporary password only', () => {
    expect(readAnswer({ kind: 'challenge', name: 'NEW_PASSWORD_REQUIRED' })).toEqual({
      kind: 'temporary-password',
    });
  });

  test.each([
    'CUSTOM_CHALLENGE',
    'PASSWORD_VERIFIER',
    'SELECT_CHALLENGE',
    'DEVICE_SRP_AUTH',
    'WEB_AUTHN',
    'SMS_OTP',
    'PASSWORD',
    'sms_mfa',
    '__proto__',
    'A_CHALLENGE_OF_TOMORROW',
    '',
  ])('%s proves nothing', (name) => {
    expect(readAnswer({ kind: 'challenge', name })).toEqual({ kind: 'refused', reason: 'refused-other' });
  });
});

describe('NotAuthorizedException, by its text', () => {
  test.each([
    ['Incorrect username or password.', 'wrong-password'],
    ['Password attempts exceeded', 'locked-out'],
    ['Password attempts exceeded. Try again in 15 minutes.', 'locked-out'],
    ['User is disabled.', 'disabled'],
    ['User is disabled', 'disabled'],
    ['Temporary password has expired and must be reset by an administrator.', 'temporary-password-expired'],
    ['Unable to login because of security reasons.', 'refused-by-threat-protection'],
    ['Request not allowed due to security reasons.', 'refused-by-threat-protection'],
    ['Unusual activity', 'refused-by-threat-protection'],
    ['Words that Cognito did not say so far', 'refused-other'],
    ['', 'refused-other'],
  ])('%s', (message, reason) => {
    expect(readException({ name: 'NotAuthorizedException', message })).toEqual({ kind: 'refused', reason });
  });

  test.each([
    'Unable to verify secret hash for client 1example23456789.',
    'Client 1example23456789 is configured with secret but SECRET_HASH was not received',
  ])('%s', (message) => {
    expect(readException({ name: 'NotAuthorizedException', message })).toEqual({
      kind: 'misconfigured',
      reason: 'client-secret',
    });
  });
});

describe('other exceptions', () => {
  test.each([
    ['PasswordResetRequiredException', 'Password reset required for the user'],
    ['PasswordResetRequiredException', ''],
  ])('%s proves nothing, it comes for a wrong password too', (name, message) => {
    expect(readException({ name, message })).toEqual({ kind: 'reset-required' });
  });

  test('UserNotFoundException', () => {
    expect(readException({ name: 'UserNotFoundException', message: '' })).toEqual({ kind: 'unknown-user' });
  });

  test.each([
    ['UserNotConfirmedException', 'User is not confirmed.', 'unconfirmed'],
    ['UserLambdaValidationException', 'PreAuthentication failed with error no.', 'refused-by-old-trigger'],
    ['InvalidParameterException', "Value at 'password' failed to satisfy constraint", 'refused-other'],
    ['AnExceptionOfTomorrowException', '', 'refused-other'],
  ])('%s: refused, %s', (name, message, reason) => {
    expect(readException({ name, message })).toEqual({ kind: 'refused', reason });
  });

  test.each([
    ['TooManyRequestsException', 'throttled'],
    ['LimitExceededException', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['Throttling', 'throttled'],
    ['AbortError', 'timed-out'],
    ['TimeoutError', 'timed-out'],
    ['InternalErrorException', 'internal-error'],
    ['InternalFailure', 'internal-error'],
    ['ServiceUnavailable', 'internal-error'],
    ['ServiceUnavailableException', 'internal-error'],
    ['UnexpectedLambdaException', 'old-trigger-error'],
    ['InvalidLambdaResponseException', 'old-trigger-error'],
    ['MFAMethodNotFoundException', 'code-delivery'],
    ['CodeDeliveryFailureException', 'code-delivery'],
    ['Error', 'network'],
    ['AggregateError', 'network'],
    ['SyntaxError', 'network'],
    ['', 'network'],
  ])('%s: unavailable, %s', (name, reason) => {
    expect(readException({ name, message: '' })).toEqual({ kind: 'unavailable', reason });
  });

  test.each([
    ['InvalidParameterException', 'Auth flow not enabled for this client', 'flow-not-enabled'],
    [
      'InvalidParameterException',
      'ADMIN_USER_PASSWORD_AUTH flow not enabled for this client',
      'flow-not-enabled',
    ],
    [CLIENT_SECRET_UNREADABLE, '', 'client-secret'],
    ['ResourceNotFoundException', 'User pool client 1 does not exist.', 'no-such-pool-or-client'],
    ['AccessDeniedException', '', 'no-permission'],
    ['AccessDenied', '', 'no-permission'],
    ['ForbiddenException', '', 'no-permission'],
    ['UnrecognizedClientException', '', 'no-permission'],
    ['InvalidSignatureException', '', 'no-permission'],
    ['MissingAuthenticationTokenException', '', 'no-permission'],
    ['ExpiredTokenException', '', 'no-permission'],
    ['InvalidClientTokenId', '', 'no-permission'],
    ['SignatureDoesNotMatch', '', 'no-permission'],
    ['RegionDisabledException', '', 'no-permission'],
    ['CredentialsProviderError', '', 'no-permission'],
    ['InvalidSmsRoleAccessPolicyException', '', 'old-pool-configuration'],
    ['InvalidSmsRoleTrustRelationshipException', '', 'old-pool-configuration'],
    ['InvalidEmailRoleAccessPolicyException', '', 'old-pool-configuration'],
    ['InvalidUserPoolConfigurationException', '', 'old-pool-configuration'],
    ['UnsupportedOperationException', '', 'old-pool-configuration'],
    ['OperationNotEnabledException', '', 'old-pool-configuration'],
  ])('%s (%s): misconfigured, %s', (name, message, reason) => {
    expect(readException({ name, message })).toEqual({ kind: 'misconfigured', reason });
  });
});

test('no exception ever proves a password, whatever its name and text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, message) => {
      const { kind } = readAnswer({ kind: 'exception', name, message });
      expect(['password-proven', 'second-factor', 'temporary-password']).not.toContain(kind);
    }),
  );
});
