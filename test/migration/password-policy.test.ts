import { describe, expect, test } from '@jest/globals';
import { type PasswordPolicy, satisfies } from '../../migration/password-policy.ts';
import { aPerson, theRules } from '../support/person-builders.ts';
import { fakePools, PASSWORD, profileOf } from '../support/pool-fakes.ts';

const STRICT: PasswordPolicy = {
  minLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
};
const LAX: PasswordPolicy = {
  minLength: 6,
  requireLowercase: false,
  requireUppercase: false,
  requireDigits: false,
  requireSymbols: false,
};

describe('what the new pool would take as a new password', () => {
  test.each([
    ['Passw0rd!', STRICT, true],
    ['Pass w0rd', STRICT, true],
    ['Pass  w0rd', STRICT, true],
    ['Passw0rd  ', STRICT, false],
    ['Passw0r!', STRICT, true],
    ['Pasw0r!', STRICT, false],
    ['PASSW0RD!', STRICT, false],
    ['passw0rd!', STRICT, false],
    ['Password!', STRICT, false],
    ['Passw0rds', STRICT, false],
    [' Passw0rd ', STRICT, false],
    ['Pässw0rdé', STRICT, false],
    ['secret', LAX, true],
    ['secre', LAX, false],
  ])('"%s"', (password, policy, taken) => {
    expect(satisfies(password, policy)).toBe(taken);
  });

  test.each([
    '^',
    '$',
    '*',
    '.',
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '?',
    '"',
    '!',
    '@',
    '#',
    '%',
    '&',
    '/',
    '\\',
    ',',
    '>',
    '<',
    "'",
    ':',
    ';',
    '|',
    '_',
    '~',
    '`',
    '=',
    '+',
    '-',
  ])('%s is a symbol', (symbol) => {
    expect(satisfies(`Passw0rd${symbol}`, STRICT)).toBe(true);
  });
});

describe('oldPasswords', () => {
  const TEN: PasswordPolicy = { ...LAX, minLength: PASSWORD.length + 1 };
  const SAME: PasswordPolicy = { ...LAX, minLength: PASSWORD.length };
  const withEmail = aPerson({ attributes: { email_verified: 'true' } });
  const move = async (
    oldPasswords: 'keep' | 'reset-if-weaker',
    passwordPolicy: PasswordPolicy | undefined,
    person = withEmail,
  ) => {
    const rules = theRules({ oldPasswords, ...(passwordPolicy && { newPool: { passwordPolicy } }) });
    return fakePools({ rules, old: [person] }).signIn('ann');
  };

  test.each([
    ['keep', TEN, 'CONFIRMED'],
    ['reset-if-weaker', SAME, 'CONFIRMED'],
    ['reset-if-weaker', undefined, 'CONFIRMED'],
    ['reset-if-weaker', TEN, 'RESET_REQUIRED'],
  ] as const)('"%s": a policy of %j gives %s', async (oldPasswords, policy, status) => {
    expect(profileOf(await move(oldPasswords, policy)).status).toBe(status);
  });

  test('a weak password of somebody to whom no code can go does not move them', async () => {
    const person = aPerson({ attributes: { email_verified: 'false' } });
    expect(await move('reset-if-weaker', TEN, person)).toEqual({
      kind: 'declined',
      reason: 'no-recovery-channel',
    });
  });

  test('a factor that the old pool did not ask for is no obstacle: it let the person in without', async () => {
    const person = { ...withEmail, factors: ['SOFTWARE_TOKEN_MFA'] };
    expect(profileOf(await move('reset-if-weaker', TEN, person)).status).toBe('RESET_REQUIRED');
  });

  test('a wrong password is judged by nobody', async () => {
    const rules = theRules({ oldPasswords: 'reset-if-weaker', newPool: { passwordPolicy: TEN } });
    expect(await fakePools({ rules, old: [withEmail] }).signIn('ann', 'short')).toEqual({
      kind: 'declined',
      reason: 'wrong-password',
    });
  });
});
