import { describe, expect, test } from '@jest/globals';
import {
  canMoveAgain,
  isImported,
  isInTime,
  lookOnceMore,
  mayDisable,
  ruleOn,
  staysChanged,
} from '../../../migration/clean-up/abandoned.ts';
import { abandoned, HOUR, MADE, TERMS } from './profiles.ts';

const LINKED = '[{"providerName":"Google","userId":"1"}]';
const A_DAY_LATER = { ...TERMS, now: MADE + 24 * HOUR };
/** A removal that was interrupted, and the run after it. */
const MARK = MADE + 25 * HOUR;
const NEXT_RUN = { ...TERMS, now: MARK + HOUR };
const begun = { 'custom:clean_up': String(MARK) };
const marked = { 'custom:clean_up': `${MARK} disabled` };
const interrupted = { enabled: false, modifiedAt: MARK + 400 };

describe('a profile', () => {
  test('of a forgotten password that nobody touched for a day is removed', () => {
    expect(ruleOn(abandoned(), A_DAY_LATER, true)).toBe('remove');
  });

  test.each([
    ['is younger', abandoned(), { ...TERMS, now: MADE + 24 * HOUR - 1 }],
    ['was completed', abandoned({ status: 'CONFIRMED' }), A_DAY_LATER],
    [
      'was completed, and an administrator had it reset again',
      abandoned({ modifiedAt: MADE + HOUR }),
      A_DAY_LATER,
    ],
    ['came by a sign-in', abandoned({}, { 'custom:source_via': 'sign-in' }), A_DAY_LATER],
    ['was imported', abandoned({}, { 'custom:source_via': 'import' }), A_DAY_LATER],
    ['is of nobody of the old pool', abandoned({}, { 'custom:source_sub': undefined }), A_DAY_LATER],
    ['names nobody of the old pool', abandoned({}, { 'custom:source_sub': '' }), A_DAY_LATER],
    ['had a token with its groups', abandoned({}, { 'custom:groups_carried': 'yes' }), A_DAY_LATER],
    ['was linked to an identity provider', abandoned({}, { identities: LINKED }), A_DAY_LATER],
    ['was disabled by an administrator', abandoned({ enabled: false }), A_DAY_LATER],
  ])('that %s is left alone', (_, user, now) => {
    expect(ruleOn(user, now, true)).toBe('leave');
  });

  test('is left alone where nothing may be removed', () => {
    expect(ruleOn(abandoned(), A_DAY_LATER, false)).toBe('leave');
  });
});

describe('a profile whose removal was interrupted', () => {
  test('after it was disabled is removed by a later run', () => {
    expect(ruleOn(abandoned(interrupted, marked), NEXT_RUN, true)).toBe('remove');
  });

  test('is given back where nothing may be removed any more', () => {
    expect(ruleOn(abandoned(interrupted, marked), NEXT_RUN, false)).toBe('give-back');
  });

  test('before it was disabled is begun with again', () => {
    expect(ruleOn(abandoned({ modifiedAt: MARK + 20 }, begun), NEXT_RUN, true)).toBe('remove');
  });

  test('is given back to whoever had completed it', () => {
    const completed = abandoned({ ...interrupted, status: 'CONFIRMED' }, marked);
    expect(ruleOn(completed, NEXT_RUN, true)).toBe('give-back');
  });

  test.each([
    ['perhaps goes on', interrupted, marked, { ...TERMS, now: MARK + 19 * 60_000 }],
    ['perhaps goes on, and disables it next', { modifiedAt: MARK }, begun, { ...TERMS, now: MARK + 60_000 }],
    [
      'is long ago, and somebody disabled it since',
      { ...interrupted, modifiedAt: MARK + HOUR },
      marked,
      NEXT_RUN,
    ],
    ['broke off, and it was reset since', { modifiedAt: MARK + 6_000 }, begun, NEXT_RUN],
    ['broke off, and it was completed since', { modifiedAt: MARK, status: 'CONFIRMED' }, begun, NEXT_RUN],
    ['was taken back', { modifiedAt: MARK + 400 }, marked, NEXT_RUN],
  ])('is left alone where the removal %s', (_, state, attributes, now) => {
    expect(ruleOn(abandoned(state, attributes), now, true)).toBe('leave');
  });

  test.each([true, false])('is left alone and reported where nothing says who disabled it: %s', (allowed) => {
    for (const later of [400, 30_000, 61_000, HOUR]) {
      const user = abandoned({ ...interrupted, modifiedAt: MARK + later }, begun);
      expect(ruleOn(user, NEXT_RUN, allowed)).toBe('unclear');
    }
    expect(ruleOn(abandoned({ ...interrupted, modifiedAt: MARK + 30_000 }, marked), NEXT_RUN, allowed)).toBe(
      'unclear',
    );
  });

  test('is left alone where nothing may be removed and it is not disabled', () => {
    expect(ruleOn(abandoned({ modifiedAt: MARK }, begun), NEXT_RUN, false)).toBe('leave');
  });

  test.each([
    ['soon', 'unclear'],
    ['soon disabled', 'leave'],
  ])('stays where the mark says no time: %s: %s', (mark, ruling) => {
    expect(ruleOn(abandoned(interrupted, { 'custom:clean_up': mark }), NEXT_RUN, true)).toBe(ruling);
  });
});

