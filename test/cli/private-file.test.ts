import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { OperatorError } from '../../cli/operator-error.ts';
import { PrivateFile } from '../../cli/private-file.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'private-file-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const path = (): string => join(directory, 'people.csv');

test('is there, for its owner alone, once it is finished', () => {
  const file = new PrivateFile(path());
  file.add('first\n');
  file.add(`${'x'.repeat(100_000)}\n`);
  file.add('last\n');
  expect(readdirSync(directory)).toEqual([expect.stringMatching(/^people\.csv\.\w{8}\.unfinished$/)]);
  file.finish();
  file.discard();
  expect(readdirSync(directory)).toEqual(['people.csv']);
  expect(readFileSync(path(), 'utf8')).toBe(`first\n${'x'.repeat(100_000)}\nlast\n`);
  expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('replaces an earlier one only when it is finished', () => {
  writeFileSync(path(), 'earlier', { mode: 0o644 });
  const dropped = new PrivateFile(path());
  dropped.add('half');
  dropped.discard();
  expect(readFileSync(path(), 'utf8')).toBe('earlier');
  const file = new PrivateFile(path());
  file.add('whole');
  file.finish();
  expect(readFileSync(path(), 'utf8')).toBe('whole');
  expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('leaves alone what another run has not finished', () => {
  const [one, other] = [new PrivateFile(path()), new PrivateFile(path())];
  for (const text of ['a', 'b', 'c']) {
    one.add(text);
    other.add(text.toUpperCase());
  }
  one.finish();
  expect(readFileSync(path(), 'utf8')).toBe('abc');
  other.finish();
  expect(readFileSync(path(), 'utf8')).toBe('ABC');
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['people.csv']);
});

test('follows a link to a file, and leaves it a link', () => {
  writeFileSync(path(), 'earlier');
  const link = join(directory, 'link.csv');
  symlinkSync(path(), link);
  const file = new PrivateFile(link);
  file.add('whole');
  file.finish();
  expect(readFileSync(path(), 'utf8')).toBe('whole');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

test.each(['nowhere/people.csv', 'taken', 'dangling', ''])('is refused where it cannot be: "%s"', (name) => {
  mkdirSync(join(directory, 'taken'));
  symlinkSync(join(directory, 'gone'), join(directory, 'dangling'));
  expect(() => new PrivateFile(name === '' ? '' : join(directory, name))).toThrow(OperatorError);
  expect(readdirSync(directory)).toEqual(['dangling', 'taken']);
});

test('never takes the place of what is no file', async () => {
  const server = createServer();
  const socket = join(directory, 's');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  expect(() => new PrivateFile(socket)).toThrow(OperatorError);
  expect(lstatSync(socket).isSocket()).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});

test('where it could be made but not finished, nothing is left, and the operator is told', () => {
  const file = new PrivateFile(path());
  file.add('people');
  mkdirSync(path());
  expect(() => file.finish()).toThrow(OperatorError);
  expect(readdirSync(directory)).toEqual(['people.csv']);
});
