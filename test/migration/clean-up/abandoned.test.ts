import { describe, expect, test } from '@jest/globals';
import { canMoveAgain, isImported, lookOnceMore, ruleOn } from '../../../migration/clean-up/abandoned.ts';
import { abandoned, HOUR, MADE, TERMS } from './profiles.ts';

const A_DAY_LATER = { ...TERMS, now: MADE + 24 * HOUR };
/** A removal that was interrupted, and the run after it. */
const MARK = MADE + 25 * HOUR;
const NEXT_RUN = { ...TERMS, now: MARK + HOUR };
const marked = { 'custom:clean_up': String(MARK) };
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
    ['had a token with its groups', abandoned({}, { 'custom:groups_carried': 'yes' }), A_DAY_LATER],
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

  test.each([true, false])('before it was disabled, or that was given back, is left alone: %s', (allowed) => {
    expect(ruleOn(abandoned({ modifiedAt: MARK + 20 }, marked), NEXT_RUN, allowed)).toBe('leave');
  });

  test('is given back to whoever had completed it', () => {
    const completed = abandoned({ ...interrupted, status: 'CONFIRMED' }, marked);
    expect(ruleOn(completed, NEXT_RUN, true)).toBe('give-back');
  });

  test.each([
    ['perhaps goes on', interrupted, { ...TERMS, now: MARK + 19 * 60_000 }],
    ['is long ago, and somebody disabled it since', { ...interrupted, modifiedAt: MARK + HOUR }, NEXT_RUN],
    ['is long ago, and it was reset since', { modifiedAt: MARK + HOUR }, NEXT_RUN],
  ])('is left alone where the removal %s', (_, state, now) => {
    expect(ruleOn(abandoned(state, marked), now, true)).toBe('leave');
  });

  test('is left alone where the mark says no time', () => {
    expect(ruleOn(abandoned(interrupted, { 'custom:clean_up': 'soon' }), NEXT_RUN, true)).toBe('leave');
  });
});

describe('the last look', () => {
  test('at a profile that nobody completed before it was disabled: it is removed', () => {
    expect(lookOnceMore(abandoned(interrupted, marked), MARK)).toBe('remove');
  });

  test.each([
    ['it was completed', abandoned({ ...interrupted, status: 'CONFIRMED' }, marked)],
    ['it is enabled', abandoned({ ...interrupted, enabled: true }, marked)],
    ['it had a token', abandoned(interrupted, { ...marked, 'custom:groups_carried': 'yes' })],
    ['it was completed, and another run marked it', abandoned({ ...interrupted, status: 'CONFIRMED' })],
  ])('gives it back where %s', (_, user) => {
    expect(lookOnceMore(user, MARK)).toBe('give-back');
  });

  test('leaves it to another run that marked it later', () => {
    expect(lookOnceMore(abandoned(interrupted, marked), MARK - 1)).toBe('another-run');
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
