import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ListedUser } from '../../../migration/listed-user.ts';
import { looksLikeAlias } from '../../../migration/names.ts';
import { SOURCE_SUB } from '../../../migration/rules.ts';
import { aUser, theTerms } from '../../migration/backfill/builders.ts';
import { portsOf, type World, world } from '../../migration/backfill/worlds.ts';
import { listPageOf, type StepsFate, stepsOf } from '../../support/backfill-steps.ts';
import { subOf, theRules } from '../../support/person-builders.ts';
import { answersTo } from '../../support/pool-fakes.ts';

const RUNS = 300;

const VERIFIED = ['email_verified', 'phone_number_verified'];

/** What a pilot gives to somebody, beyond what the full run does; empty if nothing. */
const givenBeyond = (full: StepsFate | undefined, pilot: StepsFate | undefined): readonly string[] => {
  if (pilot?.fate !== 'import') return [];
  if (full?.fate !== 'import') return [`an account, where the full run says ${full?.fate}`];
  return Object.entries(pilot.cells ?? {})
    .filter(([column, cell]) => full.cells?.[column] !== cell)
    .filter(([column, cell]) => !(VERIFIED.includes(column) && cell === 'FALSE'))
    .map(([column, cell]) => `${column} ${cell}`);
};

const settle = (told: World, options: object) => stepsOf({ ...told, ports: portsOf(told), options }).settle();

const namesOf = (users: readonly ListedUser[]) => users.map(({ username }) => username);

/** Who has moved has their own username in the new pool, or their `sub`: a pilot finds nobody else there. */
const withOwnNames = (told: World): World => ({
  ...told,
  new: told.new.map((user) => {
    const moved = told.old.find(({ sub }) => sub === user.attributes.get(SOURCE_SUB));
    if (moved === undefined || user.username === moved.sub) return user;
    const isAliasShaped = looksLikeAlias(moved.username, told.rules.newPool.aliases);
    return { ...user, username: isAliasShaped ? moved.sub : moved.username };
  }),
});

/** Cognito lets nobody of a pool have the username of another. */
const isPossible = ({ new: users, rules }: World): boolean =>
  users.every((user) => users.find((other) => answersTo(other, user.username, rules.newPool)) === user);

