import { expect, test } from '@jest/globals';
import { wrapped } from '../../../migration/text/wrapped.ts';

test.each([
  ['nothing', '', ['']],
  ['what fits', 'one two', ['one two']],
  ['words to the last column', 'one two three', ['one two', 'three']],
  ['a word that is longer', 'a elephantine b', ['a', 'elephantine', 'b']],
])('%s in lines of seven characters', (_, text, lines) => {
  expect(wrapped(text, 7)).toEqual(lines);
});
