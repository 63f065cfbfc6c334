import { expect, test } from '@jest/globals';
import { NO_PROFILE, respond } from '../../../migration/lazy/trigger-response.ts';
import type { NewProfile } from '../../../migration/profile-settlement.ts';

const profile: NewProfile = {
  username: 'ann',
  status: 'CONFIRMED',
  attributes: new Map([['email', 'ann@example.com']]),
  dropped: [],
  preferredUsername: 'none',
  contactsHeldByOthers: [],
};

test('CONFIRMED is said, and no welcome message is sent', () => {
  expect(respond(profile)).toEqual({
    userAttributes: { email: 'ann@example.com', username: 'ann' },
    finalUserStatus: 'CONFIRMED',
    messageAction: 'SUPPRESS',
  });
});

test('RESET_REQUIRED is what Cognito makes of no status at all', () => {
  expect(Object.keys(respond({ ...profile, status: 'RESET_REQUIRED' }))).toEqual([
    'userAttributes',
    'messageAction',
  ]);
});

test('no alias is ever taken from its holder: forceAliasCreation is absent', () => {
  expect(respond(profile)).not.toHaveProperty('forceAliasCreation');
});

test('attack: an attribute called __proto__ or username changes no object and no username', () => {
  const { userAttributes } = respond({
    ...profile,
    attributes: new Map([
      ['__proto__', 'x'],
      ['username', 'ben'],
    ]),
  });
  expect(Object.getPrototypeOf(userAttributes)).toBe(Object.prototype);
  expect(userAttributes['username']).toBe('ann');
});

test('the response without a profile is an object without attributes', () => {
  expect(NO_PROFILE).toEqual({});
});
