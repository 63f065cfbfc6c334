import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../../sandbox/clock.ts';
import { addFederatedUser, addUser } from '../../sandbox/cognito/fixtures.ts';
import { newUserPool } from '../../sandbox/cognito/new-user-pool.ts';
import { HARSHER_READINGS } from '../../sandbox/cognito/open-questions.ts';
import type { UserPool } from '../../sandbox/cognito/state.ts';
import { newUser, UserPools } from '../../sandbox/cognito/user-pools.ts';

const clock = new FakeClock();
const account = { clock, region: 'eu-west-1', accountId: '111122223333' };

function setUp(request: Partial<CreateUserPoolRequest> = {}, readings = HARSHER_READINGS) {
  const pools = new UserPools({ ...account, readings });
  const pool = newUserPool(account, { PoolName: 'test', ...request });
  pools.add(pool);
  const add = (username: string, attributes: Record<string, string> = {}) =>
    addUser({ clock, pools }, pool, { username, attributes });
  return { pools, pool, add };
}

const ALIASES: Partial<CreateUserPoolRequest> = {
  AliasAttributes: ['email', 'phone_number', 'preferred_username'],
  UsernameConfiguration: { CaseSensitive: false },
};

const found = ({ pools, pool }: { pools: UserPools; pool: UserPool }, name: string) =>
  pools.find(pool, name)?.username;

describe('whom a name means', () => {
  test.each([
    ['the username', 'ada', 'ada'],
    ['the username in another case', 'ADA', 'ada'],
    ['a verified e-mail address in another case', 'ADA@Example.com', 'ada'],
    ['a verified phone number', '+15550100', 'ada'],
    ['a preferred_username', 'countess', 'ada'],
    ['an unverified e-mail address', 'grace@example.com', undefined],
    ['nobody', 'nobody', undefined],
    ['a name of the language', '__proto__', undefined],
  ])('%s', (_, name, expected) => {
    const rig = setUp(ALIASES);
    rig.add('ada', {
      email: 'ada@example.com',
      email_verified: 'true',
      phone_number: '+15550100',
      phone_number_verified: 'true',
      preferred_username: 'Countess',
    });
    rig.add('grace', { email: 'grace@example.com', email_verified: 'false' });
    expect(found(rig, name)).toBe(expected);
  });

  test('the sub', () => {
    const rig = setUp();
    expect(found(rig, rig.add('ada').sub)).toBe('ada');
  });

  test('an e-mail address means nobody where it is no alias', () => {
    const rig = setUp();
    rig.add('ada', { email: 'ada@example.com', email_verified: 'true' });
    expect(found(rig, 'ada@example.com')).toBeUndefined();
  });

  test('case counts in a case-sensitive pool, so two users may differ by it', () => {
    const rig = setUp();
    rig.add('ada');
    rig.add('Ada');
    expect([found(rig, 'ada'), found(rig, 'Ada'), found(rig, 'ADA')]).toEqual(['ada', 'Ada', undefined]);
  });

  test('an unverified e-mail address signs in where it is the username, which is then the sub', () => {
    const rig = setUp({ UsernameAttributes: ['email'] });
    const ada = rig.add('ada@example.com');
    expect(ada.username).toBe(ada.sub);
    expect(found(rig, 'ada@example.com')).toBe(ada.sub);
  });
});

