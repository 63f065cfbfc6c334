import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { measureHandlerLatency } from './handler-latency.ts';
import { measureLoadTime } from './load-time.ts';
import { withRehearsal } from './rehearsal.ts';

/** `npm run bench`: ratios within one run, medians, the system under test in processes of its own. */

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const tell = (text: string) => process.stderr.write(`${text}\n`);

const figures = await withRehearsal(async (rehearsal): Promise<Figure[]> => {
  tell('Loading bundles ...');
  const loadTime = await measureLoadTime(rehearsal);
  tell('Signing in ...');
  return [...loadTime, ...(await measureHandlerLatency(rehearsal))];
});

const mark = ({ ok }: Figure): string => (ok === null ? ' ' : ok ? '✓' : '✗');
const printed = values.json
  ? JSON.stringify(figures)
  : figures
      .map((figure) =>
        [
          ` ${mark(figure)} ${figure.name.padEnd(52)}`,
          `${figure.value} ${figure.unit}`.padEnd(18),
          figure.target ?? '',
        ].join(''),
      )
      .join('\n');
process.stdout.write(`${printed}\n`);
process.exitCode = figures.some(({ ok }) => ok === false) ? 1 : 0;
