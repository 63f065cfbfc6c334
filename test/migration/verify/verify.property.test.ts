import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DatedUser } from '../../../migration/dated-user.ts';
import { fold } from '../../../migration/names.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { subOf, theRules } from '../../support/person-builders.ts';
import { answersTo, fakePools } from '../../support/pool-fakes.ts';
import { backfill, rowOf, theTerms } from '../backfill/builders.ts';
import { found, LATER, newAnn, oldAnn, VERIFIED_AT, verifyPools } from './builders.ts';

const RUNS = 500;

// Law one: whoever moves by the rules is as the rules say, in pools where everybody wants what somebody else has.

const NAMES = ['ann', 'Ann', 'ben', 'Ben', 'ann@x.io', '+49151', subOf(1), subOf(2), 'a\\b'];
const name = fc.constantFrom(...NAMES);
const flag = fc.constantFrom('true', 'true', 'false');
const attributes = fc.record(
  {
    email: fc.constantFrom('ann@x.io', 'Ann@x.io', 'ben@x.io', 'carl@x.io'),
    email_verified: flag,
    phone_number: fc.constantFrom('+49151', '+49152'),
    phone_number_verified: flag,
    preferred_username: name,
    name: fc.constantFrom('Ann', 'two\nlines', ' padded '),
    birthdate: fc.constantFrom('1990-12-31', '1990-02-31'),
    'custom:plan': fc.constantFrom('gold', ''),
    nickname: fc.constantFrom('Annie', 'x'.repeat(2049)),
  },
  { requiredKeys: ['email', 'email_verified'] },
);

const rules: fc.Arbitrary<MigrationRules> = fc
  .record({
    aliases: fc.subarray(['email', 'phone_number', 'preferred_username'] as const),
    newCaseSensitive: fc.boolean(),
    oldCaseSensitive: fc.boolean(),
    preferredUsernameSources: fc.constantFrom(['preferred_username'], ['email-local-part'], []),
    mfaUsers: fc.constantFrom('decline', 'reset', 'confirm'),
    contactVerification: fc.constantFrom('copy', 'trust'),
    renames: fc.constantFrom({}, { nickname: 'given_name' }),
  })
  .map(({ aliases, newCaseSensitive, oldCaseSensitive, ...rest }) =>
    theRules({
      ...rest,
      oldPool: { caseSensitive: oldCaseSensitive },
      newPool: { aliases, caseSensitive: newCaseSensitive },
    }),
  );

const story = fc
  .record({
    rules,
    old: fc
      .array(fc.record({ username: name, status: fc.constantFrom('CONFIRMED', 'UNCONFIRMED'), attributes }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((people) => people.map((person, index) => oldAnn({ ...person, sub: subOf(index + 1) }))),
    visits: fc.array(
      fc.record({
        who: fc.nat({ max: 3 }),
        by: fc.constantFrom('username', 'email', 'preferred_username'),
        how: fc.constantFrom('signIn', 'forgotPassword'),
      }),
      { maxLength: 4 },
    ),
    imports: fc.boolean(),
  })
  .filter(({ rules: { oldPool }, old }) => {
    const names = old.map(({ username }) => fold(username, oldPool.caseSensitive));
    return new Set(names).size === names.length;
  });

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** The new pool after the visits, and after a backfill if there is one. */
const movedBy = async ({ rules: world, old, visits, imports }: Story): Promise<readonly DatedUser[]> => {
  const pools = fakePools({ rules: world, old: old.map((user) => ({ ...user, factors: [] })) });
  for (const { who, by, how } of visits) {
    const person = old[who % old.length]!;
    const typed = by === 'username' ? person.username : (person.attributes.get(by) ?? '');
    if (pools.newUsers.some((user) => answersTo(user, typed, world.newPool))) continue;
    const outcome = await pools[how](typed);
    if (outcome.kind === 'migrated') pools.create(outcome.profile);
  }
  const came = pools.newUsers.map((user, index) => newUserOf(user.username, user.attributes, 900 + index));
  if (!imports) return came;
  const terms = theTerms({ rules: world });
  const imported = [...backfill({ old, new: came, terms }).values()].flatMap((settled, index) => {
    if (settled.kind !== 'import') return [];
    const { 'cognito:username': username = '', ...cells } = rowOf(settled);
    return [newUserOf(username, new Map(Object.entries(cells).map(fromCell)), 950 + index)];
  });
  return [...came, ...imported];
};

const newUserOf = (username: string, of: ReadonlyMap<string, string>, number: number): DatedUser => ({
  ...newAnn({ username, sub: subOf(number) }),
  attributes: of,
});

/** As the pool keeps what the file says. */
const fromCell = ([column, cell]: [string, string]): [string, string] => {
  if (column === 'birthdate') return [column, cell.replace(/^(..)\/(..)\/(....)$/, '$3-$1-$2')];
  return [column, column.endsWith('_verified') ? cell.toLowerCase() : cell];
};

test('nothing is off with those who moved by the rules', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const newUsers = await movedBy(told);
      moved += newUsers.length;
      const differences = verifyPools({
        old: told.old,
        new: newUsers,
        terms: theTerms({ rules: told.rules }),
      });
      expect(differences.filter((one) => one.new !== undefined)).toEqual([]);
      const here = new Set(newUsers.map((user) => user.attributes.get('custom:source_sub')));
      expect(differences.map(({ old }) => old?.sub).sort()).toEqual(
        told.old.flatMap(({ sub }) => (here.has(sub) ? [] : [sub])).sort(),
      );
    }),
    { numRuns: RUNS },
  );
  expect(moved).toBeGreaterThan(RUNS / 5);
});