describe('a new user is refused', () => {
  test.each([
    ['a username that is taken', 'ada', {}, 'UsernameExistsException'],
    ['a username that is taken in another case', 'ADA', {}, 'UsernameExistsException'],
    ['a username that is somebody’s preferred_username', 'countess', {}, 'UsernameExistsException'],
    ['an e-mail address as username', 'eve@example.com', {}, 'InvalidParameterException'],
    ['a phone number as username', '+15550199', {}, 'InvalidParameterException'],
    [
      'a verified e-mail address that is taken',
      'eve',
      { email: 'ADA@example.com', email_verified: 'true' },
      'AliasExistsException',
    ],
    ['a preferred_username that is taken', 'eve', { preferred_username: 'COUNTESS' }, 'AliasExistsException'],
    ['a preferred_username that is a username', 'eve', { preferred_username: 'Ada' }, 'AliasExistsException'],
    [
      'a preferred_username equal to the username',
      'eve',
      { preferred_username: 'Eve' },
      'UserNotFoundException',
    ],
  ])('with %s', (_, username, attributes, name) => {
    const rig = setUp(ALIASES);
    rig.add('ada', { email: 'ada@example.com', email_verified: 'true', preferred_username: 'countess' });
    expect(() => rig.add(username, attributes)).toThrow(expect.objectContaining({ name }));
    expect(rig.pool.users.size).toBe(1);
  });

  test('an unverified e-mail address of somebody else is no reason', () => {
    const rig = setUp(ALIASES);
    rig.add('ada', { email: 'ada@example.com', email_verified: 'true' });
    rig.add('eve', { email: 'ada@example.com' });
    expect(found(rig, 'ada@example.com')).toBe('ada');
  });

  test('with an e-mail address that is somebody’s username, verified or not', () => {
    const rig = setUp({ UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    rig.add('ada@example.com');
    expect(() => rig.add('Ada@example.com')).toThrow(
      expect.objectContaining({
        name: 'UsernameExistsException',
        message: 'An account with the given email already exists.',
      }),
    );
  });

  test('but a preferred_username equal to the username passes under the other reading', () => {
    const rig = setUp(ALIASES, { ...HARSHER_READINGS, preferredUsernameEqualsUsername: 'accepted' });
    rig.add('eve', { preferred_username: 'eve' });
    expect(found(rig, 'eve')).toBe('eve');
  });
});

describe('aliases move', () => {
  const withHolder = () => {
    const rig = setUp(ALIASES);
    const ada = rig.add('ada', {
      email: 'a@example.com',
      email_verified: 'true',
      preferred_username: 'countess',
    });
    const eve = rig.add('eve');
    return { ...rig, ada, eve };
  };
  const email = new Map([
    ['email', 'a@example.com'],
    ['email_verified', 'true'],
  ]);

  test('not by an ordinary update, which then changes nothing', () => {
    const rig = withHolder();
    expect(() => rig.pools.updateAttributes(rig.pool, rig.eve, email)).toThrow(
      expect.objectContaining({ name: 'AliasExistsException' }),
    );
    expect(rig.eve.attributes.size).toBe(0);
    expect(found(rig, 'a@example.com')).toBe('ada');
  });

  test('by force, and who had it keeps the address unverified', () => {
    const rig = withHolder();
    rig.pools.updateAttributes(rig.pool, rig.eve, email, { forceAliasCreation: true });
    expect(found(rig, 'a@example.com')).toBe('eve');
    expect(Object.fromEntries(rig.ada.attributes)).toMatchObject({
      email: 'a@example.com',
      email_verified: 'false',
    });
  });

  test('to a new user by force', () => {
    const rig = withHolder();
    const mia = newUser(clock, { username: 'mia', status: 'CONFIRMED', attributes: new Map(email) });
    rig.pools.addUser(rig.pool, mia, { forceAliasCreation: true });
    expect(found(rig, 'a@example.com')).toBe('mia');
  });

  test('never if it is a preferred_username', () => {
    const rig = withHolder();
    expect(() =>
      rig.pools.updateAttributes(rig.pool, rig.eve, new Map([['preferred_username', 'countess']]), {
        forceAliasCreation: true,
      }),
    ).toThrow(expect.objectContaining({ name: 'AliasExistsException' }));
  });

  test('away when their owner is deleted or renamed', () => {
    const rig = withHolder();
    rig.pools.updateAttributes(rig.pool, rig.ada, new Map([['preferred_username', 'lady']]));
    expect([found(rig, 'countess'), found(rig, 'lady')]).toEqual([undefined, 'ada']);
    rig.pools.removeUser(rig.pool, rig.ada);
    expect([found(rig, 'ada'), found(rig, 'lady'), found(rig, 'a@example.com')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('away when the address changes, which is then unverified', () => {
    const rig = withHolder();
    rig.pools.updateAttributes(rig.pool, rig.ada, new Map([['email', 'b@example.com']]));
    expect(rig.ada.attributes.get('email_verified')).toBe('false');
    expect([found(rig, 'a@example.com'), found(rig, 'b@example.com')]).toEqual([undefined, undefined]);
  });
});

test('a federated user may have the verified e-mail address of another, and does not answer to it', () => {
  const rig = setUp(ALIASES);
  const attributes = { email: 'ada@example.com', email_verified: 'true' };
  addFederatedUser({ clock, pools: rig.pools }, rig.pool, {
    providerName: 'Google',
    providerUserId: '7',
    attributes,
  });
  expect(found(rig, 'ada@example.com')).toBeUndefined();
  rig.add('ada', attributes);
  expect(found(rig, 'ada@example.com')).toBe('ada');
});

test('a federated user has the provider’s name and no password', () => {
  const { pools, pool } = setUp(ALIASES);
  const user = addFederatedUser({ clock, pools }, pool, { providerName: 'Google', providerUserId: '7' });
  expect(user).toMatchObject({ username: 'Google_7', status: 'EXTERNAL_PROVIDER' });
  expect(user.password).toBeUndefined();
});

test('an app client is found by its id alone, until its pool is gone', () => {
  const { pools, pool } = setUp();
  expect(() => pools.client('nobody')).toThrow('User pool client nobody does not exist.');
  pools.addClient(pool, {
    clientId: 'app',
    clientName: 'app',
    explicitAuthFlows: [],
    preventUserExistenceErrors: 'LEGACY',
    accessTokenValidity: 3600,
    idTokenValidity: 3600,
    refreshTokenValidity: 86_400,
    enableTokenRevocation: true,
    createdAt: 0,
  });
  expect(pools.client('app').pool).toBe(pool);
  pools.remove(pool.id);
  expect(() => pools.client('app')).toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  expect(() => pools.pool(pool.id)).toThrow(`User pool ${pool.id} does not exist.`);
});
