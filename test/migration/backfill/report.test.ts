import { describe, expect, test } from '@jest/globals';
import { LEFT_OUT_REASONS } from '../../../migration/backfill/classes.ts';
import { LEFT_OUT_TEXTS } from '../../../migration/backfill/reason-texts.ts';
import type { JobReport, ReportInput, RunOutcome } from '../../../migration/backfill/report.ts';
import {
  addDetails,
  buildReport,
  headlineOf,
  NO_DETAILS,
  summarize,
} from '../../../migration/backfill/report.ts';
import { renderReport } from '../../../migration/backfill/report-html.ts';
import { NOBODY } from '../../../migration/backfill/totals.ts';

const input = (change: Partial<ReportInput> = {}): ReportInput => ({
  runId: 'run-1',
  outcome: { kind: 'finished' },
  oldUserPoolId: 'eu-west-1_Old',
  newUserPoolId: 'eu-west-1_New',
  startedAt: '2026-11-23T06:00:00.000Z',
  endedAt: '2026-11-23T07:30:00.000Z',
  listed: 1300,
  tally: {
    alreadyMoved: 400,
    imported: 850,
    skipped: 10,
    failed: 15,
    failedBecause: { 'Invalid phone number.': 15 },
    leftOut: { federated: 20, unconfirmed: 5 },
  },
  pools: { oldPool: { estimatedUsers: 1310, listed: 1300 }, newPool: { estimatedUsers: 420, listed: 431 } },
  details: NO_DETAILS,
  files: [],
  ...change,
});

const aJob = (change: Partial<JobReport> = {}): JobReport => ({
  jobId: 'import-1',
  status: 'Succeeded',
  imported: 850,
  skipped: 10,
  failed: 15,
  ...change,
});

const page = (change: Partial<ReportInput> = {}): string => renderReport(buildReport(input(change)));

/** What a reader sees, without the markup. */
const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const FAILED: RunOutcome = { kind: 'failed', error: 'PoolCallFailed', cause: 'Too many requests' };

describe('a report', () => {
  test('holds totals that add up', () => {
    const report = buildReport(input());
    expect(report.totals).toEqual({
      listed: 1300,
      alreadyMoved: 400,
      imported: 850,
      skipped: 10,
      failed: 15,
      leftOut: { federated: 20, unconfirmed: 5 },
    });
    expect(report).not.toHaveProperty('tally');
    expect(report.failedBecause).toEqual({ 'Invalid phone number.': 15 });
  });

  test('that does not add up is refused', () => {
    expect(() => buildReport(input({ listed: 1301 }))).toThrow('1 of them ended in no class');
  });

  test('of a run that failed may have gaps, and says so', () => {
    const report = buildReport(input({ listed: 1301, outcome: FAILED }));
    expect(summarize(report).text).toContain('not settled    1');
    expect(textOf(renderReport(report))).toContain('It does not add up');
  });

  test('adds up details', () => {
    const one = { dropped: { a: 1 }, preferredUsernames: { given: 2 }, contactsUnverified: 3, linked: 4 };
    expect(addDetails([one, NO_DETAILS, { ...one, dropped: { a: 1, b: 1 } }])).toEqual({
      dropped: { a: 2, b: 1 },
      preferredUsernames: { given: 4 },
      contactsUnverified: 6,
      linked: 8,
    });
  });
});

