import fc from 'fast-check';
import { fold, sameName } from '../../../migration/names.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { subOf, theRules } from '../../support/person-builders.ts';
import { answersTo } from '../../support/pool-fakes.ts';
import { aUser, newUser, theTerms } from './builders.ts';

/** Small pools where everybody has some name or address in common with others. */

const NAMES = ['ann', 'Ann', 'aNN', 'ben', 'Ben', 'ann@x.io', '+49151', subOf(1), subOf(2), 'a\\b'];
const name = fc.constantFrom(...NAMES);
const email = fc.constantFrom('ann@x.io', 'Ann@x.io', 'ben@x.io', 'carl@x.io');
const flag = fc.constantFrom('true', 'true', 'false');

const attributes = fc.record(
  {
    email,
    email_verified: flag,
    phone_number: fc.constantFrom('+49151', '+49152'),
    phone_number_verified: flag,
    preferred_username: name,
    nickname: fc.constantFrom('ann', 'nan'),
  },
  { requiredKeys: ['email', 'email_verified'] },
);

const oldUsers = fc
  .array(
    fc.record({
      username: name,
      enabled: fc.constantFrom(true, true, true, false),
      status: fc.constantFrom('CONFIRMED', 'CONFIRMED', 'RESET_REQUIRED', 'UNCONFIRMED', 'EXTERNAL_PROVIDER'),
      attributes,
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((users) => users.map((user, index) => aUser({ ...user, sub: subOf(index + 1) })));

const newUsers = fc
  .array(fc.record({ username: name, moved: fc.option(fc.nat({ max: 4 })), attributes }), { maxLength: 3 })
  .map((users) =>
    users.map((user, index) => ({
      ...newUser(user.username, {
        ...user.attributes,
        ...(user.moved === null ? {} : { 'custom:source_sub': subOf(user.moved + 1) }),
      }),
      sub: subOf(900 + index),
    })),
  );

const rules: fc.Arbitrary<MigrationRules> = fc
  .record({
    aliases: fc.subarray(['email', 'phone_number', 'preferred_username'] as const),
    newCaseSensitive: fc.boolean(),
    oldCaseSensitive: fc.boolean(),
    preferredUsernameSources: fc.constantFrom(
      ['preferred_username'],
      ['preferred_username', 'email-local-part'],
      ['preferred_username', 'nickname'],
    ),
    contactVerification: fc.constantFrom('copy', 'trust'),
    recovery: fc.subarray(['email', 'phone_number'] as const, { minLength: 1 }),
  })
  .map(({ aliases, newCaseSensitive, oldCaseSensitive, recovery, ...rest }) =>
    theRules({
      ...rest,
      oldPool: { caseSensitive: oldCaseSensitive },
      newPool: { aliases, recovery, caseSensitive: newCaseSensitive },
    }),
  );

export const world = fc
  .record({
    rules,
    old: oldUsers,
    new: newUsers,
    disabledUsers: fc.constantFrom('exclude', 'import-then-disable'),
    autoVerified: fc.subarray(['email', 'phone_number'] as const, { minLength: 1 }),
  })
  .filter(({ rules: { oldPool }, old }) => {
    const names = old.map(({ username }) => fold(username, oldPool.caseSensitive));
    return new Set(names).size === names.length;
  })
  .map(({ disabledUsers, autoVerified, ...rest }) => ({
    ...rest,
    terms: theTerms({ rules: rest.rules, admission: { disabledUsers }, pool: { autoVerified } }),
  }));

export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Both pools as the lazy path asks them; the old one signs in by username alone. */
export const portsOf = ({ old, new: held, rules: { newPool, oldPool } }: World) => ({
  newPool: {
    findHolder: async (name: string) => {
      const holder = held.find((user) => answersTo(user, name, newPool));
      return holder && { sourceSub: holder.attributes.get('custom:source_sub') };
    },
  },
  oldPool: {
    authenticate: () => Promise.reject(new Error('An import knows no password')),
    findUser: async (name: string) => {
      const found =
        old.find(({ username }) => sameName(username, name, oldPool)) ?? old.find(({ sub }) => sub === name);
      return found && { ...found, factors: [] };
    },
    listUsers: async ({ attribute, value }: { attribute: string; value: string }) =>
      old.filter(({ attributes: own }) => own.get(attribute)?.toLowerCase() === value.toLowerCase()),
  },
});
