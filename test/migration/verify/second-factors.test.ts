import { describe, expect, test } from '@jest/globals';
import type { LeftOutReason } from '../../../migration/backfill/classes.ts';
import type { MfaUsers } from '../../../migration/rules.ts';
import type { VerifyTerms } from '../../../migration/verify/compare-people.ts';
import { differencesOf } from '../../../migration/verify/compare-people.ts';
import type { SecondFactors } from '../../../migration/verify/second-factors.ts';
import {
  absenceAsLookedUp,
  adviceOnFactors,
  mayStayForFactor,
  secondFactorsOf,
} from '../../../migration/verify/second-factors.ts';
import { subOf, theRules } from '../../support/person-builders.ts';
import { theTerms } from '../backfill/builders.ts';
import { newAnn, oldAnn, VERIFIED_AT } from './builders.ts';

const IRRELEVANT: SecondFactors = { kind: 'irrelevant' };

const termsFor = (mfaUsers: MfaUsers, ...accepted: readonly LeftOutReason[]): VerifyTerms => ({
  terms: theTerms({ rules: theRules({ mfaUsers }), admission: { mfaUsers } }),
  accepted,
  startedAt: VERIFIED_AT,
});

describe('whether people are looked up', () => {
  test.each<[string, MfaUsers, readonly LeftOutReason[], SecondFactors]>([
    ['OFF', 'decline', ['second-factor'], IRRELEVANT],
    ['OPTIONAL', 'confirm', ['second-factor', 'no-recovery-channel'], IRRELEVANT],
    ['OPTIONAL', 'decline', ['no-recovery-channel'], { kind: 'unseen', reason: 'second-factor' }],
    ['ON', 'decline', ['second-factor'], { kind: 'looked-up', reason: 'second-factor' }],
    ['OPTIONAL', 'reset', ['second-factor'], { kind: 'unseen', reason: 'no-recovery-channel' }],
    ['ON', 'reset', ['no-recovery-channel'], { kind: 'looked-up', reason: 'no-recovery-channel' }],
  ])('where MFA is %s, mfaUsers is %s and %j is accepted', (mfa, mfaUsers, accepted, expected) => {
    expect(secondFactorsOf(mfa, mfaUsers, accepted)).toEqual(expected);
  });
});

describe('who is looked up', () => {
  const verify = termsFor('decline', 'second-factor');
  test.each<[string, boolean, Parameters<typeof oldAnn>[0], boolean]>([
    ['is missing', false, {}, true],
    ['is left behind', false, { attributes: { email_verified: 'false' } }, true],
    ['may stay for another reason', false, { status: 'EXTERNAL_PROVIDER' }, false],
    ['is left behind for a state that comes before any factor', false, { status: 'ARCHIVED' }, false],
    ['has moved', true, {}, false],
    ['has moved, with a difference', true, { attributes: { name: 'Ann' } }, false],
  ])('somebody who %s', (_, moved, init, expected) => {
    const old = oldAnn(init);
    const found = differencesOf({ old, new: moved ? [newAnn()] : [] }, [], verify);
    expect(mayStayForFactor(old, found, verify)).toBe(expected);
  });
});

describe('somebody who was looked up', () => {
  const person = { sub: subOf(1), enabled: true, factors: ['SOFTWARE_TOKEN_MFA'] };
  const verify = termsFor('decline', 'second-factor');

  test.each<[string, VerifyTerms, Parameters<typeof absenceAsLookedUp>[1], object]>([
    ['has a factor', verify, person, { kind: 'left-out', reason: 'second-factor' }],
    ['has none', verify, { ...person, factors: [] }, { kind: 'missing' }],
    ['was disabled since', verify, { ...person, enabled: false }, { kind: 'left-out', reason: 'disabled' }],
    ['was deleted since', verify, undefined, { kind: 'left-out', reason: 'deleted' }],
    [
      'is somebody else by now',
      verify,
      { ...person, sub: subOf(2) },
      { kind: 'left-out', reason: 'deleted' },
    ],
    [
      'has the only contact as a factor, and must reset',
      termsFor('reset', 'no-recovery-channel'),
      { ...person, factors: ['EMAIL_OTP'] },
      { kind: 'left-out', reason: 'no-recovery-channel' },
    ],
    [
      'has another factor, and must reset',
      termsFor('reset', 'no-recovery-channel'),
      person,
      { kind: 'missing' },
    ],
  ])('and %s', (_, terms, found, expected) => {
    expect(absenceAsLookedUp(oldAnn(), found, [], terms)).toEqual({
      ...expected,
      old: { sub: subOf(1), username: 'ann' },
    });
  });
});

test('it is told how to look only where nobody did', () => {
  expect(adviceOnFactors({ kind: 'unseen', reason: 'second-factor' })).toContain('--accept second-factor');
  expect(adviceOnFactors({ kind: 'looked-up', reason: 'second-factor' })).toBeUndefined();
  expect(adviceOnFactors(IRRELEVANT)).toBeUndefined();
});