describe('the headline', () => {
  const all = { ...NOBODY, alreadyMoved: 2 };
  test.each<[string, Partial<ReportInput>, string]>([
    ['some are not in', {}, '1,260 of 1,300 users are in the new pool, and 40 are not.'],
    [
      'one is not in',
      { listed: 3, tally: { ...NOBODY, imported: 2, failed: 1 } },
      '2 of 3 users are in the new pool, and 1 is not.',
    ],
    ['all are in', { listed: 3, tally: { ...NOBODY, imported: 3 } }, 'All 3 users are in the new pool.'],
    ['one was all', { listed: 1, tally: { ...NOBODY, imported: 1 } }, 'The one user is in the new pool.'],
    [
      'a finished backfill again',
      { listed: 2, tally: all },
      'Nobody was left to import: all 2 users are in the new pool.',
    ],
    [
      'again, and somebody is still out',
      { listed: 3, tally: { ...all, leftOut: { federated: 1 } } },
      'Nobody was left to import: 2 of 3 users are in the new pool, and 1 is not.',
    ],
    ['an empty pool', { listed: 0, tally: NOBODY }, 'Nobody was listed, so nobody was imported.'],
    [
      'a dry run',
      { listed: 2, outcome: { kind: 'dry-run' }, tally: { ...NOBODY, leftOut: { 'dry-run': 2 } } },
      'Dry run: 2 users would be imported, and nothing was written.',
    ],
    [
      'files for the console',
      { listed: 2, outcome: { kind: 'files-only' }, tally: { ...NOBODY, leftOut: { 'import-by-hand': 2 } } },
      '2 users wait in the import files; nobody was imported.',
    ],
    [
      'files with one user',
      { listed: 1, outcome: { kind: 'files-only' }, tally: { ...NOBODY, leftOut: { 'import-by-hand': 1 } } },
      '1 user waits in the import files; nobody was imported.',
    ],
    [
      'a failure',
      { outcome: FAILED },
      'The run stopped before its end; 1,260 of 1,300 users are in the new pool.',
    ],
  ])('%s', (_, change, headline) => {
    const report = buildReport(input(change));
    expect(headlineOf(report)).toBe(headline);
    expect(textOf(renderReport(report))).toContain(headline);
  });
});

describe('the notification', () => {
  test('has a subject that SNS takes, and every number', () => {
    const { subject, text } = summarize(buildReport(input()));
    expect(subject).toMatch(/^Backfill: [\x20-\x7e]{1,90}$/);
    expect(text).toMatchInlineSnapshot(`
"1,260 of 1,300 users are in the new pool, and 40 are not.

listed         1,300
already moved  400
imported       850
skipped        10
failed         15
left out       20  federated: Set the provider up in the new pool: they are created there when they next sign in.
left out       5  unconfirmed: Nothing: they never signed in, and can sign up in the new pool.

Old pool: Cognito estimates 1,310 users; 1,300 were listed. New pool: Cognito estimates 420 users; 431 were listed.
Run run-1, from eu-west-1_Old to eu-west-1_New."
`);
  });

  test('of a failure names it', () => {
    expect(summarize(buildReport(input({ outcome: FAILED }))).text).toContain(
      'PoolCallFailed: Too many requests',
    );
  });
});

