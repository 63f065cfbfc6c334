import { expect, test } from '@jest/globals';
import { sourceSubOf } from '../../migration/source-sub.ts';

test.each([
  ['moved', { 'custom:source_sub': 'old-sub' }, 'old-sub'],
  ['signed up in the new pool', {}, undefined],
  ['has an empty value, which names nobody', { 'custom:source_sub': '' }, undefined],
])('the user of the old pool whom somebody is who %s', (_, attributes, expected) => {
  expect(sourceSubOf({ attributes: new Map(Object.entries(attributes)) })).toBe(expected);
});
