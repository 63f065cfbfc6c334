import { expect, test } from '@jest/globals';
import { isResumable } from '../../../migration/backfill/resumable.ts';

test.each([
  ['ListingTooShort', true],
  ['ABORTED', true],
  ['BackfillRefused', false],
  ['PilotUnknown', false],
])('a run that ended with %s: to be resumed, %s', (error, expected) => {
  expect(isResumable(error)).toBe(expected);
});
