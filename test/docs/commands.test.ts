import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { run } from '../../cli/program.ts';

/** Every command line of the operator's commands that the documentation shows can be typed. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const helpOf = async (...command: readonly string[]): Promise<string> => {
  let text = '';
  const output = {
    isTTY: false,
    columns: 200,
    write: (written: string) => {
      text += written;
      return true;
    },
  };
  await run([...command, '--help'], {
    stdout: output,
    stderr: output,
    environment: {},
    directory: ROOT,
    now: Date.now,
    signal: new AbortController().signal,
  });
  return text;
};

const commands = [...(await helpOf()).split(/^Commands:|^Examples:/m)[1]!.matchAll(/^ {2}([a-z]+)/gm)].map(
  ([, name = '']) => name,
);
const helps = new Map(await Promise.all(commands.map(async (name) => [name, await helpOf(name)] as const)));

const pages = ['README.md', 'CONTRIBUTING.md', 'sandbox/README.md'].concat(
  (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
);

/** A command and its options, as typed in code, up to whatever is not for it: a comment, a pipe, the end of the code. */
const shown = (
  await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(join(ROOT, page), 'utf8');
      return [...text.matchAll(/npm run (?:-s )?migrate -- ([^`\n#|>]*)/g)].map(
        ([, line = '']) => [`${page}: ${line.trim()}`, line.trim().split(/ +/)] as const,
      );
    }),
  )
).flat();

test.each(shown)('%s', (_, [command = '', ...words]) => {
  if (command.startsWith('<')) return;
  const help = helps.get(command) ?? '';
  expect(help).toContain(`migrate ${command}`);
  for (const option of words.filter((word) => word.startsWith('--'))) expect(help).toContain(option);
});

test.each(['README.md', 'docs/guide.md'])('%s has every command', async (page) => {
  const text = await readFile(join(ROOT, page), 'utf8');
  expect(
    commands.filter((name) => !text.includes(`| \`${name}`) && !text.includes(`migrate -- ${name}`)),
  ).toEqual([]);
});
