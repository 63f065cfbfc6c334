import { describe, expect, test } from '@jest/globals';
import { readSignUpEvent } from '../../../migration/sign-up/sign-up-event.ts';

const event = (triggerSource: unknown, more: object = {}) => ({
  triggerSource,
  userName: 'ann',
  request: { userAttributes: { email: 'ann@example.com' } },
  ...more,
});
const attributes = new Map([['email', 'ann@example.com']]);

describe('who is about to be created', () => {
  test.each([
    ['somebody registers', event('PreSignUp_SignUp'), { kind: 'self', username: 'ann', attributes }],
    ['a source that AWS adds one day', event('PreSignUp_New'), { kind: 'self', username: 'ann', attributes }],
    ['no source', event(undefined), { kind: 'self', username: 'ann', attributes }],
    ['an identity provider', event('PreSignUp_ExternalProvider'), { kind: 'federated', attributes }],
    ['an administrator', event('PreSignUp_AdminCreateUser'), { kind: 'created-for-them' }],
    [
      'the migration, whatever the source',
      event('PreSignUp_SignUp', { request: { userAttributes: { 'custom:source_sub': 'x' } } }),
      { kind: 'created-for-them' },
    ],
    [
      'somebody with a mark of the migration that names nobody',
      event('PreSignUp_SignUp', { request: { userAttributes: { 'custom:source_sub': '' } } }),
      { kind: 'self', username: 'ann', attributes: new Map([['custom:source_sub', '']]) },
    ],
    [
      'an identity provider that claims to be the migration',
      event('PreSignUp_ExternalProvider', { request: { userAttributes: { 'custom:source_sub': 'x' } } }),
      { kind: 'federated', attributes: new Map([['custom:source_sub', 'x']]) },
    ],
    [
      'somebody without attributes',
      event('PreSignUp_SignUp', { request: { userAttributes: null } }),
      { kind: 'self', username: 'ann', attributes: new Map() },
    ],
    [
      'a request that is none',
      event('PreSignUp_SignUp', { request: undefined }),
      { kind: 'self', username: 'ann', attributes: new Map() },
    ],
    [
      'an attribute that is no text',
      event('PreSignUp_SignUp', { request: { userAttributes: { email: null } } }),
      { kind: 'self', username: 'ann', attributes: new Map() },
    ],
    ['a username that is none', event('PreSignUp_SignUp', { userName: 1 }), { kind: 'unreadable' }],
    ['no event', null, { kind: 'unreadable' }],
  ])('%s', (_, given, read) => {
    expect(readSignUpEvent(given)).toEqual(read);
  });
});
