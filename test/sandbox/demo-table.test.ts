import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { columnsOf } from '../../migration/text/text-columns.ts';
import { cellsOf, createTable } from '../../sandbox/demo/print.ts';
import type { Row } from '../../sandbox/demo/row.ts';
import { SCENES } from '../../sandbox/demo/scenes.ts';

const scenes = Object.values(SCENES).flat();
const rows = scenes.map((scene): Row => ({ ...scene, ...scene.expected, unexpected: [] }));

const printed = (columns: number | undefined): string[] => {
  const table = createTable(scenes, columns);
  return [...table.header.split('\n'), ...rows.map((row) => table.line(row))].map((line) =>
    stripVTControlCharacters(line),
  );
};

describe('into a file or a pipe', () => {
  test('every cell is there in full', () => {
    const lines = printed(undefined).slice(2);
    for (const [index, row] of rows.entries()) {
      for (const cell of cellsOf(row)) expect(lines[index]).toContain(cell);
    }
    expect(lines.join('\n')).not.toContain('…');
  });

  test('the columns are aligned', () => {
    const [titles = '', , ...lines] = printed(undefined);
    for (const [index, line] of lines.entries()) {
      expect(line.slice(titles.indexOf('Typed'))).toMatch(new RegExp(`^${rows[index]?.typed} `));
      const beforeLast = line.slice(0, line.lastIndexOf('  ') + 2);
      expect(columnsOf(beforeLast)).toBe(titles.indexOf('Password'));
    }
  });

  test('what nobody expected is there in full, too', () => {
    const kind = 'Somebody whose story is longer than that of anybody for whom the table was laid out';
    const line = createTable(scenes, undefined).line({ ...rows[0]!, kind, unexpected: ['clientSaw'] });
    expect(line).toContain(`${kind}  anna`);
  });
});

test.each([131, 160])('a terminal of %i columns', (columns) => {
  const lines = printed(columns);
  expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns);
  expect(lines.some((line) => line.includes('…'))).toBe(true);
});

test('a terminal that is wide enough cuts nothing', () => {
  expect(printed(400)).toEqual(printed(undefined));
});
