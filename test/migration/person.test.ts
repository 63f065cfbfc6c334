import { describe, expect, test } from '@jest/globals';
import { hasRecoveryChannel, objectionToState } from '../../migration/person.ts';
import type { Contact } from '../../migration/rules.ts';

describe('the state of a profile', () => {
  test.each([
    { enabled: true, status: 'CONFIRMED', objection: undefined },
    { enabled: true, status: 'RESET_REQUIRED', objection: undefined },
    { enabled: true, status: 'FORCE_CHANGE_PASSWORD', objection: undefined },
    { enabled: true, status: 'UNCONFIRMED', objection: 'unconfirmed' },
    { enabled: true, status: 'EXTERNAL_PROVIDER', objection: 'federated' },
    { enabled: true, status: 'COMPROMISED', objection: 'unknown-status' },
    { enabled: true, status: 'A_STATUS_OF_TOMORROW', objection: 'unknown-status' },
    { enabled: true, status: '', objection: 'unknown-status' },
    { enabled: false, status: 'CONFIRMED', objection: 'disabled' },
    { enabled: false, status: 'UNCONFIRMED', objection: 'disabled' },
  ])('enabled $enabled, $status: $objection', ({ objection, ...person }) => {
    expect(objectionToState(person)).toBe(objection);
  });
});

describe('a channel for the reset code', () => {
  const email = { email: 'ann@example.com', email_verified: 'true' };
  const phone = { phone_number: '+49151', phone_number_verified: 'true' };
  const both: Contact[] = ['email', 'phone_number'];

  test.each([
    { title: 'a verified e-mail', attributes: email, factors: [], recovery: both, has: true },
    { title: 'a verified phone', attributes: phone, factors: [], recovery: both, has: true },
    { title: 'no contact', attributes: {}, factors: [], recovery: both, has: false },
    {
      title: 'an unverified e-mail',
      attributes: { ...email, email_verified: 'false' },
      factors: [],
      recovery: both,
      has: false,
    },
    {
      title: 'a flag without an address',
      attributes: { email_verified: 'true' },
      factors: [],
      recovery: both,
      has: false,
    },
    {
      title: 'an e-mail, recovery by phone',
      attributes: email,
      factors: [],
      recovery: ['phone_number'],
      has: false,
    },
    {
      title: 'no recovery at all',
      attributes: { ...email, ...phone },
      factors: [],
      recovery: [],
      has: false,
    },
    {
      title: 'an e-mail that is a factor',
      attributes: email,
      factors: ['EMAIL_OTP'],
      recovery: both,
      has: false,
    },
    {
      title: 'a phone that is a factor',
      attributes: phone,
      factors: ['SMS_MFA'],
      recovery: both,
      has: false,
    },
    {
      title: 'an e-mail beside a phone that is a factor',
      attributes: { ...email, ...phone },
      factors: ['SMS_MFA'],
      recovery: both,
      has: true,
    },
    {
      title: 'an e-mail beside an authenticator app',
      attributes: email,
      factors: ['SOFTWARE_TOKEN_MFA'],
      recovery: both,
      has: true,
    },
    {
      title: 'both contacts, both factors',
      attributes: { ...email, ...phone },
      factors: ['SMS_MFA', 'EMAIL_OTP'],
      recovery: both,
      has: false,
    },
  ] as const)('$title: $has', ({ attributes, factors, recovery, has }) => {
    expect(hasRecoveryChannel(new Map(Object.entries(attributes)), factors, recovery)).toBe(has);
  });
});
