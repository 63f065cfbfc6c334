import { describe, expect, test } from '@jest/globals';
import type { Explanation } from '../../../migration/explain/explain.ts';
import { explain } from '../../../migration/explain/explain.ts';
import { CLIENT_OF_THE_STACK } from '../../../migration/explain/old-pool-conditions.ts';
import type { Person } from '../../../migration/person.ts';
import { anotherPerson, aPerson, subOf, theRules } from '../../support/person-builders.ts';
import { aMovedPerson, aScenery } from './builders.ts';

type World = Parameters<typeof aScenery>[0];

const ann = aPerson();
const ben = anotherPerson();
const annie = aPerson({ attributes: { preferred_username: 'annie' } });
const attributes = (init: Record<string, string>) => new Map(Object.entries(init));
const explained = (world: World, identifier = 'ann') => explain(aScenery(world))(identifier);

/** What comes of the right password, of a wrong one and of a forgotten one: kind, and reason or status. */
const outcomes = ({ rulings }: Explanation): string[] =>
  [rulings['right-password'], rulings['wrong-password'], rulings['forgot-password']].map(
    ({ kind, reason, profile }) => [kind, reason ?? profile?.status].filter(Boolean).join(' '),
  );

describe('people of the old pool, by what comes of a right, a wrong and a forgotten password', () => {
  const withFactor = aPerson({ factors: ['SOFTWARE_TOKEN_MFA'] });
  const declined = (reason: string) => `declined ${reason}`;
  const unverified = aPerson({ attributes: { email_verified: 'false' } });
  const wrong = declined('wrong-password');
  const [moves, resets] = ['moves CONFIRMED', 'moves RESET_REQUIRED'];
  test.each<[string, World, string, string[], string]>([
    ['ordinary, by username', { old: [ann] }, 'ann', [moves, wrong, resets], 'password'],
    ['ordinary, by e-mail address', { old: [ann] }, 'ann@example.com', [moves, wrong, resets], 'password'],
    ['by preferred_username', { old: [annie] }, 'annie', [moves, wrong, resets], 'password'],
    [
      'by sub, which no app signs in with',
      { old: [ann] },
      ann.sub,
      [declined('not-a-sign-in-name'), wrong, declined('not-a-sign-in-name')],
      'none',
    ],
    [
      'no verified contact',
      { old: [unverified] },
      'ann',
      [moves, wrong, declined('no-recovery-channel')],
      'password',
    ],
    ['must reset', { old: [aPerson({ status: 'RESET_REQUIRED' })] }, 'ann', [resets, resets, resets], 'code'],
    [
      'temporary password',
      { old: [aPerson({ status: 'FORCE_CHANGE_PASSWORD' })] },
      'ann',
      [resets, wrong, resets],
      'code',
    ],
    [
      'a second factor',
      { old: [withFactor] },
      'ann',
      [declined('second-factor'), wrong, declined('second-factor')],
      'none',
    ],
    [
      'disabled',
      { old: [aPerson({ enabled: false })] },
      'ann',
      [declined('disabled'), declined('disabled'), declined('disabled')],
      'none',
    ],
    [
      'federated',
      { old: [aPerson({ status: 'EXTERNAL_PROVIDER' })] },
      'ann',
      [wrong, wrong, declined('federated')],
      'none',
    ],
    [
      'forgotten passwords move nobody',
      { old: [ann], rules: theRules({ forgotPassword: 'decline' }) },
      'ann',
      [moves, wrong, declined('forgot-password-off')],
      'password',
    ],
    [
      'nobody knows the name',
      {},
      'ann',
      [declined('unknown-user'), declined('unknown-user'), declined('unknown-user')],
      'none',
    ],
    [
      'the name is none',
      {},
      'ann lee',
      [declined('malformed-name'), declined('malformed-name'), declined('malformed-name')],
      'none',
    ],
    [
      'two claim the preferred_username',
      { old: [annie, anotherPerson({ attributes: { preferred_username: 'annie' } })] },
      'annie',
      Array.from({ length: 3 }, () => declined('ambiguous-preferred-username')),
      'none',
    ],
    [
      "the migration's app client is gone",
      { old: [ann], conditions: { client: 'missing' } },
      'ann',
      ['failed no-such-pool-or-client', 'failed no-such-pool-or-client', resets],
      'code',
    ],
    [
      'the trigger is off',
      { old: [ann], triggerAttached: false },
      'ann',
      ['no-trigger', 'no-trigger', 'no-trigger'],
      'none',
    ],
    [
      'an old password may be too weak for the new pool',
      {
        old: [ann],
        rules: theRules({
          oldPasswords: 'reset-if-weaker',
          newPool: {
            passwordPolicy: {
              minLength: 8,
              requireLowercase: true,
              requireUppercase: true,
              requireDigits: true,
              requireSymbols: true,
            },
          },
        }),
      },
      'ann',
      [moves, wrong, resets],
      'password',
    ],
  ])('%s', async (_, world, identifier, all, wayIn) => {
    const explanation = await explained(world, identifier);
    expect(outcomes(explanation)).toEqual(all);
    expect(explanation.wayIn).toBe(wayIn);
  });
});

