import { expect, test } from '@jest/globals';
import { secretHash } from '../../aws/secret-hash.ts';

test('is Base64 of HMAC-SHA256 over username and client id', () => {
  // The usual test vector, cut in two: HMAC-SHA256("key", "The quick brown fox jumps over the lazy dog").
  expect(secretHash('key', 'jumps over the lazy dog', 'The quick brown fox ')).toBe(
    '97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=',
  );
});

test('takes names of any script as UTF-8', () => {
  expect(secretHash('s', 'c', 'änne')).not.toBe(secretHash('s', 'c', 'anne'));
});
