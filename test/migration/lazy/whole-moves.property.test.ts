import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { respond } from '../../../migration/lazy/trigger-response.ts';
import { fold, isSpellingOf } from '../../../migration/names.ts';
import type { Person } from '../../../migration/person.ts';
import { hasRecoveryChannel } from '../../../migration/person.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { CONTACTS } from '../../../migration/rules.ts';
import { aPerson, subOf, theRules } from '../../support/person-builders.ts';
import { activeNames, answersTo, fakePools } from '../../support/pool-fakes.ts';

/**
 * Laws that hold however people sign in, one after the other, in small pools where everybody has some name,
 * address or wish in common with somebody else.
 */

const NAMES = [
  'ann',
  'Ann',
  'ANN',
  'ben',
  'Ben',
  'ann@x.io',
  'ben@x.io',
  'k@x.io',
  '\u212A@x.io',
  '+49151',
  subOf(1),
  subOf(2),
];
const name = fc.constantFrom(...NAMES);
const email = fc.constantFrom('ann@x.io', 'Ann@x.io', 'ben@x.io', 'carl@x.io');
const flag = fc.constantFrom('true', 'false');

const personNumber = (number: number): fc.Arbitrary<Person> =>
  fc
    .record({
      username: name,
      status: fc.constantFrom('CONFIRMED', 'CONFIRMED', 'RESET_REQUIRED', 'UNCONFIRMED'),
      factors: fc.constantFrom<string[]>([], [], ['SMS_MFA'], ['EMAIL_OTP']),
      email,
      email_verified: flag,
      phone: fc.option(fc.constantFrom('+49151', '+49152')),
      preferred: fc.option(name),
    })
    .map(({ username, status, factors, phone, preferred, ...attributes }) =>
      aPerson({
        username,
        status,
        factors,
        sub: subOf(number),
        attributes: {
          ...attributes,
          ...(phone === null ? {} : { phone_number: phone, phone_number_verified: 'true' }),
          ...(preferred === null ? {} : { preferred_username: preferred }),
        },
      }),
    );

const rules: fc.Arbitrary<MigrationRules> = fc
  .record({
    aliases: fc.subarray(['email', 'phone_number', 'preferred_username'] as const),
    newCaseSensitive: fc.boolean(),
    oldCaseSensitive: fc.boolean(),
    lookups: fc.constantFrom(
      ['direct'] as const,
      ['direct', 'preferred_username'] as const,
      ['preferred_username', 'direct'] as const,
    ),
    preferredUsernameSources: fc.constantFrom(['preferred_username'], ['email-local-part'], []),
    mfaUsers: fc.constantFrom('decline', 'reset', 'confirm'),
    contactVerification: fc.constantFrom('copy', 'trust'),
    recovery: fc.subarray(['email', 'phone_number'] as const),
  })
  .map(({ aliases, newCaseSensitive, oldCaseSensitive, recovery, ...rest }) =>
    theRules({
      ...rest,
      oldPool: { caseSensitive: oldCaseSensitive },
      newPool: { aliases, recovery, caseSensitive: newCaseSensitive },
    }),
  );

/** Mostly somebody types a name of their own, sometimes anything. */
const visit = fc.record({
  who: fc.nat({ max: 2 }),
  by: fc.constantFrom('username', 'email', 'phone_number', 'preferred_username', 'any'),
  any: fc.oneof(name, email),
  how: fc.constantFrom('signIn', 'signIn', 'forgotPassword'),
});

const typedBy = (old: readonly Person[], { who, by, any }: { who: number; by: string; any: string }) => {
  const { username, attributes } = old[who]!;
  return (by === 'username' ? username : attributes.get(by)) ?? any;
};

const story = fc
  .record({
    rules,
    old: fc.tuple(personNumber(1), personNumber(2), personNumber(3)),
    oldAliases: fc.subarray(['email', 'phone_number', 'preferred_username'] as const),
    emailIsOldUsername: fc.boolean(),
    visits: fc.array(visit, { minLength: 1, maxLength: 8 }),
  })
  // Where the e-mail address is the username, Cognito stores the sub as username and there are no aliases.
  .map((told) =>
    told.emailIsOldUsername
      ? { ...told, oldAliases: [], old: told.old.map((person) => ({ ...person, username: person.sub })) }
      : told,
  )
  // A pool gives a username, and an alias that it signs in with, only once.
  .filter(({ rules: { oldPool }, old, oldAliases, emailIsOldUsername }) => {
    const unique = (values: readonly (string | undefined)[]) => {
      const given = values.flatMap((value) =>
        value === undefined ? [] : [fold(value, oldPool.caseSensitive)],
      );
      return new Set(given).size === given.length;
    };
    return (
      unique(old.map(({ username }) => username)) &&
      unique(emailIsOldUsername ? old.map(({ attributes }) => attributes.get('email')) : []) &&
      oldAliases.every((alias) =>
        unique(
          old
            .filter(({ attributes }) => attributes.get(`${alias}_verified`) !== 'false')
            .map(({ attributes }) => attributes.get(alias)),
        ),
      )
    );
  });

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** Plays the story as Cognito would: the trigger is called only where nobody of the new pool answers. */
const play = async ({ visits, ...world }: Story, check: (move: Move) => void) => {
  const pools = fakePools(world);
  for (const { how, ...visit } of visits) {
    const typed = typedBy(world.old, visit);
    if (pools.newUsers.some((user) => answersTo(user, typed, world.rules.newPool))) continue;
    const before = [...pools.newUsers];
    const outcome = await pools[how](typed);
    if (outcome.kind !== 'migrated') continue;
    const { profile } = outcome;
    const person = world.old.find(({ sub }) => sub === profile.attributes.get('custom:source_sub'));
    if (person === undefined) throw new Error('Somebody was invented');
    check({ ...world, before, profile, person, typed, how });
    pools.create(profile);
  }
};