describe('people of the new pool, who decides alone', () => {
  const inNewPool = (...reasons: string[]) => reasons.map((reason) => `in-new-pool ${reason}`);
  const moved = (init: Partial<Person> = {}) => aMovedPerson(ann, init);
  test.each<[string, Partial<Person>, string[], string]>([
    ['moved', {}, inNewPool('signs-in', 'wrong-password', 'sends-code'), 'password'],
    [
      'with a new second factor',
      { factors: ['SOFTWARE_TOKEN_MFA'] },
      inNewPool('asks-for-factor', 'wrong-password', 'sends-code'),
      'password',
    ],
    [
      'moved without a password, and has not chosen one yet',
      { status: 'RESET_REQUIRED' },
      inNewPool('reset-required', 'reset-required', 'sends-code'),
      'code',
    ],
    [
      'and nowhere to send a code',
      { status: 'RESET_REQUIRED', attributes: new Map() },
      inNewPool('reset-required', 'reset-required', 'no-recovery-channel'),
      'none',
    ],
    [
      'temporary password',
      { status: 'FORCE_CHANGE_PASSWORD' },
      inNewPool('asks-for-new-password', 'wrong-password', 'cannot-be-reset'),
      'password',
    ],
    ['disabled', { enabled: false }, inNewPool('disabled', 'disabled', 'disabled'), 'none'],
    [
      'unconfirmed',
      { status: 'UNCONFIRMED', attributes: new Map() },
      inNewPool('unconfirmed', 'unconfirmed', 'no-recovery-channel'),
      'none',
    ],
    ['federated', { status: 'EXTERNAL_PROVIDER' }, inNewPool('federated', 'federated', 'federated'), 'none'],
  ])('%s', async (_, init, all, wayIn) => {
    const explanation = await explained({ old: [ann], new: [moved(init)] });
    expect(outcomes(explanation)).toEqual(all);
    expect(explanation).toMatchObject({ wayIn, unknowable: [] });
  });

  test('somebody who signed up there', async () => {
    const explanation = await explained({ new: [aMovedPerson(undefined)] });
    expect(explanation).toMatchObject({ oldPool: [], wayIn: 'password', newPool: [{ foundBy: 'name' }] });
  });

  test('a stranger took the name of somebody who has not moved', async () => {
    const stranger = aMovedPerson(undefined, { attributes: new Map() });
    const explanation = await explained({ old: [ann], new: [stranger] });
    expect(outcomes(explanation)).toEqual(['name-of-another', 'name-of-another', 'name-of-another']);
    expect(explanation).toMatchObject({
      wayIn: 'none',
      otherNames: [{ name: 'ann@example.com', wayIn: 'password' }],
      tell: ['Please sign in as ann@example.com, with your password.'],
    });
  });

  test('and the preferred_username that several had is one name there', async () => {
    const both = [annie, anotherPerson({ attributes: { preferred_username: 'annie' } })];
    const moved = aMovedPerson(annie);
    expect(outcomes(await explained({ old: both, new: [moved] }, 'annie'))[0]).toBe('in-new-pool signs-in');
  });
});