describe('a profile that stays for good because it changed', () => {
  test.each([
    ['by a code that was asked for again, or a reset', abandoned({ modifiedAt: MADE + HOUR }), true],
    ['after a removal had begun', abandoned({ modifiedAt: MARK + HOUR }, begun), true],
    ['by a removal that gave it back', abandoned({ modifiedAt: MARK + 400 }, marked), true],
    ['not at all', abandoned(), false],
    ['by the mark of a removal only', abandoned({ modifiedAt: MARK + 20 }, begun), false],
    ['and was completed', abandoned({ modifiedAt: MADE + HOUR, status: 'CONFIRMED' }), false],
    ['and is disabled', abandoned({ modifiedAt: MADE + HOUR, enabled: false }), false],
  ])('%s: %s', (_, user, stays) => {
    expect(staysChanged(user, NEXT_RUN)).toBe(stays);
    expect(ruleOn(user, NEXT_RUN, true) === 'remove' && stays).toBe(false);
  });

  test('is not one before its time', () => {
    const young = { ...TERMS, now: MADE + 2 * HOUR };
    expect(staysChanged(abandoned({ modifiedAt: MADE + HOUR }), young)).toBe(false);
  });
});

test('what was seen counts for five seconds', () => {
  expect(isInTime(MARK, MARK + 5_000)).toBe(true);
  expect(isInTime(MARK, MARK + 5_001)).toBe(false);
});

describe('the look before the disabling', () => {
  const own = { at: MARK, stage: 'begun' } as const;

  test('lets a profile be disabled that is as it was', () => {
    expect(mayDisable(abandoned({ modifiedAt: MARK }, begun), own)).toBe(true);
  });

  test.each([
    ['an administrator disabled', abandoned({ modifiedAt: MARK, enabled: false }, begun)],
    ['somebody completed', abandoned({ modifiedAt: MARK, status: 'CONFIRMED' }, begun)],
    ['somebody completed, and an administrator reset', abandoned({ modifiedAt: MARK + 6_000 }, begun)],
    ['somebody linked', abandoned({ modifiedAt: MARK }, { ...begun, identities: LINKED })],
    ['another run marked later', abandoned({ modifiedAt: MARK }, { 'custom:clean_up': String(MARK + 1) })],
    ['another run disabled', abandoned({ modifiedAt: MARK }, marked)],
    ['nobody marked', abandoned()],
  ])('leaves alone what %s', (_, user) => {
    expect(mayDisable(user, own)).toBe(false);
  });
});

describe('the last look', () => {
  const own = { at: MARK, stage: 'disabled' } as const;

  test('at a profile that nobody completed before it was disabled: it is removed', () => {
    expect(lookOnceMore(abandoned(interrupted, marked), own)).toBe('remove');
  });

  test('removes it where another run has only begun since', () => {
    expect(lookOnceMore(abandoned(interrupted, { 'custom:clean_up': String(MARK + 1) }), own)).toBe('remove');
  });

  test.each([
    ['it was completed', abandoned({ ...interrupted, status: 'CONFIRMED' }, marked)],
    ['it was linked', abandoned(interrupted, { ...marked, identities: LINKED })],
    ['it had a token', abandoned(interrupted, { ...marked, 'custom:groups_carried': 'yes' })],
    ['it was completed, and another run marked it', abandoned({ ...interrupted, status: 'CONFIRMED' })],
  ])('gives it back where %s', (_, user) => {
    expect(lookOnceMore(user, own)).toBe('give-back');
  });

  test.each([
    ['somebody enabled it', abandoned({ ...interrupted, enabled: true }, marked)],
    ['another run disabled it later', abandoned(interrupted, { 'custom:clean_up': `${MARK + 1} disabled` })],
    ['somebody took the mark away', abandoned(interrupted)],
  ])('leaves it where %s', (_, user) => {
    expect(lookOnceMore(user, own)).toBe('leave');
  });
});

describe('the old pool', () => {
  test.each([
    ['nobody', undefined, false],
    ['somebody who is disabled there', { enabled: false, status: 'CONFIRMED' }, false],
    ['somebody who never confirmed their sign-up', { enabled: true, status: 'UNCONFIRMED' }, false],
    ['somebody', { enabled: true, status: 'CONFIRMED' }, true],
  ])('has %s: they could move again: %s', (_, source, could) => {
    expect(canMoveAgain(source)).toBe(could);
  });
});

test('who was imported is known by it', () => {
  expect(isImported(abandoned({}, { 'custom:source_via': 'import' }))).toBe(true);
  expect(isImported(abandoned())).toBe(false);
});
