import { describe, expect, test } from '@jest/globals';
import { LEFT_OUT_REASONS } from '../../../migration/backfill/classes.ts';
import { NO_DETAILS } from '../../../migration/backfill/report.ts';
import { NOBODY } from '../../../migration/backfill/totals.ts';
import type { Census } from '../../../migration/check/census.ts';
import { checkUsers, classesOf, detailsOf } from '../../../migration/check/census.ts';
import { CLASH_KINDS, NO_CLASHES } from '../../../migration/check/clashes.ts';

const aCensus = (census: Partial<Census> = {}): Census => ({
  listed: 10,
  tally: { ...NOBODY, leftOut: { 'dry-run': 10 } },
  details: NO_DETAILS,
  clashes: NO_CLASHES,
  ...census,
});

const KEEP = { oldPasswords: 'keep' } as const;
const RESET = { oldPasswords: 'reset-if-weaker' } as const;

const withReason = (reason: string, count: number): Census =>
  aCensus({ tally: { ...NOBODY, leftOut: { [reason]: count } } });

describe('findings about users', () => {
  test('are none where everybody can be imported', () => {
    expect(checkUsers(aCensus(), KEEP)).toEqual([]);
  });

  test.each(['federated', 'disabled', 'unconfirmed', 'status-excluded', 'second-factor', 'import-by-hand'])(
    'are none about people who are meant to stay: %s',
    (reason) => {
      expect(checkUsers(withReason(reason, 3), KEEP)).toEqual([]);
    },
  );

  test.each([
    ['no-verified-contact', 1, '1 person'],
    ['case-conflict', 2, '2 people'],
    ['unrepresentable', 3, '3 people'],
  ])('are one for each reason: %s', (reason, count, people) => {
    expect(checkUsers(withReason(reason, count), KEEP)).toEqual([
      expect.objectContaining({
        id: `users-${reason}`,
        severity: 'warning',
        detail: `A backfill would leave out ${people} (${reason}).`,
      }),
    ]);
  });

  test.each<[string, number, number, { oldPasswords: 'keep' | 'reset-if-weaker' }, boolean]>([
    ['one in a hundred', 1, 100, RESET, true],
    ['fewer', 1, 101, RESET, false],
    ['none', 0, 0, RESET, false],
    ['many, who keep their passwords', 50, 100, KEEP, false],
  ])(
    'are a note where weak passwords are reset and many lack a contact: %s',
    (_, count, listed, settings, found) => {
      const census = { ...withReason('no-verified-contact', count), listed };
      const ids = checkUsers(census, settings).map(({ id, severity }) => `${id} ${severity}`);
      expect(ids.includes('users-weak-passwords-without-contact note')).toBe(found);
    },
  );

  test.each(CLASH_KINDS)('are one for each kind of clash: %s', (kind) => {
    const clashes = { ...NO_CLASHES, [kind]: { names: 1, people: 2 } };
    expect(checkUsers(aCensus({ clashes }), KEEP)).toEqual([
      expect.objectContaining({
        id: `users-clash-${kind.replace('_', '-')}`,
        severity: 'warning',
        detail: expect.stringMatching(/^2 people claim 1 name\. [A-Z].*\.$/),
      }),
    ]);
  });
});

test('the classes hold everybody once', () => {
  const leftOut = Object.fromEntries(LEFT_OUT_REASONS.map((reason) => [reason, 2]));
  const lines = classesOf(aCensus({ tally: { ...NOBODY, alreadyMoved: 5, leftOut } }));
  expect(lines.reduce((sum, { people }) => sum + people, 0)).toBe(5 + 2 * LEFT_OUT_REASONS.length);
  expect(classesOf(aCensus()).map(({ what, people, advice }) => [what, people, advice])).toEqual([
    ['Have moved already', 0, ''],
    ['Would be imported', 10, ''],
  ]);
});

test('the details say what happens to those who would be imported, if anything does', () => {
  expect(detailsOf(aCensus())).toEqual([]);
  const details = {
    dropped: { 'custom:legacy': 4 },
    preferredUsernames: { given: 3, 'equals-username': 2 },
    contactsUnverified: 1,
    linked: 6,
  };
  expect(detailsOf(aCensus({ details })).map(({ what, people }) => [what, people])).toEqual([
    ['preferred_username: keep or get one', 3],
    ['preferred_username: without: it equals their username; whoever keeps that signs in with it anyway', 2],
    ['Lose custom:legacy', 4],
    ['Keep a contact only as unverified', 1],
    ['Lose their link to an identity provider', 6],
  ]);
});