describe('by which other names there is a way in', () => {
  const moved = aMovedPerson(annie, {
    attributes: attributes({ email: 'new@example.com', email_verified: 'true' }),
  });
  const reset = aMovedPerson(annie, {
    status: 'RESET_REQUIRED',
    attributes: attributes({ email: 'new@example.com', email_verified: 'true' }),
  });
  test.each<[string, World, string, string[]]>([
    [
      'an old address, typed after the move',
      { old: [annie], new: [moved] },
      'ann@example.com',
      ['Please sign in as ann or new@example.com, with your password.'],
    ],
    [
      'moved without a password',
      { old: [annie], new: [reset] },
      'ann@example.com',
      ['Please choose "Forgot password?" and type ann or new@example.com.'],
    ],
    [
      'an unverified address of somebody of the new pool alone',
      { new: [aMovedPerson(undefined, { attributes: attributes({ email: 'ann@example.com' }) })] },
      'ann@example.com',
      ['Please sign in as ann, with your password.'],
    ],
    [
      'a sub',
      { old: [annie] },
      annie.sub,
      ['Please sign in as ann or ann@example.com or annie, with your password.'],
    ],
    [
      'none: several people have the address, and nobody is resolved',
      {
        old: [
          aPerson({ attributes: { email_verified: 'false' } }),
          anotherPerson({ attributes: { email: 'ann@example.com', email_verified: 'false' } }),
        ],
      },
      'ann@example.com',
      ['We do not know that name. Please try the username or e-mail address of your account.'],
    ],
  ])('%s', async (_, world, identifier, told) => {
    expect((await explained(world, identifier)).tell).toEqual(told);
  });
});

describe('what to tell whoever gets in', () => {
  const IF_REFUSED = 'If the password is refused, please choose "Forgot password?".';
  test.each<[string, Person, string[]]>([
    ['the password does, and a code would', ann, [IF_REFUSED]],
    [
      'the password does, and a code would not',
      aPerson({ attributes: { email_verified: 'false' } }),
      ['If you have forgotten the password, please contact us: a code could not reach you.'],
    ],
  ])('%s', async (_, person, more) => {
    expect((await explained({ old: [person] })).tell).toEqual([
      'Please sign in with the password that you have always had.',
      ...more,
    ]);
  });

  test('only a code does', async () => {
    const { tell } = await explained({ old: [aPerson({ status: 'RESET_REQUIRED' })] });
    expect(tell).toEqual([
      'Please choose "Forgot password?" and type ann. You will get a code, and can choose a new password.',
    ]);
  });
});

describe('the trigger says "wrong password" where the cause is another', () => {
  const why = async (world: World) => (await explained(world)).rulings['right-password'].why;
  const hides = { client: { ...CLIENT_OF_THE_STACK, hidesUserExistence: true } };
  test.each<[string, World, RegExp]>([
    ['an identity provider', { old: [aPerson({ status: 'EXTERNAL_PROVIDER' })] }, /identity provider/],
    ['a client that hides who exists', { conditions: hides }, /hides who exists/],
  ])('%s', async (_, world, cause) => {
    expect(await why(world)).toMatch(cause);
  });
});

