import { describe, expect, test } from '@jest/globals';
import { GROUPS_CARRIED, SOURCE_SUB } from '../../../migration/rules.ts';
import { arrivalOf, readTokenRequest } from '../../../migration/tokens/token-request.ts';

const event = (init: Record<string, unknown> = {}, attributes: Record<string, string> = {}) => ({
  version: '2',
  triggerSource: 'TokenGeneration_Authentication',
  userPoolId: 'eu-west-1_NewPool00',
  userName: 'ann',
  request: {
    userAttributes: { sub: 'new-sub', ...attributes },
    groupConfiguration: { groupsToOverride: ['a'], iamRolesToOverride: ['r'], preferredRole: 'r' },
  },
  response: { claimsAndScopeOverrideDetails: null },
  ...init,
});

describe('an event of the trigger', () => {
  test('tells who gets a token, and what it would say of groups', () => {
    expect(readTokenRequest(event({}, { [SOURCE_SUB]: 'old-sub' }))).toEqual({
      version: 'V2',
      userPoolId: 'eu-west-1_NewPool00',
      username: 'ann',
      sub: 'new-sub',
      sourceSub: 'old-sub',
      groupsCarried: false,
      configuration: { groups: ['a'], roles: ['r'], preferredRole: 'r' },
    });
  });

  test.each([
    ['1', 'V1'],
    ['2', 'V2'],
    ['3', 'V2'],
  ])('of version %s is answered as %s', (version, expected) => {
    expect(readTokenRequest(event({ version }))?.version).toBe(expected);
  });

  test('without groups is one of nobody’s groups', () => {
    const request = { userAttributes: {}, groupConfiguration: { groupsToOverride: [], preferredRole: null } };
    expect(readTokenRequest(event({ request }))?.configuration).toEqual({ groups: [], roles: [] });
    expect(readTokenRequest(event({ request: {} }))?.configuration).toEqual({ groups: [], roles: [] });
  });

  test.each([
    ['for a machine', event({ userName: undefined })],
    ['without a pool', event({ userPoolId: '' })],
    ['that is none', null],
    ['that is text', 'event'],
  ])('%s is not read', (_, unreadable) => {
    expect(readTokenRequest(unreadable)).toBeUndefined();
  });
});

describe('groups are to be carried', () => {
  const arrival = (attributes: Record<string, string>) => arrivalOf(readTokenRequest(event({}, attributes))!);

  test('for whoever came from the old pool and is not marked', () => {
    expect(arrival({ [SOURCE_SUB]: 'old-sub' })).toEqual({
      username: 'ann',
      sub: 'new-sub',
      sourceSub: 'old-sub',
      configuration: { groups: ['a'], roles: ['r'], preferredRole: 'r' },
    });
    expect(arrival({ [SOURCE_SUB]: 'old-sub', [GROUPS_CARRIED]: '' })).toBeDefined();
  });

  test.each([
    ['whoever is marked', { [SOURCE_SUB]: 'old-sub', [GROUPS_CARRIED]: 'yes' }],
    ['whoever is marked in another way', { [SOURCE_SUB]: 'old-sub', [GROUPS_CARRIED]: 'no' }],
    ['whoever never was in the old pool', {}],
    ['whoever has an empty link', { [SOURCE_SUB]: '' }],
  ])('not for %s', (_, attributes) => {
    expect(arrival(attributes)).toBeUndefined();
  });
});
