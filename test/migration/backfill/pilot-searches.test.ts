import { describe, expect, test } from '@jest/globals';
import { mustFind, pilotQuestions } from '../../../migration/backfill/pilot-searches.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { subOf, theRules } from '../../support/person-builders.ts';
import { aUser } from './builders.ts';

/** As ListUsers would be asked; `~` where capitals and small letters are alike. */
const searchesOf = (user: Parameters<typeof aUser>[0] = {}, rules: Parameters<typeof theRules>[0] = {}) => {
  const { searches, unseen } = pilotQuestions(aUser(user), theRules(rules));
  return {
    searches: searches.map(({ attribute, comparison, value, anyCase, otherwise }) =>
      [attribute, anyCase ? `~${comparison}` : comparison, value, `or no ${otherwise}`].join(' '),
    ),
    unseen,
  };
};

const EMAIL_ALONE = { newPool: { aliases: ['email'] } } as const;
const PREFERRED = { newPool: { aliases: ['preferred_username'] } } as const;
const BOTH_MIND_CASE = {
  oldPool: { caseSensitive: true },
  newPool: { aliases: [], caseSensitive: true },
} as const;

describe('what a pilot searches about one of its people', () => {
  test('who differs by case, who has the sub for a username, and who has the verified contact', () => {
    expect(searchesOf({}, EMAIL_ALONE)).toEqual({
      searches: [
        'username ~= ann or no username',
        `username ~= ${subOf(1)} or no username`,
        'email = ann@example.com or no email',
      ],
      unseen: [],
    });
  });

  test('letter by letter, if both pools compare so', () => {
    expect(searchesOf({}, BOTH_MIND_CASE).searches).toEqual([
      'username = ann or no username',
      `username = ${subOf(1)} or no username`,
    ]);
  });

  test('the username once, where it is the sub', () => {
    expect(searchesOf({ username: subOf(1) }, { newPool: { aliases: [] } }).searches).toHaveLength(1);
  });

  test('an unverified contact only where it would be trusted', () => {
    const unverified = { attributes: { email_verified: 'false' } };
    expect(searchesOf(unverified, EMAIL_ALONE).searches).toHaveLength(2);
    expect(
      searchesOf(unverified, { ...EMAIL_ALONE, contactVerification: 'trust' }).searches.slice(2),
    ).toEqual(['email = ann@example.com or no email', 'username ~= ann@example.com or no email']);
  });

  test('a trusted contact cannot be searched where it may go by another name', () => {
    const trusting = {
      ...EMAIL_ALONE,
      contactVerification: 'trust',
      renames: { 'custom:mail': 'email' },
    } as const;
    expect(searchesOf({ attributes: { email_verified: 'false' } }, trusting).unseen).toEqual(['email']);
    expect(searchesOf({}, trusting).unseen).toEqual([]);
  });

  test('a preferred_username of one’s own: as a username and as itself', () => {
    expect(searchesOf({ attributes: { preferred_username: 'Nan' } }, PREFERRED).searches.slice(2)).toEqual([
      'username ~= Nan or no preferred_username',
      'preferred_username = Nan or no preferred_username',
    ]);
  });

  test('one that is shaped like a sub: as that as well', () => {
    const { searches } = searchesOf(
      { attributes: { preferred_username: subOf(7).toUpperCase() } },
      PREFERRED,
    );
    expect(searches).toContain(`sub = ${subOf(7)} or no preferred_username`);
  });

  test('a derived one: wherever others may derive it from', () => {
    const preferredUsernameSources = ['preferred_username', 'name', 'email-local-part'];
    const user = { username: 'a1', attributes: { name: 'nan' } };
    const { searches, unseen } = searchesOf(user, { ...PREFERRED, preferredUsernameSources });
    expect(searches.slice(2)).toEqual([
      'username ~= nan or no preferred_username',
      'preferred_username = nan or no preferred_username',
      'name = nan or no preferred_username',
      'email ^= nan@ or no preferred_username',
    ]);
    expect(unseen).toEqual([]);
  });

  test('nobody gets one that others may derive from what ListUsers cannot search', () => {
    const rules = { ...PREFERRED, preferredUsernameSources: ['preferred_username', 'nickname'] };
    expect(searchesOf({ attributes: { nickname: 'nan' } }, rules).unseen).toEqual(['preferred_username']);
    expect(searchesOf({ attributes: { preferred_username: 'nan' } }, rules).unseen).toEqual([]);
  });

  test('nothing about a preferred_username that signs nobody in', () => {
    const rules = theRules({ newPool: { aliases: [] } }) satisfies MigrationRules;
    expect(pilotQuestions(aUser({ attributes: { preferred_username: 'nan' } }), rules).searches).toHaveLength(
      2,
    );
  });
});

describe('a search that has to find the user themselves', () => {
  const user = aUser({ attributes: { preferred_username: 'Nan' } });
  test.each([
    ['username', '=', 'ann', false, true],
    ['username', '=', 'ANN', false, false],
    ['username', '=', 'ANN', true, true],
    ['username', '=', 'ben', true, false],
    ['sub', '=', subOf(1), false, true],
    ['preferred_username', '=', 'nan', false, true],
    ['email', '=', 'ann', false, false],
    ['email', '^=', 'Ann@', false, true],
    ['phone_number', '=', '+49', false, false],
  ] as const)('%s %s %s, any case %s: %s', (attribute, comparison, value, anyCase, finds) => {
    expect(mustFind(user, { attribute, comparison, value, anyCase, otherwise: 'username' })).toBe(finds);
  });
});
