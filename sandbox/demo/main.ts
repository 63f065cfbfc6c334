import { parseArgs } from 'node:util';
import { perform } from './perform.ts';
import { header, printRow, printTotals, sectionTitle } from './print.ts';
import { published, type Row, totalsOf } from './row.ts';
import { SCENES } from './scenes.ts';
import { setTheStage } from './stage.ts';

/**
 * `npm run demo`: everybody's first contact with the new pool, on the sandbox. `--json` prints one document on
 * stdout and nothing else. Exit status 0 if every row is as expected.
 */

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const print = (text: string) => {
  if (!values.json) process.stdout.write(`${text}\n`);
};
const tell = (text: string) => process.stderr.write(`${text}\n`);

const scenes = Object.values(SCENES).flat();
const production = await setTheStage(scenes, tell);
const rows: Row[] = [];
try {
  print(header());
  for (const [title, section] of Object.entries(SCENES)) {
    print(sectionTitle(title));
    for (const scene of section) {
      const world = production.worlds.get(scene.world ?? 'main');
      if (world === undefined) throw new Error(`${scene.kind}: no world ${scene.world}`);
      const row = await perform(production, world, scene);
      rows.push(row);
      print(printRow(row));
      if (values.json) for (const surprise of row.unexpected) tell(`${row.kind}: ${surprise}`);
    }
  }
} finally {
  await production.close();
}

const totals = totalsOf(rows);
if (values.json) process.stdout.write(`${JSON.stringify({ rows: rows.map(published), totals })}\n`);
else print(printTotals(totals));
process.exitCode = totals.unexpected === 0 ? 0 : 1;
