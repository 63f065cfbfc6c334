import { describe, expect, test } from '@jest/globals';
import { claimsOf } from '../../../migration/backfill/claims.ts';
import { addClashes, countClashes, NO_CLASHES } from '../../../migration/check/clashes.ts';
import { anotherPerson, aPerson, subOf, theRules } from '../../support/person-builders.ts';

const ADMISSION = { statuses: { exclude: [] }, disabledUsers: 'exclude', mfaUsers: 'decline' } as const;
const RULES = theRules({
  oldPool: { caseSensitive: true },
  newPool: { aliases: ['email', 'phone_number', 'preferred_username'] },
  preferredUsernameSources: ['preferred_username', 'email-local-part'],
});

type Person = ReturnType<typeof aPerson>;

const clashesAmong = (people: readonly Person[], rules = RULES) =>
  countClashes(
    people.flatMap((person) => claimsOf(person, rules, ADMISSION)),
    rules.newPool,
  );

const ann = (attributes: Record<string, string> = {}): Person => aPerson({ attributes });
const ben = (attributes: Record<string, string> = {}): Person => anotherPerson({ attributes });

describe('people clash over a name', () => {
  test.each([
    ['never, if it is theirs alone', [ann(), ben()], {}],
    ['never with themselves, however often they are listed', [ann(), ann()], {}],
    ['by case', [ann(), anotherPerson({ username: 'Ann' })], { case: 2 }],
    [
      'by preferred_username',
      [ann({ preferred_username: 'cap' }), ben({ preferred_username: 'Cap' })],
      { preferred_username: 2 },
    ],
    [
      'by the username of somebody else',
      [ann({ preferred_username: 'ben' }), ben()],
      { preferred_username: 1 },
    ],
    [
      'by the sub of somebody else',
      [ann({ preferred_username: subOf(2) }), ben()],
      { preferred_username: 1 },
    ],
    [
      'by a verified e-mail address',
      [ann({ preferred_username: 'a' }), ben({ email: 'Ann@example.com', preferred_username: 'b' })],
      { email: 2 },
    ],
    [
      'not by an address that nobody verified',
      [
        ann({ preferred_username: 'a' }),
        ben({ email: 'ann@example.com', email_verified: 'false', preferred_username: 'b' }),
      ],
      {},
    ],
    [
      'by a verified phone number',
      [
        ann({ phone_number: '+15550100001', phone_number_verified: 'true' }),
        ben({ phone_number: '+15550100001', phone_number_verified: 'true' }),
      ],
      { phone_number: 2 },
    ],
  ])('%s', (_, people, clashing) => {
    const expected = Object.fromEntries(
      Object.entries(NO_CLASHES).map(([kind]) => {
        const count = new Map(Object.entries(clashing)).get(kind) ?? 0;
        return [kind, { names: Math.sign(count), people: count }];
      }),
    );
    expect(clashesAmong(people)).toEqual(expected);
  });

  test('not by case, where the new pool tells the spellings apart', () => {
    const rules = theRules({ oldPool: { caseSensitive: true }, newPool: { caseSensitive: true } });
    expect(clashesAmong([ann(), anotherPerson({ username: 'Ann' })], rules)).toEqual(NO_CLASHES);
  });
});

test('what several partitions found is added up', () => {
  const one = clashesAmong([ann({ preferred_username: 'cap' }), ben({ preferred_username: 'cap' })]);
  const two = addClashes(one, one);
  expect(two).toEqual({ ...NO_CLASHES, preferred_username: { names: 2, people: 4 } });
});