// Law two: what is planted is found, and nothing else.

interface Couple {
  readonly old: readonly DatedUser[];
  readonly new: readonly DatedUser[];
}

const couple = (number: number): Couple => {
  const username = `person-${number}`;
  const shared = { email: `${username}@example.com`, preferred_username: `nick-${number}`, name: 'Somebody' };
  return {
    old: [oldAnn({ username, sub: subOf(number), attributes: shared })],
    new: [
      newAnn({
        username,
        sub: subOf(number + 1000),
        attributes: { ...shared, 'custom:source_sub': subOf(number) },
      }),
    ],
  };
};

const having = (user: DatedUser, more: Record<string, string>, init: Partial<DatedUser> = {}): DatedUser => ({
  ...user,
  ...init,
  attributes: new Map([...user.attributes, ...Object.entries(more)]),
});

const inNew =
  (more: Record<string, string>, init: Partial<DatedUser> = {}) =>
  ({ old, new: [user] }: Couple): Couple => ({ old, new: [having(user!, more, init)] });
const inOld =
  (more: Record<string, string>, init: Partial<DatedUser> = {}) =>
  ({ old: [user], new: newUsers }: Couple): Couple => ({ old: [having(user!, more, init)], new: newUsers });
const alone =
  (init: Partial<DatedUser> = {}) =>
  ({ old: [user] }: Couple): Couple => ({ old: [having(user!, {}, init)], new: [] });

/** A way to spoil a couple, and what must be found then. */
const PLANTS: readonly (readonly [string, (couple: Couple) => Couple])[] = [
  ['missing', alone()],
  ['left-out federated', alone({ status: 'EXTERNAL_PROVIDER' })],
  ['left-out disabled', alone({ enabled: false })],
  ['invented', ({ new: newUsers }) => ({ old: [], new: newUsers })],
  [
    'came-meanwhile',
    ({ new: [user] }) => ({ old: [], new: [having(user!, {}, { createdAt: VERIFIED_AT })] }),
  ],
  [
    'doubled',
    ({ old, new: [user] }) => ({
      old,
      new: [user!, having(user!, {}, { sub: `${user!.sub}-2`, createdAt: LATER })],
    }),
  ],
  ['username', inNew({}, { username: 'stranger' })],
  ['attribute name', inNew({ name: 'Somebody else' })],
  ['attribute nickname', inNew({ nickname: 'new here' })],
  ['attribute preferred_username', inNew({ preferred_username: '' })],
  ['attribute email', inNew({ email: 'other@example.com' })],
  ['verified-flag-invented phone_number_verified', inNew({ phone_number_verified: 'true' })],
  ['verified-flag-lost email_verified', inNew({ email_verified: 'false' })],
  ['enabled enabled', inNew({}, { enabled: false })],
  ['status status', inNew({}, { status: 'UNCONFIRMED' })],
  ['changed-since name', inNew({ name: 'Changed' }, { modifiedAt: LATER })],
  ['old-changed-since name', inOld({ name: 'Changed' }, { modifiedAt: LATER })],
];

test('what is planted is found, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.constantFrom(...PLANTS), { freq: 2 }), { minLength: 1, maxLength: 40 }),
      (plants) => {
        const couples = plants.map((plant, index) => plant?.[1](couple(index + 1)) ?? couple(index + 1));
        const differences = found({
          old: couples.flatMap(({ old }) => old),
          new: couples.flatMap((one) => one.new),
        });
        expect([...differences].sort()).toEqual(plants.flatMap((plant) => plant?.[0] ?? []).sort());
      },
    ),
    { numRuns: RUNS },
  );
});
