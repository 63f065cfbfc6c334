import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claimsOf, heldNamesOf } from '../../../migration/backfill/claims.ts';
import { ruleOnNames, writeRuling } from '../../../migration/backfill/name-rulings.ts';
import { questionsAbout, settleUser } from '../../../migration/backfill/settle-user.ts';
import { partitionOf } from '../../../migration/backfill/shards.ts';
import { findHolders } from '../../../migration/lazy/migrate-user.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import { fold } from '../../../migration/names.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { subOf } from '../../support/person-builders.ts';
import { aUser, backfill, fateOf, rowOf, theTerms } from './builders.ts';
import type { World } from './worlds.ts';
import { portsOf, world } from './worlds.ts';

/** Laws of the whole backfill, in pools where everybody has something in common with others. */

const RUNS = 500;

const law = (title: string, check: (told: World) => void) =>
  test(title, () => {
    fc.assert(fc.property(world, check), { numRuns: RUNS });
  });

const importedOf = (told: World) =>
  told.old.flatMap((user) => {
    const settled = backfill(told).get(user.sub);
    return settled?.kind === 'import' ? [{ user, settled, row: rowOf(settled) }] : [];
  });

/** The names that a row, or a user of the new pool, signs in with. */
const activeNames = (
  username: string,
  cells: Readonly<Record<string, string>>,
  { newPool }: MigrationRules,
) => [
  ...new Set(
    [
      username,
      ...newPool.aliases
        .filter((alias) => alias === 'preferred_username' || /^true$/i.test(cells[`${alias}_verified`] ?? ''))
        .flatMap((alias) => cells[alias] ?? []),
    ].map((own) => fold(own, newPool.caseSensitive)),
  ),
];

describe('of everybody who goes in', () => {
  law('no name is that of anybody who goes in too, or is in the new pool already', (told) => {
    const taken = told.new.flatMap(({ username, attributes: own, sub }) => [
      fold(sub, told.rules.newPool.caseSensitive),
      ...activeNames(username, Object.fromEntries(own), told.rules),
    ]);
    const given = importedOf(told).flatMap(({ settled, row }) =>
      activeNames(settled.username, row, told.rules),
    );
    expect(new Set(given).size).toBe(given.length);
    expect(given.filter((own) => taken.includes(own))).toEqual([]);
  });

  law('a verified contact was verified before, or the operator trusts it and it is nobody else’s', (told) => {
    for (const { user, row } of importedOf(told)) {
      for (const contact of ['email', 'phone_number']) {
        if (row[`${contact}_verified`] !== 'TRUE' || user.attributes.get(`${contact}_verified`) === 'true')
          continue;
        expect(told.rules.contactVerification).toBe('trust');
        const others = told.old
          .filter(({ sub }) => sub !== user.sub)
          .map((other) => other.attributes.get(contact));
        expect(others.map((other) => other?.toLowerCase())).not.toContain(row[contact]?.toLowerCase());
      }
    }
  });

  law('Cognito finds a contact that it verifies by itself, and can send a code', (told) => {
    for (const { row } of importedOf(told)) {
      const verified = (contact: string) =>
        row[contact] !== undefined && row[`${contact}_verified`] === 'TRUE';
      expect(told.terms.pool.autoVerified.some(verified)).toBe(true);
      expect(told.rules.newPool.recovery.some(verified)).toBe(true);
    }
  });

  law('the preferred_username is no other old user’s username', (told) => {
    if (!told.rules.newPool.aliases.includes('preferred_username')) return;
    const key = (own: string) => fold(own, told.rules.newPool.caseSensitive);
    for (const { user, row } of importedOf(told)) {
      const others = told.old.filter(({ sub }) => sub !== user.sub).map(({ username }) => key(username));
      expect(others).not.toContain(key(row['preferred_username'] ?? ''));
    }
  });

  law('the username is theirs or their old sub, and the link leads back to them', (told) => {
    for (const { user, settled, row } of importedOf(told)) {
      expect([user.username, user.sub]).toContain(settled.username);
      expect([row['custom:source_sub'], row['custom:source_via']]).toEqual([user.sub, 'import']);
    }
  });

  law('only disabled users are disabled', (told) => {
    for (const { user, settled } of importedOf(told)) expect(settled.disable).toBe(!user.enabled);
  });
});

