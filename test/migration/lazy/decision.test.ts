import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../../migration/lazy/decision.ts';
import type { RawAnswer } from '../../../migration/old-pool-answer.ts';
import { readAnswer } from '../../../migration/old-pool-answer.ts';
import { MFA_USERS } from '../../../migration/rules.ts';

const decideOn = (answer: RawAnswer, mfaUsers: (typeof MFA_USERS)[number] = 'decline') =>
  decide(readAnswer(answer), mfaUsers);
const tokens: RawAnswer = { kind: 'tokens' };
const challenge = (name: string): RawAnswer => ({ kind: 'challenge', name });
const exception = (name: string, message = ''): RawAnswer => ({ kind: 'exception', name, message });

/** The decision table of the design, one test per row: from what the old pool answers to what we do. */
describe('the decision table', () => {
  test.each([
    ['tokens', tokens],
    ['MFA_SETUP', challenge('MFA_SETUP')],
  ])('%s: create CONFIRMED with this password', (_, answer) => {
    expect(decideOn(answer)).toEqual({ kind: 'create', status: 'CONFIRMED', proof: 'password' });
  });

  describe.each(['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SELECT_MFA_TYPE'])('%s', (name) => {
    test('with mfaUsers "decline": decline', () => {
      expect(decideOn(challenge(name), 'decline')).toEqual({ kind: 'decline', reason: 'second-factor' });
    });
    test('with mfaUsers "reset": create RESET_REQUIRED, the password is proven', () => {
      expect(decideOn(challenge(name), 'reset')).toEqual({
        kind: 'create',
        status: 'RESET_REQUIRED',
        proof: 'password',
      });
    });
    test('with mfaUsers "confirm": create CONFIRMED', () => {
      expect(decideOn(challenge(name), 'confirm')).toEqual({
        kind: 'create',
        status: 'CONFIRMED',
        proof: 'password',
      });
    });
  });

  test.each([
    ['NEW_PASSWORD_REQUIRED', challenge('NEW_PASSWORD_REQUIRED')],
    ['PasswordResetRequiredException', exception('PasswordResetRequiredException')],
  ])('%s: create RESET_REQUIRED, nothing is proven', (_, answer) => {
    expect(decideOn(answer)).toEqual({ kind: 'create', status: 'RESET_REQUIRED', proof: 'none' });
  });

  test.each([
    ['Incorrect username or password.', 'wrong-password'],
    ['Password attempts exceeded', 'locked-out'],
    ['User is disabled.', 'disabled'],
    ['Temporary password has expired and must be reset by an administrator.', 'temporary-password-expired'],
    ['Unable to login because of security reasons.', 'refused-by-threat-protection'],
    ['An unknown text', 'refused-other'],
  ])('"%s": decline, %s', (message, reason) => {
    expect(decideOn(exception('NotAuthorizedException', message))).toEqual({ kind: 'decline', reason });
  });

  test.each([
    ['UserNotConfirmedException', 'unconfirmed'],
    ['UserLambdaValidationException', 'refused-by-old-trigger'],
  ])('%s: decline, %s', (name, reason) => {
    expect(decideOn(exception(name))).toEqual({ kind: 'decline', reason });
  });

  test('UserNotFoundException: the next lookup', () => {
    expect(decideOn(exception('UserNotFoundException'))).toEqual({ kind: 'next-lookup' });
  });

  test.each([
    ['throttled', exception('TooManyRequestsException'), 'throttled'],
    ['timed out', exception('AbortError'), 'timed-out'],
    ['internal error', exception('InternalErrorException'), 'internal-error'],
    ['network', exception('Error', 'connect ECONNREFUSED'), 'network'],
  ])('%s: fail, it may work the next time', (_, answer, reason) => {
    expect(decideOn(answer)).toEqual({ kind: 'fail', reason });
  });

  test.each([
    [
      'flow not enabled',
      exception('InvalidParameterException', 'Auth flow not enabled for this client'),
      'flow-not-enabled',
    ],
    [
      'unable to verify secret hash',
      exception('NotAuthorizedException', 'Unable to verify secret hash for client 1'),
      'client-secret',
    ],
    ['no permission', exception('AccessDeniedException'), 'no-permission'],
    ['no such client', exception('ResourceNotFoundException'), 'no-such-pool-or-client'],
  ])('%s: fail, for the operator to mend', (_, answer, reason) => {
    expect(decideOn(answer)).toEqual({ kind: 'fail', reason });
  });
});

const anyAnswer: fc.Arbitrary<RawAnswer> = fc.oneof(
  fc.constant(tokens),
  fc.string().map(challenge),
  fc.tuple(fc.string(), fc.string()).map(([name, message]) => exception(name, message)),
);

test('whatever the old pool answers, there is a decision', () => {
  fc.assert(
    fc.property(anyAnswer, fc.constantFrom(...MFA_USERS), (answer, mfaUsers) => {
      expect(['create', 'next-lookup', 'decline', 'fail']).toContain(decideOn(answer, mfaUsers).kind);
    }),
  );
});

test('attack: no exception and no unknown challenge ever creates a CONFIRMED profile', () => {
  const proven = ['MFA_SETUP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SELECT_MFA_TYPE'];
  const unproven = anyAnswer.filter(
    (answer) => answer.kind === 'exception' || (answer.kind === 'challenge' && !proven.includes(answer.name)),
  );
  fc.assert(
    fc.property(unproven, fc.constantFrom(...MFA_USERS), (answer, mfaUsers) => {
      expect(decideOn(answer, mfaUsers)).not.toMatchObject({ status: 'CONFIRMED' });
    }),
  );
});
