import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  expect(readdirSync(directory)).toEqual(['people.csv.unfinished']);
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

test('takes over from one that was never finished', () => {
  writeFileSync(`${path()}.unfinished`, 'left over');
  const file = new PrivateFile(path());
  file.finish();
  file.discard();
  expect(readFileSync(path(), 'utf8')).toBe('');
});

test.each(['nowhere/people.csv', 'taken'])('is refused where it cannot be: %s', (name) => {
  mkdirSync(join(directory, 'taken'));
  expect(() => new PrivateFile(join(directory, name))).toThrow(OperatorError);
  expect(readdirSync(directory)).toEqual(['taken']);
});
