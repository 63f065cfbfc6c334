import { describe, expect, test } from '@jest/globals';
import { isFinal, resumedOptions } from '../../../migration/backfill/resume.ts';
import type { RunOptions } from '../../../migration/backfill/run-options.ts';
import { parseRunOptions } from '../../../migration/backfill/run-options.ts';

const optionsOf = (input: object): RunOptions => {
  const parsed = parseRunOptions(input);
  if (parsed.kind !== 'options') throw new Error(`Mistakes in ${JSON.stringify(input)}`);
  return parsed.options;
};

const resumed = (begun: object, input: object) => resumedOptions(optionsOf(begun), optionsOf(input), input);

describe('a run that is resumed', () => {
  test.each([
    { title: 'nothing', begun: { dryRun: true }, input: {}, expected: { dryRun: true } },
    {
      title: 'what it was begun with',
      begun: { limit: 5, exclude: ['CONFIRMED'] },
      input: { limit: 5, exclude: ['CONFIRMED'] },
      expected: { pilot: { kind: 'limit', limit: 5 } },
    },
    {
      title: 'another pace',
      begun: { listRequestsPerSecond: 5 },
      input: { listRequestsPerSecond: 20 },
      expected: { listRequestsPerSecond: 20 },
    },
    {
      title: 'nothing about its pace',
      begun: { listRequestsPerSecond: 5 },
      input: { runId: 'run' },
      expected: { listRequestsPerSecond: 5 },
    },
    {
      title: 'that a short listing is enough',
      begun: {},
      input: { acceptShortListing: true },
      expected: { acceptShortListing: true },
    },
    {
      title: 'to import the files after which it stopped',
      begun: { import: false },
      input: { import: true },
      expected: { import: true },
    },
    {
      title: 'nothing about a short listing',
      begun: { acceptShortListing: true },
      input: {},
      expected: { acceptShortListing: true },
    },
    { title: 'nothing about the import', begun: { import: false }, input: {}, expected: { import: false } },
  ])('asked for $title: $expected', ({ begun, input, expected }) => {
    expect(resumed(begun, input)).toMatchObject(expected);
  });

  test.each([
    ['import', { dryRun: true, import: false }, { import: true }],
    ['import', {}, { import: false }],
    ['dryRun', { dryRun: true }, { dryRun: false }],
    ['limit', { limit: 5 }, { limit: 6 }],
    ['usernames', { usernames: ['ada'] }, { usernames: ['ben'] }],
    ['include', { include: ['CONFIRMED'] }, { include: ['RESET_REQUIRED'] }],
    ['acceptShortListing', { acceptShortListing: true }, { acceptShortListing: false }],
  ])('cannot have another %s: begun with %j, asked for %j', (name, begun, input) => {
    expect(resumed(begun, input)).toBe(
      `The run was begun with another ${name}. Leave that out to resume it, or start a new run without runId.`,
    );
  });

  test.each([[undefined], [null]])('keeps its options if the input is %s', (written) => {
    const saved = optionsOf({ listRequestsPerSecond: 5, import: false });
    expect(resumedOptions(saved, optionsOf({}), written)).toEqual(saved);
  });
});

test.each([
  [{ kind: 'failed', error: 'BackfillFailed', cause: 'broken' }, true, false],
  [{ kind: 'files-only' }, true, false],
  [{ kind: 'files-only' }, false, true],
  [{ kind: 'dry-run' }, false, true],
  [{ kind: 'finished' }, true, true],
] as const)(
  'a run that ended with %j, asked to import: %s, has nothing left to do: %s',
  (outcome, imports, final) => {
    expect(isFinal({ outcome }, { import: imports })).toBe(final);
  },
);