describe('the page', () => {
  test.each(LEFT_OUT_REASONS)('says what to do about %s', (reason) => {
    const html = page({ listed: 7, tally: { ...NOBODY, leftOut: { [reason]: 7 } } });
    expect(html).toContain(LEFT_OUT_TEXTS[reason].advice.replaceAll('"', '&quot;'));
  });

  test('loads nothing and runs nothing', () => {
    const html = page({ files: [{ name: 'CognitoUsers.csv', rows: 1, bytes: 1, jobs: [aJob()] }] });
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|src=|url\(|@import|\son\w+=/i);
  });

  test('adapts to dark rooms and to paper', () => {
    expect(page()).toContain('@media (prefers-color-scheme: dark)');
    expect(page()).toContain('@media print');
  });

  test('tells the bar to those who cannot see it', () => {
    expect(page()).toContain(
      'role="img" aria-label="Already moved: 400, Imported: 850, Signed in meanwhile: 10, Left out: 25, Failed: 15"',
    );
  });

  test.each([
    ['ListingTooShort', true],
    ['PilotUnknown', false],
  ])('of a run that failed with %s advises to go on: %s', (error, advised) => {
    const page = renderReport(buildReport({ ...input(), outcome: { ...FAILED, error } }));
    expect(page.includes('Mend the cause and start again')).toBe(advised);
  });

  const EVIL = `"><script>alert('x')</script>&<style>`;
  test.each<[string, Partial<ReportInput>]>([
    ['run id', { runId: EVIL }],
    ['pool id', { oldUserPoolId: EVIL, newUserPoolId: EVIL }],
    ['time', { startedAt: EVIL, endedAt: EVIL }],
    ['error', { outcome: { kind: 'failed', error: EVIL, cause: EVIL }, runId: EVIL }],
    ['reason of Cognito', { tally: { ...input().tally, failedBecause: { [EVIL]: 15 } } }],
    ['attribute', { details: { ...NO_DETAILS, dropped: { [EVIL]: 1 } } }],
    [
      'job',
      {
        files: [
          {
            name: EVIL,
            rows: 1,
            bytes: 1,
            jobs: [aJob({ jobId: EVIL, status: EVIL, message: EVIL, startedAt: EVIL, endedAt: EVIL })],
          },
        ],
      },
    ],
  ])('cannot be broken by a %s', (_, change) => {
    const html = page(change);
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('"">');
  });

  test.each([
    [
      { listed: 1_000_000, tally: { ...NOBODY, alreadyMoved: 999_999, failed: 1, failedBecause: { x: 1 } } },
      ['> 99.9 %', '< 0.1 %'],
    ],
    [
      { listed: 3, tally: { ...NOBODY, alreadyMoved: 1, failed: 2, failedBecause: { '': 2 } } },
      ['33.3 %', '66.7 %', 'Cognito gave no reason'],
    ],
  ])('shares are honest: %#', (change, shares) => {
    for (const share of shares)
      expect(page(change)).toContain(share.replace('<', '&lt;').replace('>', '&gt;'));
  });

  test('shows the twelve most frequent failures, and the others as one', () => {
    const failedBecause = Object.fromEntries(
      Array.from({ length: 15 }, (_, index) => [`reason-${index}.`, index + 1]),
    );
    const text = textOf(page({ listed: 120, tally: { ...NOBODY, failed: 120, failedBecause } }));
    expect(text).toContain('reason-14.');
    expect(text).not.toContain('reason-2.');
    expect(text).toContain('3 other reasons');
  });

  test('who is ready is not counted among those to worry about', () => {
    const text = textOf(
      page({
        listed: 5,
        outcome: { kind: 'dry-run' },
        tally: { ...NOBODY, leftOut: { 'dry-run': 4, federated: 1 } },
      }),
    );
    expect(text).toContain('Ready, not imported 4 80 %');
    expect(text).toContain('Left out or failed 1 20 %');
    expect(text).toContain('0 failed + 1 left out + 4 ready');
    expect(text).toContain('Run again without dryRun');
  });

  test('shows Cognito’s estimates beside what was listed', () => {
    const text = textOf(page());
    expect(text).toContain('eu-west-1_Old (Cognito estimates 1,310 users; 1,300 were listed)');
    expect(text).toContain('eu-west-1_New (Cognito estimates 420 users; 431 were listed)');
    expect(text).not.toContain('WARNING');
    const pilot = { oldPool: { estimatedUsers: 1310 }, newPool: { estimatedUsers: 420 } };
    expect(textOf(page({ pools: pilot }))).toContain('(Cognito estimates 1,310 users)');
  });

  test.each([
    [
      'old pool',
      { oldPool: { estimatedUsers: 1500, listed: 1300 }, newPool: { estimatedUsers: 0, listed: 0 } },
    ],
    [
      'new pool',
      { oldPool: { estimatedUsers: 0, listed: 1300 }, newPool: { estimatedUsers: 1500, listed: 1300 } },
    ],
  ])('of which the listing of the %s ended far below the estimate, warns', (pool, pools) => {
    const warning = `WARNING: of the ${pool}, Cognito estimates 1,500 users; 1,300 were listed.`;
    expect(summarize(buildReport(input({ pools }))).text).toContain(warning);
    expect(textOf(page({ pools }))).toContain(warning);
  });

  describe('with files of disabled users', () => {
    const files = [
      { name: 'CognitoUsers.csv', rows: 1, bytes: 1, disabled: false, jobs: [] },
      { name: 'DisabledUsers-001.csv', rows: 1, bytes: 1, disabled: true, jobs: [] },
      { name: 'DisabledUsers-002.csv', rows: 1, bytes: 1, disabled: true, jobs: [] },
    ];
    const tally = { ...NOBODY, leftOut: { 'import-by-hand': 3 } };
    const warning =
      /WARNING: the old pool has the people in DisabledUsers-001.csv, DisabledUsers-002.csv disabled/;

    test('that wait for somebody to import them, warns in the message and on the page', () => {
      const waiting = { listed: 3, outcome: { kind: 'files-only' } as const, tally, files };
      expect(summarize(buildReport(input(waiting))).text).toMatch(warning);
      expect(textOf(page(waiting))).toMatch(warning);
    });

    test.each<[string, Partial<ReportInput>]>([
      ['that the run has imported', { listed: 3, tally: { ...NOBODY, imported: 3 }, files }],
      [
        'of which there are none',
        { listed: 3, outcome: { kind: 'files-only' }, tally, files: files.slice(0, 1) },
      ],
    ])('%s, does not', (_, change) => {
      expect(summarize(buildReport(input(change))).text).not.toContain('WARNING');
      expect(textOf(page(change))).not.toContain('WARNING');
    });
  });

  test('nobody is left out: no list of reasons', () => {
    expect(page({ listed: 1, tally: { ...NOBODY, imported: 1 } })).not.toContain('what to do next');
  });

  test('shows what was left behind', () => {
    const text = textOf(
      page({
        details: {
          dropped: { 'custom:legacy': 2, address: 9 },
          preferredUsernames: { given: 800, 'held-in-new-pool': 3 },
          contactsUnverified: 1,
          linked: 6,
        },
      }),
    );
    expect(text).toMatch(/Attributes left behind.*address 9.*custom:legacy 2/);
    expect(text).toMatch(/Keep or get one 800.*somebody of the new pool has it 3/);
    expect(text).toContain('1 user: a contact goes in unverified');
    expect(text).toContain('6 users: the link to an identity provider stays behind');
    expect(textOf(page({ details: { ...NO_DETAILS, preferredUsernames: { none: 1 } } }))).toContain(
      'every attribute travelled',
    );
    expect(textOf(page())).not.toContain('Attributes left behind');
  });

  test('shows each file with its jobs', () => {
    const text = textOf(
      page({
        files: [
          {
            name: 'CognitoUsers.csv',
            rows: 875,
            bytes: 88_400_000,
            jobs: [
              aJob({
                status: 'Failed',
                message: 'Too many users have failed.',
                startedAt: '2026-11-23T06:24:00Z',
                endedAt: '2026-11-23T06:55:12Z',
              }),
              aJob({ jobId: 'import-2', startedAt: '2026-11-23T06:57:00Z', endedAt: '2026-11-23T08:59:00Z' }),
              aJob({ jobId: 'import-3', status: 'InProgress', startedAt: '2026-11-23T09:00:00Z' }),
              aJob({ jobId: 'import-4', startedAt: '2026-11-23T09:00:00Z', endedAt: '2026-11-23T09:00:48Z' }),
            ],
          },
          { name: 'DisabledUsers-001.csv', rows: 3, bytes: 999, jobs: [] },
          { name: 'DisabledUsers-002.csv', rows: 3, bytes: 220_120, jobs: [] },
        ],
      }),
    );
    expect(text).toContain(
      'CognitoUsers.csv 875 88.4 MB import-1 Failed Too many users have failed. 850 10 15 11-23 06:24 31 min',
    );
    expect(text).toContain('import-2 Succeeded 850 10 15 11-23 06:57 2 h 2 min');
    expect(text).toContain('import-3 InProgress 850 10 15 11-23 09:00 ');
    expect(text).toContain('import-4 Succeeded 850 10 15 11-23 09:00 48 s');
    expect(text).toContain('DisabledUsers-001.csv 3 999 B not imported');
    expect(text).toContain('DisabledUsers-002.csv 3 220 kB not imported');
  });
});