interface Move extends Omit<Story, 'visits'> {
  readonly before: ReturnType<typeof fakePools>['newUsers'];
  readonly profile: ReturnType<typeof fakePools>['newUsers'][number] & { readonly status: string };
  readonly person: Person;
  readonly typed: string;
  readonly how: string;
}

const RUNS = 500;

const law = (title: string, check: (move: Move) => void) =>
  test(title, async () => {
    let moves = 0;
    await fc.assert(
      fc.asyncProperty(story, (told) =>
        play(told, (move) => {
          moves += 1;
          check(move);
        }),
      ),
      { numRuns: RUNS },
    );
    expect(moves).toBeGreaterThan(RUNS / 4);
  });

describe('of everybody who moves', () => {
  law('the new user answers to what was typed', ({ profile, typed, rules: { newPool } }) => {
    expect(answersTo(profile, typed, newPool)).toBe(true);
  });

  law('no name is held by anybody of the new pool', ({ profile, before, rules: world }) => {
    for (const own of activeNames(profile, world)) {
      expect(before.filter((user) => answersTo(user, own, world.newPool))).toEqual([]);
    }
  });

  law('nobody moves twice', ({ profile, before }) => {
    const sourceSubs = [...before, profile].map(({ attributes }) => attributes.get('custom:source_sub'));
    expect(new Set(sourceSubs).size).toBe(sourceSubs.length);
  });

  law(
    'the preferred_username is no other old user’s username or wish',
    ({ profile, person, old, rules: world }) => {
      const given = profile.attributes.get('preferred_username');
      if (given === undefined || !world.newPool.aliases.includes('preferred_username')) return;
      const key = (text: string) => fold(text, world.newPool.caseSensitive);
      const others = old
        .filter(({ sub }) => sub !== person.sub)
        .flatMap(({ username, attributes }) => [username, attributes.get('preferred_username') ?? '']);
      expect(others.map(key)).not.toContain(key(given));
      expect(key(given)).not.toBe(key(profile.username));
    },
  );

  law('the username is theirs: their own, or their old sub', ({ profile, person, rules: { newPool } }) => {
    const theirs = [person.username, person.sub].map((text) => fold(text, newPool.caseSensitive));
    expect(theirs).toContain(fold(profile.username, newPool.caseSensitive));
  });

  law('a verified flag was true before, or the operator trusts it and it is nobody else’s', (move) => {
    const { profile, person, old, how, rules: world } = move;
    for (const contact of CONTACTS) {
      if (profile.attributes.get(`${contact}_verified`) !== 'true') continue;
      if (person.attributes.get(`${contact}_verified`) === 'true') continue;
      expect(world.contactVerification).toBe('trust');
      expect(how).toBe('signIn');
      const value = profile.attributes.get(contact)?.toLowerCase();
      const others = old.filter(({ sub }) => sub !== person.sub);
      expect(others.map(({ attributes }) => attributes.get(contact)?.toLowerCase())).not.toContain(value);
      const key = (text = '') => fold(text, world.newPool.caseSensitive);
      expect(others.map(({ username }) => key(username))).not.toContain(key(profile.attributes.get(contact)));
    }
  });

  law('a verified address is theirs, letter by letter', ({ profile, person }) => {
    for (const contact of CONTACTS) {
      if (profile.attributes.get(`${contact}_verified`) !== 'true') continue;
      const [given = '', theirs = ''] = [profile, person].map(({ attributes }) => attributes.get(contact));
      expect(isSpellingOf(given, theirs, { caseSensitive: false })).toBe(true);
    }
  });

  law('RESET_REQUIRED can be left', ({ profile, person, rules: { newPool } }) => {
    if (profile.status === 'CONFIRMED') return;
    expect(hasRecoveryChannel(profile.attributes, person.factors, newPool.recovery)).toBe(true);
  });

  law('who did not type a password starts without one', ({ profile, how }) => {
    if (how === 'forgotPassword') expect(profile.status).toBe('RESET_REQUIRED');
  });

  law('the response says nothing that Cognito could not take', ({ profile, rules: world }) => {
    const { userAttributes } = respond(profile as Parameters<typeof respond>[0]);
    const schema = [
      ...['email', 'email_verified', 'phone_number', 'phone_number_verified', 'preferred_username'],
      ...world.newPool.customAttributes.map((attribute) => attribute.name),
      ...['custom:source_sub', 'custom:source_via', 'username'],
    ];
    expect(schema).toEqual(expect.arrayContaining(Object.keys(userAttributes)));
    expect(Object.values(userAttributes).every((value) => typeof value === 'string')).toBe(true);
  });
});
