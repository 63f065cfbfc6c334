import { expect, test } from '@jest/globals';
import { type Row, totalsOf } from '../../sandbox/demo/row.ts';

const row = (person: string | undefined, of: Partial<Row>): Row => ({
  kind: 'Somebody',
  flow: 'sign-in',
  typed: 'somebody',
  oldPoolAnswer: 'tokens',
  clientSaw: 'tokens',
  newPoolStatus: 'CONFIRMED',
  passwordKept: true,
  triggerInvoked: true,
  unexpected: [],
  ...(person === undefined ? {} : { person }),
  ...of,
});
const KEPT: Partial<Row> = {};
const NOT_MOVED: Partial<Row> = { newPoolStatus: null, passwordKept: null };
const TO_RESET: Partial<Row> = { newPoolStatus: 'RESET_REQUIRED', passwordKept: false };
const NEW: Partial<Row> = { passwordKept: false };

const NOBODY = {
  movedWithOldPassword: 0,
  movedWithNewPassword: 0,
  mustStillReset: 0,
  notMoved: 0,
};

test.each<[string, Row[], object]>([
  ['who moved', [row('main/ada', KEPT)], { people: 1, movedWithOldPassword: 1 }],
  ['who chose a new password', [row('main/ada', NEW)], { people: 1, movedWithNewPassword: 1 }],
  ['who must still reset it', [row('main/ada', TO_RESET)], { people: 1, mustStillReset: 1 }],
  ['who did not move', [row('main/ada', NOT_MOVED)], { people: 1, notMoved: 1 }],
  ['nobody', [row(undefined, NOT_MOVED)], { people: 0 }],
  [
    'who was wrong at first',
    [row('main/ada', NOT_MOVED), row('main/ada', KEPT)],
    { people: 1, movedWithOldPassword: 1 },
  ],
  [
    'who had moved and is refused under another name',
    [row('main/ada', KEPT), row('main/ada', { ...KEPT, clientSaw: 'NotAuthorizedException' })],
    { people: 1, movedWithOldPassword: 1 },
  ],
  [
    'two of one name in two old pools',
    [row('main/ada', KEPT), row('legacy/ada', TO_RESET)],
    { people: 2, movedWithOldPassword: 1, mustStillReset: 1 },
  ],
])('counts a person once: %s', (_, rows, expected) => {
  const attempts = { rows: rows.length, asExpected: rows.length, unexpected: 0 };
  expect(totalsOf(rows)).toEqual({ ...attempts, ...NOBODY, ...expected });
});

test('counts attempts that did not end as expected', () => {
  const rows = [row('main/ada', { unexpected: ['clientSaw'] }), row('main/ada', KEPT)];
  expect(totalsOf(rows)).toMatchObject({ rows: 2, asExpected: 1, unexpected: 1, people: 1 });
});
