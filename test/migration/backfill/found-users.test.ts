import { describe, expect, test } from '@jest/globals';
import type { FoundUser, RowVerdict } from '../../../migration/backfill/found-users.ts';
import {
  classifyRow,
  classifySkippedTwice,
  mayBeUnderSub,
  personOf,
} from '../../../migration/backfill/found-users.ts';

const MOVED = { sourceSub: '1', sourceVia: 'sign-in' };
const SKIPPED: RowVerdict = { kind: 'skipped' };
const UNCLEAR: RowVerdict = { kind: 'unclear' };
const FAILED: RowVerdict = { kind: 'failed', reason: 'odd' };
const NAME_TAKEN = { kind: 'leftOut', reason: 'name-taken' };

describe('a row that was looked up', () => {
  test.each<[string, RowVerdict, FoundUser | undefined, FoundUser | undefined, object]>([
    ['skipped, nobody has the name', SKIPPED, undefined, undefined, { kind: 'unprocessed', skipped: true }],
    ['no line, nobody has the name', UNCLEAR, undefined, undefined, { kind: 'unprocessed', skipped: false }],
    ['failed, nobody has the name', FAILED, undefined, undefined, FAILED],
    ['signed in meanwhile', SKIPPED, MOVED, undefined, { kind: 'skipped' }],
    ['failed, and signed in meanwhile', FAILED, MOVED, undefined, { kind: 'skipped' }],
    [
      'forgot the password meanwhile',
      SKIPPED,
      { sourceSub: '1', sourceVia: 'forgot-password' },
      undefined,
      { kind: 'skipped' },
    ],
    [
      'an interrupted job imported them',
      UNCLEAR,
      { sourceSub: '1', sourceVia: 'import' },
      undefined,
      { kind: 'imported' },
    ],
    ['a stranger took the name', SKIPPED, {}, undefined, NAME_TAKEN],
    ['a stranger took the name, and the row failed', FAILED, {}, undefined, FAILED],
    [
      'another old user has the name',
      SKIPPED,
      { sourceSub: '2', sourceVia: 'import' },
      undefined,
      NAME_TAKEN,
    ],
    ['a stranger took the name, and they moved under the old sub', SKIPPED, {}, MOVED, { kind: 'skipped' }],
    ['they moved under the old sub, and the stranger left', FAILED, undefined, MOVED, { kind: 'skipped' }],
    ['a stranger took the name, and another the old sub', SKIPPED, {}, { sourceSub: '2' }, NAME_TAKEN],
  ])('%s', (_, verdict, named, underSub, expected) => {
    expect(classifyRow({ sub: '1' }, verdict, { named, underSub })).toEqual(expected);
  });

  test.each<[RowVerdict, object]>([
    [SKIPPED, { kind: 'ask-aliases' }],
    [UNCLEAR, { kind: 'unprocessed', skipped: false }],
  ])('was skipped by a job before, and now is %j', (verdict, expected) => {
    expect(classifyRow({ sub: '1', skippedBefore: true }, verdict, { named: undefined })).toEqual(expected);
  });

  test.each<[string, string, FoundUser | undefined, RowVerdict, boolean]>([
    ['nobody has the name, and perhaps no job saw the row', 'ada', undefined, UNCLEAR, false],
    ['nobody has the name, but it was skipped', 'ada', undefined, SKIPPED, true],
    ['nobody has the name, and it failed', 'ada', undefined, FAILED, true],
    ['they have it themselves', 'ada', MOVED, SKIPPED, false],
    ['a stranger has it', 'ada', {}, UNCLEAR, true],
    ['a stranger has the old sub, which is the name', '1', {}, SKIPPED, false],
  ])('%s: the old sub is looked up too', (_, username, named, verdict, expected) => {
    expect(mayBeUnderSub({ sub: '1', username }, named, verdict)).toBe(expected);
  });
});

describe('a row that was skipped twice', () => {
  test.each([
    [
      'nobody has one of its aliases',
      [],
      { kind: 'failed', reason: expect.stringMatching(/Two jobs skipped/) },
    ],
    [
      'a stranger has the address',
      [{ alias: 'email', found: {} }],
      { kind: 'leftOut', reason: 'contact-taken' },
    ],
    ['a stranger has the preferred_username', [{ alias: 'preferred_username', found: {} }], NAME_TAKEN],
    [
      'a stranger has the number, and they have the address',
      [
        { alias: 'phone_number', found: {} },
        { alias: 'email', found: MOVED },
      ],
      { kind: 'skipped' },
    ],
  ] as const)('%s', (_, holders, expected) => {
    expect(classifySkippedTwice({ sub: '1' }, holders)).toEqual(expected);
  });
});

test('the person of a row is whoever came from that old user', () => {
  expect(personOf({ sub: '1' }, { named: { sourceSub: '2', sourceVia: 'import' }, underSub: MOVED })).toBe(
    MOVED,
  );
  expect(personOf({ sub: '1' }, { named: {} })).toBeUndefined();
});
