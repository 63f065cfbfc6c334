import { describe, expect, test } from '@jest/globals';
import type { TokenUse } from '../../../migration/tokens/old-sub-claim.ts';
import type { TokenRequest } from '../../../migration/tokens/token-request.ts';
import { respondToTokenRequest } from '../../../migration/tokens/token-response.ts';

const request = (init: Partial<TokenRequest> = {}): TokenRequest => ({
  version: 'V2',
  userPoolId: 'eu-west-1_NewPool00',
  username: 'ann',
  sub: 'new-sub',
  sourceSub: 'old-sub',
  groupsCarried: true,
  configuration: { groups: ['a'], roles: ['r'], preferredRole: 'r' },
  ...init,
});

const claim = (...tokens: TokenUse[]) => ({ name: 'old_sub', tokens });
const UNCHANGED = { groupsToOverride: ['a'], iamRolesToOverride: ['r'], preferredRole: 'r' };

describe('the tokens stay as they are', () => {
  test('where nothing is to be said', () => {
    expect(respondToTokenRequest(request(), {})).toBeUndefined();
  });

  test('for whoever has no old sub', () => {
    expect(
      respondToTokenRequest(request({ sourceSub: undefined }), { claim: claim('id', 'access') }),
    ).toBeUndefined();
  });
});

describe('groups', () => {
  const configuration = { groups: ['a', 'b'], roles: [] };
  const groupOverrideDetails = { groupsToOverride: ['a', 'b'], iamRolesToOverride: [] };

  test.each([
    ['V1', { claimsOverrideDetails: { groupOverrideDetails } }],
    ['V2', { claimsAndScopeOverrideDetails: { groupOverrideDetails } }],
  ] as const)('are replaced as a whole, version %s', (version, response) => {
    expect(respondToTokenRequest(request({ version }), { configuration })).toEqual(response);
  });
});

describe('the claim with the old sub', () => {
  const claimsToAddOrOverride = { old_sub: 'old-sub' };

  test('goes into the ID token of version 1; groups are repeated, or Cognito would leave them out', () => {
    expect(respondToTokenRequest(request({ version: 'V1' }), { claim: claim('id') })).toEqual({
      claimsOverrideDetails: { claimsToAddOrOverride, groupOverrideDetails: UNCHANGED },
    });
  });

  test.each<[TokenUse[], object]>([
    [['id'], { idTokenGeneration: { claimsToAddOrOverride } }],
    [['access'], { accessTokenGeneration: { claimsToAddOrOverride } }],
    [
      ['id', 'access'],
      {
        idTokenGeneration: { claimsToAddOrOverride },
        accessTokenGeneration: { claimsToAddOrOverride },
      },
    ],
  ])('goes into the tokens that are asked for, version 2: %j', (tokens, details) => {
    expect(respondToTokenRequest(request(), { claim: claim(...tokens) })).toEqual({
      claimsAndScopeOverrideDetails: { ...details, groupOverrideDetails: UNCHANGED },
    });
  });

  test('stands beside carried groups', () => {
    const configuration = { groups: ['b'], roles: [] };
    expect(respondToTokenRequest(request(), { claim: claim('id'), configuration })).toEqual({
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride },
        groupOverrideDetails: { groupsToOverride: ['b'], iamRolesToOverride: [] },
      },
    });
  });
});
