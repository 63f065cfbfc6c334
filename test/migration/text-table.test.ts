import { expect, test } from '@jest/globals';
import { columnsOf } from '../../migration/text-columns.ts';
import { textTable } from '../../migration/text-table.ts';

test('columns are aligned by the width that a terminal shows', () => {
  expect(
    textTable(
      ['Name', 'Is'],
      [
        ['山田', 'here'],
        ['ada', 'there'],
      ],
    ),
  ).toEqual(['Name  Is', '山田  here', 'ada   there']);
});

test('numbers end under each other, other columns do not', () => {
  const rows = [
    ['moved', '1,234', '7', ''],
    ['left', '5', '', '1.5 %'],
  ];
  expect(textTable(['Class', 'Users', 'n/a', 'Share'], rows)).toEqual([
    'Class  Users  n/a  Share',
    'moved  1,234    7',
    'left       5       1.5 %',
  ]);
});

test('a row that is too short is filled up, what is too much is left out', () => {
  expect(textTable(['A', 'B'], [['1'], ['2', '3', '4']])).toEqual(['A  B', '1', '2  3']);
});

test('a column without any text stays empty', () => {
  expect(
    textTable(
      ['A', 'B'],
      [
        ['x', ''],
        ['y', ''],
      ],
    ),
  ).toEqual(['A  B', 'x', 'y']);
});

test('no rows, only the header', () => {
  expect(textTable(['A', 'B'], [])).toEqual(['A  B']);
});

test('in a narrow terminal the widest column is cut', () => {
  const lines = textTable(['Key', 'Text'], [['sub', 'a long explanation of what is wrong']], 20);
  expect(lines).toEqual(['Key  Text', 'sub  a long explana…']);
  expect(Math.max(...lines.map(columnsOf))).toBe(20);
});

test('in a very narrow terminal something of each column is left', () => {
  expect(textTable(['Username', 'Reason'], [['somebody-else', 'is-taken-by-another']], 10)).toEqual([
    'Username  Reason',
    'somebod…  is-take…',
  ]);
});

test('a cell cannot move the cursor', () => {
  expect(textTable(['Name'], [['\u001b[2Jada\n']])).toEqual(['Name', '\ufffd[2Jada\ufffd']);
});

test('a number too wide for a narrow terminal is cut like any other text', () => {
  expect(textTable(['Number'], [['1234567890'], ['1']], 9)).toEqual(['   Number', '12345678…', '        1']);
});
