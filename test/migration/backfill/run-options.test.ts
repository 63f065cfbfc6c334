import { describe, expect, test } from '@jest/globals';
import { objectionsToRun } from '../../../migration/backfill/run-conditions.ts';
import { parseRunOptions, peopleOf } from '../../../migration/backfill/run-options.ts';

const optionsOf = (input: unknown) => {
  const parsed = parseRunOptions(input);
  if (parsed.kind === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.options;
};

const mistakesOf = (input: unknown) => {
  const parsed = parseRunOptions(input);
  return parsed.kind === 'mistakes' ? parsed.mistakes : [];
};

describe('run options', () => {
  test('nothing given: a full run that reads half of the quota', () => {
    expect(optionsOf({})).toEqual({
      dryRun: false,
      import: true,
      listRequestsPerSecond: 15,
      acceptMfaLoss: false,
      mfaLookup: false,
      acceptShortListing: false,
      statuses: { exclude: [] },
    });
  });

  test.each([
    ['runId', 'spring-2026.2', { runId: 'spring-2026.2' }],
    ['dryRun', true, { dryRun: true }],
    ['import', false, { import: false }],
    ['listRequestsPerSecond', 30, { listRequestsPerSecond: 30 }],
    ['acceptMfaLoss', true, { acceptMfaLoss: true }],
    ['mfaLookup', true, { mfaLookup: true }],
    ['acceptShortListing', true, { acceptShortListing: true }],
    ['include', ['CONFIRMED'], { statuses: { include: ['CONFIRMED'], exclude: [] } }],
    ['exclude', ['UNCONFIRMED'], { statuses: { exclude: ['UNCONFIRMED'] } }],
    ['limit', 1, { pilot: { kind: 'limit', limit: 1 } }],
    ['usernames', ['ann', 'ann'], { pilot: { kind: 'usernames', usernames: ['ann'] } }],
    ['AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID', 'arn', {}],
  ])('%s is read', (option, value, expected) => {
    expect(optionsOf({ [option]: value })).toMatchObject(expected);
  });

  test.each([
    ['runId', '../other', 'letters, digits'],
    ['runId', 7, 'letters, digits'],
    ['runId', 'a'.repeat(65), '1 to 64'],
    ['dryRun', 'true', 'without quotation marks'],
    ['import', 0, 'true nor false'],
    ['listRequestsPerSecond', 31, 'from 1 to 30'],
    ['listRequestsPerSecond', 0, 'from 1 to 30'],
    ['listRequestsPerSecond', 1.5, 'whole number'],
    ['include', ['UNCONFIRMED'], 'CONFIRMED, RESET_REQUIRED, FORCE_CHANGE_PASSWORD'],
    ['include', [], 'array of'],
    ['include', 'CONFIRMED', 'array of'],
    ['exclude', ['confirmed'], 'EXTERNAL_PROVIDER'],
    ['include', ['FOO', 'CONFIRMED'], 'FOO is no user status that fits here. Choose among CONFIRMED'],
    ['include', ['FOO', 'BAR'], 'FOO, BAR are no user status'],
    ['limit', '1', 'whole number from 1'],
    ['usernames', [''], 'array of usernames'],
    ['usernames', 'ann', 'array of usernames'],
    ['dry_run', true, 'Known are runId, dryRun'],
  ])('%s: %j is a mistake with a remedy', (option, value, remedy) => {
    expect(mistakesOf({ [option]: value })).toEqual([{ option, message: expect.stringContaining(remedy) }]);
  });

  test.each([
    ['limit', { limit: 1, usernames: ['ann'] }],
    ['mfaLookup', { acceptMfaLoss: true, mfaLookup: true }],
  ])('%s is told apart from its opposite', (option, input) => {
    expect(mistakesOf(input)).toEqual([{ option, message: expect.stringContaining('no meaning') }]);
  });

  test.each([null, 'dryRun', [true], 1])('%j is no input', (input) => {
    expect(mistakesOf(input)).toEqual([{ option: '', message: expect.stringContaining('Write {}') }]);
  });

  test('every mistake is told at once', () => {
    expect(mistakesOf({ dryRun: 1, import: 1, what: 1 }).map(({ option }) => option)).toEqual([
      'dryRun',
      'import',
      'what',
    ]);
  });
});

describe('objections to a run', () => {
  const conditions = {
    options: { acceptMfaLoss: false, mfaLookup: false },
    disabledUsers: 'exclude',
    oldPoolMfa: 'OFF',
    autoVerified: ['email'],
    passwordless: false,
  } as const;
  const accepted = { ...conditions.options, acceptMfaLoss: true };
  const lookedUp = { ...conditions.options, mfaLookup: true };

  test.each([
    ['the old pool has no MFA', {}, undefined],
    ['MFA is optional', { oldPoolMfa: 'OPTIONAL' }, '"acceptMfaLoss": true (--accept-mfa-loss)'],
    ['MFA is on', { oldPoolMfa: 'ON' }, '"mfaLookup": true (--mfa-lookup;'],
    ['MFA is on, its loss accepted', { oldPoolMfa: 'ON', options: accepted }, undefined],
    ['MFA is on, factors are looked up', { oldPoolMfa: 'ON', options: lookedUp }, undefined],
    ['the new pool verifies nothing', { autoVerified: [] }, 'automatic verification'],
    ['codes sign in', { passwordless: true }, undefined],
    [
      'codes sign in and disabled users are imported',
      { passwordless: true, disabledUsers: 'import-then-disable' },
      'passwordless',
    ],
    ['disabled users are imported', { disabledUsers: 'import-then-disable' }, undefined],
  ] as const)('%s', (_, change, remedy) => {
    expect(objectionsToRun({ ...conditions, ...change })).toEqual(
      remedy === undefined ? [] : [expect.stringContaining(remedy)],
    );
  });
});

test.each([
  ['everybody', {}, 1_000, 1_000],
  ['some by name', { pilot: { kind: 'usernames', usernames: ['ada', 'ben'] } }, 1_000, 2],
  ['a number of people', { pilot: { kind: 'limit', limit: 50 } }, 1_000, 50],
  ['more people than the pool has', { pilot: { kind: 'limit', limit: 50 } }, 20, 20],
] as const)(
  'a run about %s with %j, in a pool of %i people, is about %i',
  (_, options, estimatedUsers, people) => {
    expect(peopleOf(options, estimatedUsers)).toBe(people);
  },
);
