import { describe, expect, test } from '@jest/globals';
import type { Matches } from '../../../migration/explain/search.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import {
  identify,
  isProven,
  nameForDeletion,
  subOfNobody,
  withMoved,
} from '../../../migration/removal/identify.ts';
import { objectionToUndo } from '../../../migration/removal/undo.ts';

const userOf = (sub: string, init: Partial<ListedUser> = {}): ListedUser => ({
  username: 'ann',
  sub,
  enabled: true,
  status: 'CONFIRMED',
  attributes: new Map(),
  ...init,
});
const movedFrom = (oldSub: string, sub = 'new') =>
  userOf(sub, { attributes: new Map([['custom:source_sub', oldSub]]) });
const matches = (...users: readonly ListedUser[]) =>
  users.map((user) => ({ user, foundBy: 'name' as const }));

const old = userOf('old');
const moved = movedFrom('old');
const native = userOf('native');

describe('a name means', () => {
  test.each([
    ['nobody', [], [], { kind: 'nobody' }],
    ['somebody who has not moved', [old], [], { kind: 'person', pair: { old } }],
    ['somebody who has moved', [old], [moved], { kind: 'person', pair: { old, new: moved } }],
    ['somebody who is gone from the old pool', [], [moved], { kind: 'person', pair: { new: moved } }],
    ['somebody who registered', [], [native], { kind: 'person', pair: { new: native } }],
  ])('%s', (_, ofOld, ofNew, expected) => {
    expect(identify({ old: matches(...ofOld), new: matches(...ofNew) })).toEqual(expected);
  });

  const other = userOf('other');
  const again = movedFrom('old', 'newer');
  test.each([
    ['two people of the old pool', [old, other], [moved], [{ old, new: moved }, { old: other }]],
    ['somebody, and another who registered under the name', [old], [native], [{ old }, { new: native }]],
    [
      'one who is twice in the new pool',
      [old],
      [moved, again],
      [
        { old, new: moved },
        { old, new: again },
      ],
    ],
  ])('too many: %s', (_, ofOld, ofNew, pairs) => {
    expect(identify({ old: matches(...ofOld), new: matches(...ofNew) })).toEqual({
      kind: 'ambiguous',
      pairs,
    });
  });
});

test.each([
  ['CONFIRMED', 'old'],
  ['EXTERNAL_PROVIDER', 'ann'],
])('a user who is %s is deleted by %s', (status, name) => {
  expect(nameForDeletion(userOf('old', { status }))).toBe(name);
});

test.each([
  ['name', true],
  ['username', true],
  ['sub', true],
  ['email', false],
  ['phone_number', false],
  ['preferred_username', false],
  ['link', false],
] as const)('that somebody was found by %s proves who is meant: %p', (foundBy, proves) => {
  const linked = { user: moved, foundBy: 'link' as const };
  expect(isProven({ old: [{ user: old, foundBy }], new: [linked] }, 'ann')).toBe(proves);
  expect(isProven({ old: [linked], new: [{ user: moved, foundBy }] }, 'ann')).toBe(proves);
});

describe('a name in other letters', () => {
  const [link, name, username] = (['link', 'name', 'username'] as const).map((foundBy) => ({
    user: old,
    foundBy,
  }));
  test.each([
    ['proves nothing where the pool minds them', [username], [], false],
    ['is a name where the pool does not', [name], [], true],
    ['proves nothing where only the new pool does not', [link], [{ user: moved, foundBy: 'name' }], false],
  ] as const)('%s', (_, ofOld, ofNew, proves) => {
    expect(isProven({ old: ofOld, new: ofNew } as Matches, 'Ann')).toBe(proves);
  });
});

describe('a sub that nobody has', () => {
  const sub = 'abcdefab-0000-4000-8000-000000000000';
  test.each([
    ['is looked for in the new pool', sub, [native], sub],
    ['is, in capital letters, too', sub.toUpperCase(), [], sub],
    ['is not where somebody has it', sub, [userOf(sub)], undefined],
    ['is none of another shape', 'ann', [], undefined],
  ])('%s', (_, identifier, ofNew, expected) => {
    expect(subOfNobody(identifier, { old: [], new: matches(...ofNew) })).toBe(expected);
  });

  test('proves whoever came from it', () => {
    const found = withMoved({ old: [], new: [] }, [movedFrom(sub)]);
    expect(isProven(found, sub.toUpperCase())).toBe(true);
  });

  test('adds nobody who was found already', () => {
    const found = { old: [], new: matches(moved) };
    expect(withMoved(found, [moved])).toEqual(found);
    expect(withMoved(found, [native]).new.map(({ foundBy }) => foundBy)).toEqual(['name', 'link']);
  });
});

describe('a move', () => {
  test('is undone where the person could come again', () => {
    expect(objectionToUndo({ old, new: moved }, { trigger: true })).toEqual({ old, new: moved });
  });

  test.each([
    ['nobody moved', { old }, true, /nothing to undo/],
    ['they registered', { new: native }, true, /signed up in the new pool/],
    ['they are gone from the old pool', { new: moved }, true, /does not have them any more/],
    ['the trigger is gone', { old, new: moved }, false, /not attached/],
    ['they are disabled there', { old: { ...old, enabled: false }, new: moved }, true, /are disabled: /],
    [
      'they never confirmed',
      { old: { ...old, status: 'UNCONFIRMED' }, new: moved },
      true,
      /are UNCONFIRMED: .*unconfirmed/,
    ],
  ])('is not undone where %s', (_, pair, trigger, what) => {
    expect(objectionToUndo(pair, { trigger })).toEqual({
      what: expect.stringMatching(what),
      // What to do, and not only that nothing is to be done.
      remedy: expect.stringMatching(/^(Let them sign in|Help them|Set trigger|Change that)/),
    });
  });
});
