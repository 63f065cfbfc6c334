import { describe, expect, test } from '@jest/globals';
import { searchBoth } from '../../../migration/explain/search.ts';
import type { Person } from '../../../migration/person.ts';
import { anotherPerson, aPerson, subOf, theRules } from '../../support/person-builders.ts';
import { aMovedPerson, aScenery } from './builders.ts';

const ann = aPerson({ attributes: { preferred_username: 'annie', phone_number: '+4915112345678' } });
const ben = anotherPerson();
const found = async (world: Parameters<typeof aScenery>[0], identifier: string) => {
  const matches = await searchBoth(aScenery(world), identifier);
  const brief = ({ user, foundBy }: (typeof matches.old)[number]) => `${user.username} by ${foundBy}`;
  return { old: matches.old.map(brief), new: matches.new.map(brief) };
};

describe('whom an identifier finds in the old pool', () => {
  const caseSensitive = theRules({ oldPool: { caseSensitive: true } });
  test.each<[string, string, string[]]>([
    ['username', 'ann', ['ann by name']],
    ['username in other letters', 'ANN', ['ann by username']],
    ['e-mail address', 'ann@example.com', ['ann by name']],
    ['e-mail address in other letters', 'Ann@Example.com', ['ann by email']],
    ['phone number that is no alias', '+4915112345678', ['ann by phone_number']],
    ['preferred_username that is no alias', 'annie', ['ann by preferred_username']],
    ['sub', ann.sub, ['ann by name']],
    ['a name that nobody has', 'nobody', []],
    ['a name that is none', 'ann lee', []],
  ])('%s', async (_, identifier, old) => {
    expect(await found({ old: [ben, ann], rules: caseSensitive }, identifier)).toEqual({ old, new: [] });
  });

  test('no username in other letters, where they must be exact', async () => {
    const world = aScenery({ old: [ann], rules: caseSensitive });
    expect(await searchBoth(world, 'ANN', 'exact')).toEqual({ old: [], new: [] });
    expect(await searchBoth(world, 'ann', 'exact')).toMatchObject({ old: [{ foundBy: 'name' }] });
  });

  test('a sub in capital letters', async () => {
    const lettered = aPerson({ sub: 'abcdefab-0000-4000-8000-000000000000' });
    const { old } = await found({ old: [lettered], rules: caseSensitive }, lettered.sub.toUpperCase());
    expect(old).toEqual(['ann by sub']);
  });

  test('everybody who has an e-mail address, first whose name it is', async () => {
    const verified = aPerson({ attributes: { email: 'both@example.com' } });
    const unverified = anotherPerson({ attributes: { email: 'both@example.com', email_verified: 'false' } });
    expect((await found({ old: [unverified, verified] }, 'both@example.com')).old).toEqual([
      'ann by name',
      'ben by email',
    ]);
  });
});

describe('the other half of whom it found', () => {
  const moved = (init: Partial<Person> = {}) => aMovedPerson(ann, init);
  test.each<[string, Person, string, { old: string[]; new: string[] }]>([
    ['by the same name', moved(), 'ann', { old: ['ann by name'], new: ['ann by name'] }],
    [
      'whose name is the old sub now, because another has theirs',
      moved({ username: ann.sub }),
      'annie',
      { old: ['ann by preferred_username'], new: [`${ann.sub} by name`] },
    ],
    [
      'who changed the address since: by the new one',
      moved({ attributes: new Map([['email', 'new@example.com']]) }),
      'new@example.com',
      { old: ['ann by link'], new: ['ann by email'] },
    ],
    [
      'who changed the address since: by the old one',
      moved({ attributes: new Map([['email', 'new@example.com']]) }),
      'ann@example.com',
      { old: ['ann by name'], new: ['ann by link'] },
    ],
  ])('%s', async (_, arrived, identifier, matches) => {
    expect(await found({ old: [ann], new: [arrived] }, identifier)).toEqual(matches);
  });

  test('a stranger of the same name is nobody’s half', async () => {
    const stranger = aMovedPerson(undefined, { attributes: new Map() });
    expect(await found({ old: [ann], new: [stranger] }, 'ann@example.com')).toEqual({
      old: ['ann by name'],
      new: [],
    });
  });

  test('a username that no call takes is not asked for', async () => {
    const odd = aPerson({ username: 'ann lee', sub: subOf(3) });
    expect(
      await found({ old: [odd], new: [aMovedPerson(odd, { username: odd.sub })] }, 'ann@example.com'),
    ).toEqual({ old: ['ann lee by name'], new: [`${odd.sub} by name`] });
  });
});