describe('a pilot beside a full run over the same pools', () => {
  const pilots = world
    .map(withOwnNames)
    .filter(isPossible)
    .chain((told) =>
      fc.record({
        told: fc.constant(told),
        options: fc.oneof(
          fc.subarray(namesOf(told.old), { minLength: 1 }).map((usernames) => ({ usernames })),
          fc.integer({ min: 1, max: 4 }).map((limit) => ({ limit })),
        ),
      }),
    );

  test('gives nobody anything that the full run would not give', async () => {
    await fc.assert(
      fc.asyncProperty(pilots, async ({ told, options }) => {
        const [full, pilot] = [await settle(told, {}), await settle(told, options)];
        for (const [sub, fate] of pilot) expect(givenBeyond(full.get(sub), fate)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test('is no stricter where ListUsers can search what decides', async () => {
    let imported = 0;
    await fc.assert(
      fc.asyncProperty(pilots, async ({ told, options }) => {
        if (told.rules.preferredUsernameSources.includes('nickname')) return;
        const [full, pilot] = [await settle(told, {}), await settle(told, options)];
        for (const [sub, fate] of pilot) {
          expect(fate).toEqual(full.get(sub));
          if (fate.fate === 'import') imported += 1;
        }
      }),
      { numRuns: RUNS },
    );
    expect(imported).toBeGreaterThan(RUNS / 10);
  });
});

describe('two people who share', () => {
  const [ann, ben] = [subOf(1), subOf(2)];
  const pair = (attributes: Readonly<Record<string, string>>, username = 'ben') => [
    aUser({ username: 'ann', sub: ann, attributes }),
    aUser({ username, sub: ben, attributes }),
  ];
  const office = { email: 'office@example.com' };
  const terms = theTerms({
    rules: theRules({ preferredUsernameSources: ['preferred_username', 'email-local-part'] }),
  });
  const pilotOf = (old: readonly ListedUser[], usernames: readonly string[]) =>
    stepsOf({ old, terms, options: { usernames } }).settle();

  test('a verified contact: the first of them gets it, both in the pilot or one', async () => {
    const both = await pilotOf(pair(office), ['ann', 'ben']);
    expect([both.get(ann)?.fate, both.get(ben)?.fate]).toEqual(['import', 'duplicate-contact']);
    const one = await pilotOf(pair(office), ['ben']);
    expect([...one].map(([sub, { fate }]) => [sub, fate])).toEqual([[ben, 'duplicate-contact']]);
  });

  test('a derived preferred_username: nobody gets it, both in the pilot or one', async () => {
    const old = [aUser({ sub: ann, attributes: { email: 'nan@one.example.com' } }), ...pair({}).slice(1)];
    const sharing = [
      old[0]!,
      aUser({ username: 'ben', sub: ben, attributes: { email: 'NAN@two.example.com' } }),
    ];
    for (const usernames of [['ann', 'ben'], ['ben']]) {
      const fates = await pilotOf(sharing, usernames);
      for (const { cells } of fates.values()) expect(cells).not.toHaveProperty('preferred_username');
    }
    expect((await pilotOf(old, ['ann'])).get(ann)?.cells).toMatchObject({ preferred_username: 'nan' });
  });

  test('a name but for an odd mixture of capitals: neither goes in', async () => {
    const minding = theTerms({ rules: theRules({ oldPool: { caseSensitive: true } }) });
    const old = [
      aUser({ username: 'robert', sub: ann, attributes: { email: 'a@example.com' } }),
      aUser({ username: 'rObErt', sub: ben, attributes: { email: 'b@example.com' } }),
      ...Array.from({ length: 30 }, (_, n) => aUser({ username: `Robert${n}`, sub: subOf(n + 10) })),
    ];
    const fates = await stepsOf({ old, terms: minding, options: { usernames: ['robert'] } }).settle();
    expect(fates.get(ann)?.fate).toBe('case-conflict');
  });
});

describe('what a pilot cannot find out, it does not give', () => {
  const terms = theTerms();
  const ann = aUser({ attributes: { preferred_username: 'nan' } });

  test('a contact that more people share than it reads', async () => {
    const others = Array.from({ length: 30 }, (_, n) =>
      aUser({ username: `user${n}`, sub: subOf(n + 10), status: 'UNCONFIRMED' }),
    );
    const fates = await stepsOf({ old: [ann, ...others], terms, options: { usernames: ['ann'] } }).settle();
    expect(fates.get(ann.sub)?.fate).toBe('duplicate-contact');
  });

  test.each([
    ['usernames by their beginning', 'username ^=', 'case-conflict'],
    ['contacts', 'email', 'duplicate-contact'],
  ])('where ListUsers refuses to search %s', async (_, refused, fate) => {
    const anna = aUser({ username: 'annabella' });
    const listPage = listPageOf([anna], (filter) => {
      if (!filter.startsWith(refused)) return;
      throw Object.assign(new Error('Error while parsing filter.'), { name: 'InvalidParameterException' });
    });
    const options = { usernames: ['annabella'] };
    const fates = await stepsOf({ old: [anna], terms, options, listPage }).settle();
    expect(fates.get(anna.sub)?.fate).toBe(fate);
  });

  test('where a search does not even find the person themselves', async () => {
    const all = listPageOf([ann]);
    const listPage: typeof all = async (place) =>
      place.filter?.startsWith('preferred_username') ? { users: [] } : all(place);
    const fates = await stepsOf({ old: [ann], terms, options: { usernames: ['ann'] }, listPage }).settle();
    expect(fates.get(ann.sub)?.cells).not.toHaveProperty('preferred_username');
    expect(fates.get(ann.sub)?.fate).toBe('import');
  });

  test('a call that fails otherwise fails the step', async () => {
    const listPage = listPageOf([ann], (filter) => {
      if (filter.startsWith('email')) throw Object.assign(new Error('No'), { name: 'AccessDeniedException' });
    });
    const run = stepsOf({ old: [ann], terms, options: { usernames: ['ann'] }, listPage });
    await expect(run.settle()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test.each([
  ['disabled', { enabled: false }],
  ['federated', { status: 'EXTERNAL_PROVIDER' }],
])('a pilot counts as moved who has, although %s in the old pool since', async (_, since) => {
  const ann = aUser(since);
  const moved = aUser({ sub: subOf(900), attributes: { [SOURCE_SUB]: ann.sub } });
  const told = { old: [ann], new: [moved], rules: theRules(), terms: theTerms() };
  for (const options of [{ usernames: ['ann'] }, {}]) {
    const fates = await settle(told, options);
    expect(fates.get(ann.sub)?.fate).toBe('alreadyMoved');
  }
});
