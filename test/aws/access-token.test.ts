import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ownerOfAccessToken } from '../../aws/access-token.ts';

const token = (claims: unknown) =>
  ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'signature'].join('.');

test.each([
  ['a token of Cognito', token({ sub: 'x', username: 'ann' }), 'ann'],
  ['a name of any script', token({ username: 'Ægir-山田-😀' }), 'Ægir-山田-😀'],
  ['no token', undefined, undefined],
  ['an empty token', '', undefined],
  ['a token without dots', 'abc', undefined],
  ['a token without claims', 'a..c', undefined],
  ['claims that are no JSON', 'a.bm8.c', undefined],
  ['claims that are null', token(null), undefined],
  ['claims that are a text', token('username'), undefined],
  ['claims without a name', token({ sub: 'x' }), undefined],
  ['a name that is no text', token({ username: 42 }), undefined],
  ['an ID token', token({ 'cognito:username': 'ann' }), undefined],
])('%s', (_, accessToken, username) => {
  expect(ownerOfAccessToken(accessToken).username).toBe(username);
});

test('whose sub it is', () => {
  expect(ownerOfAccessToken(token({ sub: 'x', username: 'ann' }))).toEqual({ username: 'ann', sub: 'x' });
  expect(ownerOfAccessToken(token({ sub: 42 }))).toEqual({ username: undefined, sub: undefined });
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      ownerOfAccessToken(text);
      ownerOfAccessToken(`a.${Buffer.from(text).toString('base64url')}.c`);
    }),
  );
});
