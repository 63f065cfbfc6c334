import { readOptions, refuse } from '../sandbox/command-line.ts';
import { measureExport } from './export.ts';
import type { Figure } from './figure.ts';
import { measureHandlerLatency } from './handler-latency.ts';
import { measureLoadTime } from './load-time.ts';
import { withRehearsal } from './rehearsal.ts';
import { measureTokenFunction } from './token-function.ts';
import { measureVerify } from './verify.ts';

/** `npm run bench`: ratios within one run, medians of what takes seconds, the system under test in processes of its own. */

const USAGE = `Measures the trigger, the export of the backfill and the comparison of both pools.

Usage: npm run bench -- [options]

  --only <name>   sign-in, export or verify
  --json          one JSON document on stdout, and nothing else
  --help          this text`;

const values = readOptions(USAGE, { json: { type: 'boolean', default: false }, only: { type: 'string' } });
const tell = (text: string) => process.stderr.write(`${text}\n`);

const measureSignIn = (): Promise<readonly Figure[]> =>
  withRehearsal(async (rehearsal): Promise<Figure[]> => {
    tell('Loading bundles ...');
    const loadTime = await measureLoadTime(rehearsal);
    tell('Signing in ...');
    const latency = await measureHandlerLatency(rehearsal);
    tell('Generating tokens ...');
    return [...loadTime, ...latency, ...(await measureTokenFunction(rehearsal))];
  });

const MEASUREMENTS: ReadonlyMap<string, () => Promise<readonly Figure[]>> = new Map([
  ['sign-in', measureSignIn],
  ['export', () => measureExport(tell)],
  ['verify', () => measureVerify(tell)],
]);
if (values.only !== undefined && !MEASUREMENTS.has(values.only)) {
  refuse(`There is no measurement ${values.only}. --help tells what there is.`);
}
const figures: Figure[] = [];
for (const [name, measure] of MEASUREMENTS) {
  if (values.only === undefined || values.only === name) figures.push(...(await measure()));
}

const mark = ({ ok }: Figure): string => (ok === null ? ' ' : ok ? '✓' : '✗');
const printed = values.json
  ? JSON.stringify(figures)
  : figures
      .map((figure) =>
        [
          ` ${mark(figure)} ${figure.name.padEnd(62)}`,
          `${figure.value} ${figure.unit}`.padEnd(18),
          figure.target ?? '',
        ].join(''),
      )
      .join('\n');
process.stdout.write(`${printed}\n`);
process.exitCode = figures.some(({ ok }) => ok === false) ? 1 : 0;