describe('what cannot be seen', () => {
  test.each<[string, World, string[]]>([
    ['about somebody', { old: [ann] }, ['lockout', 'availability']],
    ['about nobody', {}, ['availability']],
    [
      'functions, threat protection and a migration of the old pool itself',
      {
        old: [ann],
        conditions: { functions: ['PreAuthentication', 'UserMigration'], threatProtection: 'ENFORCED' },
      },
      ['lockout', 'old-functions', 'old-migration', 'threat-protection', 'availability'],
    ],
    [
      'functions that say nothing at a sign-in',
      { old: [ann], conditions: { functions: ['PreSignUp'] } },
      ['lockout', 'availability'],
    ],
    [
      'what the operator may not read',
      {
        old: [ann],
        conditions: { functions: undefined, threatProtection: undefined, client: undefined, mfa: undefined },
      },
      ['lockout', 'old-functions', 'old-client', 'old-mfa', 'availability'],
    ],
    [
      'a temporary password',
      { old: [aPerson({ status: 'FORCE_CHANGE_PASSWORD' })] },
      ['lockout', 'temporary-password', 'availability'],
    ],
    [
      'a password that may be too weak',
      { old: [ann], rules: theRules({ oldPasswords: 'reset-if-weaker' }) },
      ['lockout', 'password-policy', 'availability'],
    ],
  ])('%s', async (_, world, open) => {
    expect((await explained(world)).unknowable).toEqual(open);
  });
});

describe('which look-up of the trigger leads to whom', () => {
  test.each<[string, World, string, object | undefined]>([
    ['username', { old: [ann] }, 'ann', { lookup: 'direct', sub: ann.sub }],
    ['preferred_username', { old: [annie] }, 'annie', { lookup: 'preferred_username', sub: ann.sub }],
    [
      'ambiguous',
      { old: [annie, anotherPerson({ attributes: { preferred_username: 'annie' } })] },
      'annie',
      undefined,
    ],
    ['no contact is looked up by preferred_username', { old: [] }, 'x@example.com', undefined],
  ])('%s', async (_, world, identifier, resolved) => {
    expect((await explained(world, identifier)).resolved).toEqual(resolved);
  });
});

describe('what it costs', () => {
  test('every question is asked once', async () => {
    const scenery = aScenery({ old: [annie] });
    await explain(scenery)('annie');
    expect(scenery.calls.length).toBe(new Set(scenery.calls).size);
  });

  test('of several whom the pool itself does not take for the name, nobody is looked at', async () => {
    const sharing = [
      aPerson({ attributes: { email_verified: 'false' } }),
      anotherPerson({ attributes: { email: 'ann@example.com', email_verified: 'false' } }),
    ];
    const scenery = aScenery({ old: sharing });
    const { oldPool } = await explain(scenery)('ann@example.com');
    expect(oldPool.map(({ user, groups }) => [user.username, user.factors, groups])).toEqual([
      ['ann', undefined, undefined],
      ['ben', undefined, undefined],
    ]);
    expect(scenery.calls.filter((call) => call.startsWith('find'))).toEqual(['find ann@example.com']);
  });

  test('of several, only whom the pool takes for the name is looked at', async () => {
    const unproven = anotherPerson({ attributes: { email: 'ann@example.com', email_verified: 'false' } });
    const { oldPool } = await explained({ old: [unproven, ann] }, 'ann@example.com');
    expect(oldPool.map(({ user, groups }) => [user.username, groups])).toEqual([
      ['ann', 2],
      ['ben', undefined],
    ]);
  });

  test('of the one person, factors and groups are looked up in both pools', async () => {
    const moved = aMovedPerson(ann, { attributes: new Map() });
    const { oldPool, newPool } = await explained({ old: [ben, ann], new: [moved] }, 'ann@example.com');
    expect(oldPool).toMatchObject([{ user: { username: 'ann', factors: [] }, groups: 2 }]);
    expect(newPool).toMatchObject([{ foundBy: 'link', user: { factors: [] }, groups: 2 }]);
  });

  test('a user who is gone between two calls is shown as they were listed', async () => {
    const scenery = aScenery({ old: [aPerson({ attributes: { email_verified: 'false' } })] });
    const gone = {
      ...scenery,
      old: { ...scenery.old, find: async () => undefined, countGroups: async () => undefined },
    };
    const { oldPool } = await explain(gone)('ann@example.com');
    expect(oldPool).toMatchObject([{ foundBy: 'email', user: { username: 'ann' } }]);
  });
});

test('somebody is linked to a person whom the old pool does not know any more', async () => {
  const orphan = aMovedPerson(aPerson({ sub: subOf(7) }));
  expect(await explained({ new: [orphan] })).toMatchObject({ oldPool: [], wayIn: 'password' });
});
