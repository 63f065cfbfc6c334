import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { createListPage } from '../aws/user-lister.ts';
import type { ExportUsage, Listing, ListingUsage, StepUsage } from './export-run.ts';
import { runExport, runListing } from './export-run.ts';
import type { ExportSandbox } from './export-sandbox.ts';
import { withExportSandbox } from './export-sandbox.ts';
import type { Figure } from './figure.ts';
import { atLeast, atMost, beside } from './figure.ts';

/** Users of the old pool, half of whom have moved, in each of the three measurements; in ascending order. */
export interface ExportSizes {
  /** With the quota: at 30 pages a second, 48,000 users and the 24,000 who moved take 40 seconds. */
  readonly quota: number;
  readonly small: number;
  readonly large: number;
}

const SIZES: ExportSizes = { quota: 48_000, small: 100_000, large: 1_000_000 };

/** Milliseconds that each call takes where the quota counts. */
const LATENCY = 100;

/**
 * Users a second: 30 requests of 60 users.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const CEILING = 1_800;

const MIN_SHARE = 95;
const MAX_THROTTLED = 5;
const MAX_GROWTH = 1.2;

/** Pages of the sequential lister: some ten seconds. */
const SEQUENTIAL_PAGES = 80;

const sumOf = (usage: ListingUsage | ExportUsage, member: keyof StepUsage): number =>
  Object.values(usage).reduce((sum, step: StepUsage) => sum + step[member], 0);

/** Users a second of the plainest program: a page, then the next. */
const listSequentially = async ({ endpoint, oldUserPoolId }: ExportSandbox): Promise<number> => {
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
  });
  const listPage = createListPage(client, oldUserPoolId);
  let place: Parameters<typeof listPage>[0] = {};
  let listed = 0;
  const start = performance.now();
  for (let page = 0; page < SEQUENTIAL_PAGES; page += 1) {
    const { users, token } = await listPage(place);
    listed += users.length;
    if (token === undefined) break;
    place = { token };
  }
  const seconds = (performance.now() - start) / 1_000;
  client.destroy();
  return listed / seconds;
};

const withQuota = ({ steps, calls, throttled, listed }: Listing, sequential: number): Figure[] => {
  const rate = listed / sumOf(steps, 'seconds');
  return [
    atLeast(
      `export, ${LATENCY} ms a call: of the quota's ${CEILING} users/s`,
      (100 * rate) / CEILING,
      '%',
      MIN_SHARE,
    ),
    beside('users that it lists', rate, 'users/s'),
    beside('users that a sequential lister lists', sequential, 'users/s'),
    atMost('throttled calls of the export', (100 * throttled) / calls, '%', MAX_THROTTLED),
  ];
};

const withoutQuota = (usage: ExportUsage, users: number): Figure[] => [
  beside(
    'export without quota and delay, until the files are ready',
    users / sumOf(usage, 'seconds'),
    'users/s',
  ),
  beside('its CPU time per 100,000 users', (sumOf(usage, 'cpuSeconds') * 100_000) / users, 's'),
];

const MEGABYTE = 1_000_000;

/** The size of the largest process, whichever function it runs. */
const peakOf = (usage: ExportUsage): number =>
  Math.max(...Object.values(usage).map(({ peakMemory }) => peakMemory));

const memoryOf = (
  small: ExportUsage,
  large: ExportUsage,
  { small: few, large: many }: ExportSizes,
): Figure[] => [
  ...(
    [
      [few, small],
      [many, large],
    ] as const
  ).map(([users, usage]) =>
    beside(
      `memory of its largest process, ${users.toLocaleString('en')} users`,
      peakOf(usage) / MEGABYTE,
      'MB',
    ),
  ),
  atMost('its growth', peakOf(large) / peakOf(small), 'ratio', MAX_GROWTH),
];

/**
 * The export: everything until the import files lie ready, with half of the users moved already. The functions
 * are the deployed ones, each in a process of its own, as is the sandbox. Every figure is of one run.
 */
export const measureExport = (tell: (text: string) => void, sizes: ExportSizes = SIZES): Promise<Figure[]> =>
  withExportSandbox(async (sandbox) => {
    tell(`Listing ${sizes.quota} users within the quota ...`);
    await sandbox.populate(sizes.quota);
    await sandbox.interfere(LATENCY);
    const sequential = await listSequentially(sandbox);
    const { listing } = await runListing(sandbox, { runId: 'quota', users: sizes.quota, pace: 'quota' });
    await sandbox.interfere(0);
    const run = async (runId: string, users: number) => {
      tell(`Exporting ${users} users ...`);
      await sandbox.populate(users);
      const usage = await runExport(sandbox, { runId, users, pace: 'none' });
      for (const [step, { seconds, cpuSeconds, peakMemory }] of Object.entries(usage)) {
        tell(
          `  ${step}: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, ${Math.round(peakMemory / MEGABYTE)} MB`,
        );
      }
      return usage;
    };
    const small = await run('small', sizes.small);
    const large = await run('large', sizes.large);
    return [
      ...withQuota(listing, sequential),
      ...withoutQuota(small, sizes.small),
      ...memoryOf(small, large, sizes),
    ];
  });
