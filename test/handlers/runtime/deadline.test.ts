import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startInvocations, timeForCalls, timeLeft } from '../../../handlers/runtime/deadline.ts';

test.each([
  { title: 'a warm start', remaining: 10_000, spentOnColdStart: 0, time: 4_500 },
  { title: 'a cold start', remaining: 10_000, spentOnColdStart: 800, time: 3_700 },
  { title: 'a cold start of a broken millisecond', remaining: 10_000, spentOnColdStart: 312.45, time: 4_187 },
  { title: 'a function with less time than Cognito', remaining: 3_000, spentOnColdStart: 800, time: 2_500 },
  { title: 'hardly any time', remaining: 10_000, spentOnColdStart: 4_600, time: 0 },
  { title: 'a cold start longer than the limit', remaining: 10_000, spentOnColdStart: 9_000, time: 0 },
  { title: 'no time', remaining: 0, spentOnColdStart: 0, time: 0 },
])('$title: $time ms for calls', ({ remaining, spentOnColdStart, time }) => {
  expect(timeForCalls(remaining, spentOnColdStart)).toBe(time);
});

test('whatever was spent, it is a time that AbortSignal.timeout takes, within Cognito’s five seconds', () => {
  const milliseconds = fc.double({ min: 0, max: 900_000, noNaN: true });
  fc.assert(
    fc.property(milliseconds, milliseconds, (remaining, spent) => {
      const time = timeForCalls(remaining, spent);
      expect(Number.isInteger(time)).toBe(true);
      expect(time).toBeGreaterThanOrEqual(0);
      expect(time).toBeLessThanOrEqual(Math.min(4_500, remaining));
    }),
  );
});

test.each([
  ['nothing', 0, 5_000],
  ['a broken millisecond', 312.45, 4_687],
  ['all of it', 5_000, 0],
  ['more than there was', 5_312, 0],
])('after %s, %d ms, there are %i ms left', (_, spent, left) => {
  expect(timeLeft(spent)).toBe(left);
});

test('only the first invocation pays for the cold start', () => {
  const beginInvocation = startInvocations();
  const [first, second] = [beginInvocation(10_000), beginInvocation(10_000)];
  expect(first.forCalls).toBeLessThan(4_500);
  expect(second.forCalls).toBe(4_500);
  expect(first.left()).toBeLessThan(second.left());
});
