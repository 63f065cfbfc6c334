import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { run } from '../../cli/program.ts';
import { SCENES_OF_MAIN } from '../../sandbox/demo/scenes.ts';
import { type Production, setTheStage } from '../../sandbox/demo/stage.ts';
import { introducedUsers } from '../../sandbox/introduction.ts';
import { recorder } from '../support/operators-context.ts';
import { bundledAssembly } from '../support/synthesized-assembly.ts';

/** "Rehearse it" of the guide, typed as it stands there, and what it says that comes of it. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const guide = await readFile(new URL('../../docs/guide.md', import.meta.url), 'utf8');
const [, rehearsal = ''] = /^## Rehearse it\n(.*?)^## /ms.exec(guide)!;

/** The lines of its code, each without its comment. */
const lines = [...rehearsal.matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, code = '']) => code.replaceAll('\\\n', ' ').split('\n'))
  .map((line) => line.replace(/ {2,}#.*/, ''))
  // "sign in again by the `curl` above"
  .flatMap((line, _, all) =>
    line.includes('-- undo ') ? [line, ...all.filter((other) => other.includes('.InitiateAuth'))] : [line],
  );

interface Typed {
  readonly line: string;
  readonly status: number;
  readonly output: string;
}

let production: Production;
const typed: Typed[] = [];
beforeAll(async () => {
  const bundled = await bundledAssembly();
  production = await setTheStage(SCENES_OF_MAIN, () => undefined, { bundled, copyGroups: false });
  for (const line of lines) {
    const done = await type(line);
    if (done !== undefined) typed.push({ line, ...done });
  }
});
afterAll(() => production?.close());

type Done = Omit<Typed, 'line'> | undefined;

const type = (line: string): Promise<Done> | Done => {
  const [, command] = /^npm run migrate -- (.*) --endpoint \$E/.exec(line) ?? [];
  // Six seconds that change nothing.
  if (command?.includes('--dry-run')) return undefined;
  if (command !== undefined) return migrate(command.split(' '));
  const [, operation, body] = /(?:^call |IdentityProviderService\.)(\w+)'?.*? '(\{.*\})'/.exec(line) ?? [];
  if (operation !== undefined && body !== undefined) return call(operation, body);
  return undefined;
};

/** In a hurry, and asked nothing. */
const migrate = async ([command = '', ...options]: readonly string[]): Promise<Done> => {
  const output = recorder();
  const fast = command === 'backfill' ? ['--requests-per-second', '30'] : [];
  const unasked = ['undo', 'forget'].includes(command) ? ['--yes'] : [];
  const status = await run(
    [command, ...options, ...fast, ...unasked, '--endpoint', production.sandbox.endpoint],
    {
      ...{ stdout: output, stderr: output, environment: {}, directory: ROOT, now: Date.now },
      signal: new AbortController().signal,
    },
  );
  return { status, output: output.text() };
};

const call = async (operation: string, body: string): Promise<Done> => {
  const { sandbox, worlds } = production;
  const { newClientId, newUserPoolId } = worlds.get('main')!;
  const code = sandbox.services.outbox.messages({ userPoolId: newUserPoolId }).at(-1)?.code;
  const answer = await fetch(sandbox.endpoint, {
    method: 'POST',
    headers: { 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}` },
    body: body.replace(`'$CLIENT'`, newClientId).replace('<code>', String(code)),
  });
  return { status: answer.status, output: await answer.text() };
};

/** What came of a line that begins so, the first time and the last. */
const came = (beginning: string): readonly [first: Typed, last: Typed] => {
  const found = typed.filter(({ line }) => line.replace('npm run migrate -- ', '').startsWith(beginning));
  return [found.at(0)!, found.at(-1)!];
};
/** A number of the guide. */
const number = (words: RegExp): number => Number(words.exec(rehearsal)![1]);

const statusOf = (line: string): number => {
  if (/^(?:call|curl) /.test(line)) return 200;
  // What they find stays as it is.
  return /-- (?:check|verify) /.test(line) ? 1 : 0;
};

test('every line does what it is for', () => {
  expect(typed.filter(({ line, status }) => status !== statusOf(line))).toEqual([]);
  expect(typed.length).toBeGreaterThanOrEqual(13);
});

test('the people of the old pool', () => {
  const [{ output }] = came('check --users');
  const people = number(/the (\d+) people of an old pool/);
  expect(number(/^(\d+) people:/m)).toBe(people);
  expect(introducedUsers(SCENES_OF_MAIN)).toHaveLength(people);
  expect(output).toContain(`Of ${people} people in the old pool`);
  for (const [text, words] of [
    [/Differ from another user by case only +(\d+)/, /(\d+) whose names differ by case only/],
    [/preferred_username +(\d+) +\d+\n/, /(\d+) names that several claim/],
    [/Have no verified contact +(\d+)/, /(\d+) without a verified contact/],
  ] as const) {
    expect(Number(text.exec(output)![1])).toBe(number(words));
  }
});

test('groups are created, and come with whoever is in them', () => {
  expect(came('groups')[0].output.match(/created/g)).toHaveLength(2);
  const [before, after] = came('explain gunther');
  expect(before.output).toContain('Moves, as gunther (CONFIRMED)');
  expect(after.output).toContain('moved by sign-in');
  const groups = number(/with (\d+) groups/);
  const told = (output: string) =>
    [...output.matchAll(/^ {2}groups +(\d+)$/gm)].map(([, count]) => Number(count));
  expect([told(before.output), told(after.output)]).toEqual([[groups], [groups, groups]]);
});

test('the status', () => {
  const { output } = came('status')[0];
  const [, moved, all] = /about (\d+) of (\d+) has moved/.exec(rehearsal)!;
  expect(output).toContain(`${all} users in the old pool`);
  expect(Number(/have moved +about (\d+)/.exec(output)![1])).toBe(Number(moved));
});

test('the backfill, and why the others were not imported', () => {
  const { output } = came('backfill')[1];
  expect(Number(/Imported +(\d+)/.exec(output)![1])).toBe(number(/`Imported (\d+)`/));
  for (const [text, words] of [
    [/Have a second factor +(\d+)/, /a second factor \((\d+)\)/],
    [/Have no verified contact +(\d+)/, /no verified contact \((\d+)\)/],
    [/Differ from another user by case only +(\d+)/, /case \((\d+)\)/],
    [/Disabled in the old pool +(\d+)/, /disabled \((\d+)\)/],
    [/Never confirmed their sign-up +(\d+)/, /never confirmed \((\d+)\)/],
  ] as const) {
    expect(Number(text.exec(output)![1])).toBe(number(words));
  }
});
