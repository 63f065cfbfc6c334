import { expect, test } from '@jest/globals';
import { isUnderWay } from '../../../migration/status/under-way.ts';

test.each([
  ['RUNNING', true],
  ['PENDING_REDRIVE', true],
  ['A_STATUS_OF_LATER', true],
  ['SUCCEEDED', false],
  ['FAILED', false],
  ['TIMED_OUT', false],
  ['ABORTED', false],
])('whether an execution is under way that is %s', (status, expected) => {
  expect(isUnderWay(status)).toBe(expected);
});
