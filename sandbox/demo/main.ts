import { resolve } from 'node:path';
import { getSystemErrorMessage } from 'node:util';
import { readOptions, refuse } from '../command-line.ts';
import { abortion, INTERRUPTED, Interrupted, untilInterrupted } from '../interruption.ts';
import { type Backfill, runBackfill } from './backfill.ts';
import { scenesOfBackfilledPerson } from './backfilled-person.ts';
import { perform, signInPlainly } from './perform.ts';
import { createTable, printBackfill, printTotals, sectionTitle } from './print.ts';
import { phaseOf } from './progress.ts';
import { prepareDirectory } from './report-directory.ts';
import { published, type Row, totalsOf } from './row.ts';
import type { Scene } from './scene.ts';
import { SCENES } from './scenes.ts';
import { type Production, setTheStage } from './stage.ts';
import type { World } from './world.ts';

/**
 * `npm run demo`: everybody's first contact with the new pool, then the backfill of those who had none, on the
 * sandbox. Exit status 0 if every row is as expected and everybody is accounted for.
 */
const USAGE = `Plays every kind of first sign-in on the sandbox, then backfills everybody else.

Usage: npm run demo -- [options]

  --users <number>   generated people in the old pool, 20 to 1000000 (default: 300)
  --report <folder>  where the report of the backfill goes (default: demo-report)
  --json             one JSON document on stdout, and nothing else
  --help             this text`;

/** Of the generated people, who sign in before the backfill: every fourth, and never more than this. */
const MOST_SIGN_INS = 60;

const values = readOptions(USAGE, {
  json: { type: 'boolean', default: false },
  report: { type: 'string', default: 'demo-report' },
  users: { type: 'string', default: '300' },
});
const people = /^\d+$/.test(values.users) ? Number(values.users) : Number.NaN;
if (!(people >= 20 && people <= 1_000_000)) {
  refuse(`--users "${values.users}": give a whole number from 20 to 1000000.`);
}

/** Why no report can be left there, in the system's words. */
const cannotBeWritten = (error: unknown): never => {
  if (!(error instanceof Error && 'errno' in error)) throw error;
  const reason = getSystemErrorMessage(Number(error.errno));
  return refuse(`--report "${values.report}": no report can be left there (${reason}). Give another folder.`);
};
await prepareDirectory(resolve(values.report)).catch(cannotBeWritten);

const table = createTable(Object.values(SCENES).flat(), process.stdout.columns);
const print = (text: string) => {
  if (!values.json) process.stdout.write(`${text}\n`);
};
const tell = (text: string) => process.stderr.write(`${text}\n`);
const rows: Row[] = [];

const play = async (production: Production, title: string, scenes: readonly Scene[]): Promise<void> => {
  print(sectionTitle(title));
  for (const scene of scenes) {
    const world = production.worlds.get(scene.world ?? 'main');
    if (world === undefined) throw new Error(`${scene.kind}: no world ${scene.world}`);
    const row = await perform(production, world, scene);
    rows.push(row);
    print(table.line(row));
    if (values.json) for (const surprise of row.unexpected) tell(`${row.kind}: ${surprise}`);
  }
};

/** Some of the generated people sign in, as during the weeks before a backfill. */
const letSomeSignIn = async ({ crowd }: Production, world: World): Promise<number> => {
  const ordinary = crowd
    .filter((person, index) => person.ordinary && index % 4 === 0)
    .slice(0, MOST_SIGN_INS);
  for (const { username, password } of ordinary) await signInPlainly(world, username, password);
  return ordinary.length;
};

const backfill = async (production: Production): Promise<Backfill> => {
  const world = production.worlds.get('main');
  if (world === undefined) throw new Error('There is no world main');
  const signedIn = await letSomeSignIn(production, world);
  tell(`\n${signedIn} of ${people} generated people signed in. Backfilling the rest ...`);
  let phase = '';
  const done = await runBackfill(production.sandbox, world.stack, resolve(values.report), (state) => {
    const next = phaseOf(state);
    if (next !== undefined && next !== phase) tell(`  ${next}`);
    phase = next ?? phase;
  });
  const person = production.crowd.find(
    ({ username, preferredUsername }) => preferredUsername !== undefined && done.imported.includes(username),
  );
  if (person === undefined) throw new Error('Nobody was imported who has a preferred_username');
  print(printBackfill(done));
  await play(production, 'Afterwards: one of the backfilled people', scenesOfBackfilledPerson(person));
  return done;
};

const show = async (production: Production): Promise<Backfill> => {
  print(table.header);
  for (const [title, scenes] of Object.entries(SCENES)) await play(production, title, scenes);
  return backfill(production);
};

const conclude = ({ result, reportPage }: Backfill): void => {
  const totals = totalsOf(rows);
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ rows: rows.map(published), totals, backfill: result })}\n`);
  } else {
    print(printTotals(totals));
    print(`  The report of the backfill: ${reportPage}`);
  }
  process.exitCode = totals.unexpected === 0 ? 0 : 1;
};

const interruption = untilInterrupted();
try {
  const production = await setTheStage(Object.values(SCENES).flat(), tell, { people, signal: interruption });
  try {
    conclude(await Promise.race([abortion(interruption), show(production)]));
  } finally {
    await production.close();
  }
} catch (error) {
  if (!(error instanceof Interrupted)) throw error;
  // What was under way may go on trying for a while.
  process.exit(INTERRUPTED);
}