describe('the lazy path, had it asked both pools', () => {
  test('would give the same profile', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(world, async (told) => {
        // Whom an import has no time to ask: people of the same batch, and names that are derived.
        fc.pre(!told.rules.oldPool.caseSensitive && told.rules.preferredUsernameSources.length === 1);
        const settled = backfill(told);
        for (const user of told.old) {
          const byRulings = settled.get(user.sub);
          if (
            fateOf(byRulings) === 'duplicate-contact' ||
            told.old.some(({ username }) => username === user.sub)
          )
            continue;
          const asked = await findHolders(portsOf(told), { questions: questionsAbout(user, told.terms) });
          const moved = byRulings?.kind === 'already-moved';
          expect(settleUser(user, { moved, rulings: [], asked }, told.terms)).toEqual(byRulings);
          compared += 1;
        }
      }),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS / 4);
  });
});

describe('of all', () => {
  test('enough people go in for these laws to mean something', () => {
    const fates = fc.sample(world, RUNS).flatMap((told) => [...backfill(told).values()].map(fateOf));
    expect(fates.filter((fate) => fate === 'import').length).toBeGreaterThan(RUNS / 4);
  });

  law('everybody ends in exactly one class, whatever the order of the listings', (told) => {
    const fates = (settled: ReturnType<typeof backfill>) =>
      [...settled].map(([sub, one]) => [sub, fateOf(one)]).sort();
    const there = backfill(told);
    expect([...there.keys()]).toEqual(told.old.map(({ sub }) => sub));
    const back = backfill({ ...told, old: [...told.old].reverse(), new: [...told.new].reverse() });
    expect(fates(back)).toEqual(fates(there));
  });

  law('listed twice is listed once: rulings are the same', (told) => {
    const { admission } = told.terms;
    const rule = (old: readonly ListedUser[], held: readonly ListedUser[]) =>
      [
        ...ruleOnNames(
          old.flatMap((user) => claimsOf(user, told.rules, admission)),
          held.flatMap((user) => heldNamesOf(user, told.rules.newPool)),
          told.rules.newPool,
        ),
      ]
        .map(writeRuling)
        .sort();
    expect(rule([...told.old, ...told.old].reverse(), [...told.new, ...told.new].reverse())).toEqual(
      rule(told.old, told.new),
    );
  });

  law('partition by partition, the rulings are those of the whole', (told) => {
    const claims = told.old.flatMap((user) => claimsOf(user, told.rules, told.terms.admission));
    const held = told.new.flatMap((user) => heldNamesOf(user, told.rules.newPool));
    const parts = [0, 1, 2].flatMap((partition) => {
      const here = <T extends { readonly name: string }>(all: readonly T[]) =>
        all.filter(({ name: key }) => partitionOf(key, 3) === partition);
      return [...ruleOnNames(here(claims), here(held), told.rules.newPool)];
    });
    const whole = [...ruleOnNames(claims, held, told.rules.newPool)];
    expect(parts.map(writeRuling).sort()).toEqual(whole.map(writeRuling).sort());
  });

  law('who has moved is not imported again', (told) => {
    const moved = told.new.map(({ attributes: own }) => own.get('custom:source_sub'));
    for (const [sub, settled] of backfill(told))
      expect(settled.kind === 'already-moved').toBe(moved.includes(sub));
  });
});

test('thousands who share an address cost each of them two rivals', () => {
  const old = Array.from({ length: 3000 }, (_, index) =>
    aUser({ username: `user${index}`, sub: subOf(index), attributes: { email: 'office@x.io' } }),
  );
  const terms = theTerms();
  const claims = old.flatMap((user) => claimsOf(user, terms.rules, terms.admission));
  const rulings = [...ruleOnNames(claims, [], terms.rules.newPool)];
  expect(rulings).toHaveLength(3000);
  expect(Math.max(...rulings.map(({ rivals }) => rivals.length))).toBe(2);
});
