import { readOptions } from '../sandbox/command-line.ts';
import { measureExport } from './export.ts';
import type { Figure } from './figure.ts';
import { measureHandlerLatency } from './handler-latency.ts';
import { measureLoadTime } from './load-time.ts';
import { withRehearsal } from './rehearsal.ts';

/** `npm run bench`: ratios within one run, medians of what takes seconds, the system under test in processes of its own. */

const USAGE = `Measures the trigger and the export of the backfill.

Usage: npm run bench -- [options]

  --json   one JSON document on stdout, and nothing else
  --help   this text`;

const values = readOptions(USAGE, { json: { type: 'boolean', default: false } });
const tell = (text: string) => process.stderr.write(`${text}\n`);

const signIns = await withRehearsal(async (rehearsal): Promise<Figure[]> => {
  tell('Loading bundles ...');
  const loadTime = await measureLoadTime(rehearsal);
  tell('Signing in ...');
  return [...loadTime, ...(await measureHandlerLatency(rehearsal))];
});
const figures = [...signIns, ...(await measureExport(tell))];

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
