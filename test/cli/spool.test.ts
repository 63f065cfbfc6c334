import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Spool } from '../../cli/spool.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'spool-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const withSpool = (use: (spool: Spool) => void): void => {
  const spool = new Spool(directory);
  try {
    use(spool);
  } finally {
    spool.close();
  }
};

const asIs = (line: string): string => line;

test('every drawer has its lines, in their order, however long they are', () => {
  const line = fc.oneof(
    fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    fc.constantFrom('x'.repeat(5_000), 'ä'.repeat(5_000), '日'.repeat(20_000)),
  );
  const entries = fc.array(
    fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      line.filter((text) => !text.includes('\n')),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(entries, (lines) =>
      withSpool((spool) => {
        for (const [drawer, text] of lines) spool.add(drawer, `${text}\n`);
        for (const name of ['c', 'a', 'b']) {
          const expected = lines.filter(([drawer]) => drawer === name).map(([, text]) => text);
          expect(spool.take(name, asIs)).toEqual(expected);
        }
      }),
    ),
    { numRuns: 200 },
  );
});

test('a drawer is empty once it was read, and can be filled again', () =>
  withSpool((spool) => {
    spool.add('a', 'first\n');
    expect(spool.take('a', asIs)).toEqual(['first']);
    expect(spool.take('a', asIs)).toEqual([]);
    spool.add('a', 'second\n');
    expect(spool.take('a', asIs)).toEqual(['second']);
  }));

test('what is read may be changed on the way', () =>
  withSpool((spool) => {
    spool.add('a', '1\n');
    spool.add('a', '2\n');
    expect(spool.take('a', Number)).toEqual([1, 2]);
  }));

test('nobody finds the file, not even while it is in use', () => {
  withSpool((spool) => {
    for (let number = 0; number < 10_000; number += 1) spool.add('a', `ann-${number}@example.com\n`);
    if (process.platform !== 'win32') expect(readdirSync(directory)).toEqual([]);
    expect(spool.take('a', asIs)).toHaveLength(10_000);
  });
  expect(readdirSync(directory)).toEqual([]);
});

test('it can be closed twice', () => {
  const spool = new Spool(directory);
  spool.close();
  spool.close();
});
