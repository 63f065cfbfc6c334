import { describe, expect, test } from '@jest/globals';
import { layOut, textTable } from '../../../migration/text/text-table.ts';

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

describe('on a terminal', () => {
  const header = ['pool', 'sub', '', 'what to do'];
  const rows = [
    ['old', 'c02b8919-7c1e-4c35', '1', 'Decide who keeps the name.'],
    ['new', '6f0a', '', ''],
  ];
  const WIDTH = 'old   c02b8919-7c1e-4c35  1  Decide who keeps the name.'.length;

  test('that is wide enough, it is a table', () => {
    const [titles, ...lines] = textTable(header, rows);
    expect(layOut(header, rows, WIDTH)).toEqual({ titles, lines });
  });

  test('that is too narrow, it is records, and nothing is cut', () => {
    expect(layOut(header, rows, WIDTH - 1)).toEqual({
      lines: [
        'pool        old',
        'sub         c02b8919-7c1e-4c35',
        '            1',
        'what to do  Decide who keeps the name.',
        '',
        'pool        new',
        'sub         6f0a',
      ],
    });
  });

  test('that is too narrow, a record cannot move the cursor', () => {
    expect(layOut(['Name'], [['\u001b[2Jada']], 4)).toEqual({ lines: ['Name  \ufffd[2Jada'] });
  });

  test('that is too narrow, a row that is too short is a shorter record', () => {
    expect(layOut(['Name', 'Note'], [['somebody']], 4).lines).toEqual(['Name  somebody']);
  });

  test('that is too narrow for the titles alone, they are there', () => {
    expect(layOut(header, [], 3)).toEqual({ titles: 'pool  sub    what to do', lines: [] });
  });
});

test('a cell cannot move the cursor', () => {
  expect(textTable(['Name'], [['\u001b[2Jada\n']])).toEqual(['Name', '\ufffd[2Jada\ufffd']);
});
