import { expect, test } from '@jest/globals';
import { WITHHELD_REASONS } from '../../migration/preferred-username.ts';
import { CONFIGURATION_REASONS, DECLINE_REASONS, TRANSIENT_REASONS } from '../../migration/reasons.ts';

const lists = { DECLINE_REASONS, TRANSIENT_REASONS, CONFIGURATION_REASONS, WITHHELD_REASONS };

test.each(Object.entries(lists))('%s: each a plain word, as a metric dimension needs', (_, reasons) => {
  expect(reasons.filter((reason) => !/^[a-z]+(-[a-z]+)*$/.test(reason))).toEqual([]);
  expect(new Set(reasons).size).toBe(reasons.length);
});

test('whether a failure is for the operator to mend can be told from its reason', () => {
  expect(
    TRANSIENT_REASONS.filter((reason) => CONFIGURATION_REASONS.some((other) => other === (reason as string))),
  ).toEqual([]);
});
