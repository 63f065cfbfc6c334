import { expect, test } from '@jest/globals';
import { isReservedClaim } from '../../../migration/tokens/old-sub-claim.ts';

test.each(['sub', 'username', 'scope', 'email', 'email_verified', 'cognito:groups', 'custom:plan', 'dev:x'])(
  '%s means something already',
  (name) => {
    expect(isReservedClaim(name)).toBe(true);
  },
);

test.each(['old_sub', 'https://example.com/old_sub', 'legacyId', 'subject'])('%s is free', (name) => {
  expect(isReservedClaim(name)).toBe(false);
});
