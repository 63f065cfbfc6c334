import { describe, expect, test } from '@jest/globals';
import type { OldPoolConditions } from '../../../migration/explain/old-pool-conditions.ts';
import { CLIENT_OF_THE_STACK } from '../../../migration/explain/old-pool-conditions.ts';
import type { Hypothesis, PredictionTerms } from '../../../migration/explain/predicted-answer.ts';
import { ALL_FACTORS, predictAnswer, supposeOldPool } from '../../../migration/explain/predicted-answer.ts';
import type { OldPoolAnswer } from '../../../migration/old-pool-answer.ts';
import { readAnswer } from '../../../migration/old-pool-answer.ts';
import type { Person } from '../../../migration/person.ts';
import { aPerson } from '../../support/person-builders.ts';
import { soundConditions } from './builders.ts';

const terms = (conditions: Partial<OldPoolConditions> = {}, init: Partial<PredictionTerms> = {}) => ({
  conditions: soundConditions(conditions),
  mfaRequired: false,
  secretGiven: false,
  ...init,
});
const predict = (person: Person | undefined, hypothesis: Hypothesis = 'right-password', given = terms()) =>
  readAnswer(predictAnswer(person, hypothesis, given));
const hiding = terms({ client: { ...CLIENT_OF_THE_STACK, hidesUserExistence: true } });
const required = (factors: readonly string[] = ALL_FACTORS) =>
  terms({ mfa: { configuration: 'ON', factors } });

const proven: OldPoolAnswer = { kind: 'password-proven' };
const refused = (reason: string) => ({ kind: 'refused', reason });
const wrong = refused('wrong-password');
const secondFactor = (...factors: string[]) => ({ kind: 'second-factor', factors });

describe('what the old pool would say to the right password, and to a wrong one', () => {
  test.each<[string, Person | undefined, object, object]>([
    ['confirmed', aPerson(), proven, wrong],
    ['nobody', undefined, { kind: 'unknown-user' }, { kind: 'unknown-user' }],
    ['disabled', aPerson({ enabled: false }), refused('disabled'), refused('disabled')],
    ['unconfirmed', aPerson({ status: 'UNCONFIRMED' }), refused('unconfirmed'), refused('unconfirmed')],
    [
      'must reset',
      aPerson({ status: 'RESET_REQUIRED' }),
      { kind: 'reset-required' },
      { kind: 'reset-required' },
    ],
    ['federated', aPerson({ status: 'EXTERNAL_PROVIDER' }), wrong, wrong],
    [
      'temporary password',
      aPerson({ status: 'FORCE_CHANGE_PASSWORD' }),
      { kind: 'temporary-password' },
      wrong,
    ],
    ['a status that nobody knows', aPerson({ status: 'ARCHIVED' }), proven, wrong],
    ['a second factor', aPerson({ factors: ['SMS_MFA'] }), secondFactor('SMS_MFA'), wrong],
    [
      'two second factors',
      aPerson({ factors: ['SMS_MFA', 'EMAIL_OTP'] }),
      secondFactor('SMS_MFA', 'EMAIL_OTP'),
      wrong,
    ],
  ])('%s', (_, person, toRight, toWrong) => {
    expect(predict(person)).toEqual(toRight);
    expect(predict(person, 'wrong-password')).toEqual(toWrong);
  });
});

describe('through a client that hides who exists', () => {
  test.each<[string, Person | undefined, object, object]>([
    ['nobody', undefined, wrong, wrong],
    ['must reset', aPerson({ status: 'RESET_REQUIRED' }), wrong, wrong],
    ['disabled', aPerson({ enabled: false }), refused('disabled'), wrong],
    ['unconfirmed', aPerson({ status: 'UNCONFIRMED' }), refused('unconfirmed'), refused('unconfirmed')],
    ['confirmed', aPerson(), proven, wrong],
  ])('%s', (_, person, toRight, toWrong) => {
    expect(predict(person, 'right-password', hiding)).toEqual(toRight);
    expect(predict(person, 'wrong-password', hiding)).toEqual(toWrong);
  });
});

describe('second factors that the pool asks for', () => {
  const withPhone = aPerson({ attributes: { phone_number: '+4915112345678' } });
  test.each<[string, Person, PredictionTerms, object]>([
    [
      'MFA off',
      aPerson({ factors: ['SMS_MFA'] }),
      terms({ mfa: { configuration: 'OFF', factors: [] } }),
      proven,
    ],
    [
      'a factor that the pool does not offer any more',
      aPerson({ factors: ['SMS_MFA'] }),
      terms({ mfa: { configuration: 'OPTIONAL', factors: ['SOFTWARE_TOKEN_MFA'] } }),
      proven,
    ],
    ['MFA required, verified e-mail address', aPerson(), required(), secondFactor('EMAIL_OTP')],
    ['MFA required, phone number', withPhone, required(['SMS_MFA']), secondFactor('SMS_MFA')],
    ['MFA required, nothing that could be one', aPerson(), required(['SOFTWARE_TOKEN_MFA']), proven],
    ['MFA unread, not required by the settings', aPerson(), terms({ mfa: undefined }), proven],
    [
      'MFA unread, required by the settings',
      aPerson(),
      terms({ mfa: undefined }, { mfaRequired: true }),
      secondFactor('EMAIL_OTP'),
    ],
  ])('%s', (_, person, given, answer) => {
    expect(predict(person, 'right-password', given)).toEqual(answer);
  });
});

describe("faults of the migration's app client", () => {
  const misconfigured = (reason: string) => ({ kind: 'misconfigured', reason });
  const client = (init: Partial<typeof CLIENT_OF_THE_STACK>, secretGiven = false) =>
    terms({ client: { ...CLIENT_OF_THE_STACK, ...init } }, { secretGiven });
  test.each<[string, PredictionTerms, object]>([
    ['there is none', terms({ client: 'missing' }), misconfigured('no-such-pool-or-client')],
    ['no flow', client({ flowAllowed: false }), misconfigured('flow-not-enabled')],
    ['a secret that was not given', client({ hasSecret: true }), misconfigured('client-secret')],
    ['a secret that it does not have', client({}, true), misconfigured('client-secret')],
    ['none: its secret was given', client({ hasSecret: true }, true), proven],
    ['none: it could not be read', terms({ client: undefined }), proven],
    [
      'none: it could not be read, and has a secret',
      terms({ client: undefined }, { secretGiven: true }),
      proven,
    ],
  ])('%s', (_, given, answer) => {
    expect(predict(aPerson(), 'right-password', given)).toEqual(answer);
  });
});

describe('the supposed pool', () => {
  const suppose = (person: Person | undefined) =>
    supposeOldPool({ findUser: async () => person, listUsers: async () => [] }, 'right-password', terms());
  test.each([
    ['tokens tell who it is', aPerson(), { username: 'ann', sub: aPerson().sub }],
    [
      'a challenge tells the username',
      aPerson({ factors: ['SMS_MFA'] }),
      { username: 'ann', sub: undefined },
    ],
    ['a refusal tells nothing', aPerson({ enabled: false }), { username: undefined, sub: undefined }],
    ['nor does an unknown name', undefined, { username: undefined, sub: undefined }],
  ])('%s', async (_, person, told) => {
    expect(await suppose(person).authenticate('ann', '')).toMatchObject(told);
  });
});
