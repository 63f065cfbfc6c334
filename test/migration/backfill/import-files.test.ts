import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Place } from '../../../migration/backfill/import-files.ts';
import {
  createFileCutter,
  DISABLED_FILE_LIMITS,
  FILE_LIMITS,
  fileName,
  utf8Bytes,
} from '../../../migration/backfill/import-files.ts';

const places = (limits: { rows: number; bytes: number }, headerBytes: number, rows: readonly number[]) => {
  const place = createFileCutter(limits, headerBytes);
  return rows.map((bytes) => place(bytes));
};

describe('cutting into files', () => {
  test('the limits are those of Cognito', () => {
    expect(FILE_LIMITS).toEqual({ rows: 500_000, bytes: 100_000_000 });
    expect(DISABLED_FILE_LIMITS).toEqual({ rows: 1000, bytes: 100_000_000 });
  });

  test.each<[string, { rows: number; bytes: number }, number[], [number, number][]]>([
    [
      'all fit',
      { rows: 3, bytes: 100 },
      [10, 10, 10],
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
    ],
    [
      'one row too many',
      { rows: 2, bytes: 100 },
      [10, 10, 10],
      [
        [0, 1],
        [0, 2],
        [1, 1],
      ],
    ],
    [
      'just as many bytes',
      { rows: 9, bytes: 30 },
      [10, 10],
      [
        [0, 1],
        [0, 2],
      ],
    ],
    [
      'one byte too many',
      { rows: 9, bytes: 29 },
      [10, 10],
      [
        [0, 1],
        [1, 1],
      ],
    ],
  ])('%s', (_, limits, rows, expected) => {
    expect(places(limits, 10, rows)).toEqual(expected.map(([file, row]) => ({ file, row })));
  });

  test('never exceeds a limit, keeps the order, leaves no gap, and opens no file too early', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 60, max: 200 }),
        fc.array(fc.integer({ min: 1, max: 50 })),
        (rows, bytes, sizes) => {
          const header = 10;
          const files: number[][] = [];
          let last: Place = { file: 0, row: 0 };
          for (const [index, place] of places({ rows, bytes }, header, sizes).entries()) {
            const size = sizes[index]!;
            const current = files.at(-1) ?? [];
            if (place.row === 1) {
              expect(place.file).toBe(files.length);
              if (files.length > 0) {
                const full = current.reduce((sum, one) => sum + one, header + size) > bytes;
                expect(full || current.length === rows).toBe(true);
              }
              files.push([size]);
            } else {
              expect(place).toEqual({ file: last.file, row: last.row + 1 });
              current.push(size);
            }
            last = place;
          }
          expect(files.flat()).toEqual(sizes);
          for (const file of files) {
            expect(file.length).toBeLessThanOrEqual(rows);
            expect(file.reduce((sum, one) => sum + one, header)).toBeLessThanOrEqual(bytes);
          }
        },
      ),
    );
  });

  test('sizes are those of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });
});

describe('names of files', () => {
  test('the only one has no number', () => {
    expect(fileName('enabled', 0, 1)).toBe('CognitoUsers.csv');
    expect(fileName('disabled', 0, 1)).toBe('DisabledUsers.csv');
  });

  test('in the order of the alphabet they stand as they are imported', () => {
    const names = [
      ...Array.from({ length: 120 }, (_, file) => fileName('enabled', file, 120)),
      ...Array.from({ length: 12 }, (_, file) => fileName('disabled', file, 12)),
    ];
    expect(names[0]).toBe('CognitoUsers-001.csv');
    expect([...names].sort()).toEqual(names);
    expect([fileName('disabled', 0, 1), fileName('enabled', 0, 1)].sort()[0]).toBe('CognitoUsers.csv');
  });
});
