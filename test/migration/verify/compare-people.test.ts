import { describe, expect, test } from '@jest/globals';
import type { DatedUser } from '../../../migration/dated-user.ts';
import { readDatedUser, writeDatedUser } from '../../../migration/dated-user.ts';
import { joinPeople } from '../../../migration/verify/compare-people.ts';
import { subOf, theRules } from '../../support/person-builders.ts';
import { theTerms } from '../backfill/builders.ts';
import { found, LATER, MOVED_AT, newAnn, oldAnn, VERIFIED_AT, verifyPools } from './builders.ts';

const native = (init: Partial<DatedUser> = {}): DatedUser => ({
  ...newAnn({ username: 'nat', sub: subOf(950) }),
  attributes: new Map([['nickname', 'native']]),
  ...init,
});

describe('somebody who moved', () => {
  test('is as the old profile was', () => {
    expect(found({})).toEqual([]);
  });

  test.each<[string, Parameters<typeof newAnn>[0], string]>([
    ['another username', { username: 'anna' }, 'username'],
    ['an attribute more', { attributes: { nickname: 'Annie' } }, 'attribute nickname'],
    [
      'another address',
      { attributes: { email: 'other@example.com', email_verified: 'false' } },
      'attribute email',
    ],
    ['an address less', { attributes: { email: '', email_verified: '' } }, 'attribute email'],
    [
      'a flag that was never given',
      { attributes: { phone_number_verified: 'true' } },
      'verified-flag-invented phone_number_verified',
    ],
    [
      'a flag that got lost',
      { attributes: { email_verified: 'false' } },
      'verified-flag-lost email_verified',
    ],
    ['been disabled on the way', { enabled: false }, 'enabled enabled'],
    ['a status of no move', { status: 'UNCONFIRMED' }, 'status status'],
  ])('has %s', (_, init, difference) => {
    expect(found({ new: [newAnn(init)] })).toEqual([difference]);
  });

  test('lacks an attribute of the old profile', () => {
    expect(found({ old: [oldAnn({ attributes: { name: 'Ann' } })] })).toEqual(['attribute name']);
  });

  test('tells both pools apart, and what was expected', () => {
    expect(verifyPools({ old: [oldAnn({ attributes: { name: 'Ann' } })] })).toEqual([
      {
        kind: 'attribute',
        attribute: 'name',
        expected: 'Ann',
        found: '',
        old: { sub: subOf(1), username: 'ann' },
        new: { sub: subOf(901), username: 'ann' },
      },
    ]);
  });

  test('must reset the password, and nobody can send a code', () => {
    expect(
      found({ new: [newAnn({ status: 'RESET_REQUIRED', attributes: { email_verified: 'false' } })] }),
    ).toEqual(['verified-flag-lost email_verified', 'no-recovery-channel']);
  });

  test('must reset the password, and can', () => {
    expect(found({ new: [newAnn({ status: 'RESET_REQUIRED' })] })).toEqual([]);
  });

  test('is linked once, and another user has the same link', () => {
    const second = newAnn({ username: 'other', sub: subOf(902), createdAt: LATER });
    expect(verifyPools({ new: [second, newAnn()] })).toEqual([
      {
        kind: 'doubled',
        old: { sub: subOf(1), username: 'ann' },
        new: { sub: subOf(902), username: 'other' },
      },
    ]);
  });
});

describe('changed after the move', () => {
  const changed = { modifiedAt: LATER };

  test.each<[string, Parameters<typeof newAnn>[0], string]>([
    ['an attribute', { ...changed, attributes: { nickname: 'Annie' } }, 'changed-since nickname'],
    [
      'a flag that the person confirmed',
      { ...changed, attributes: { phone_number_verified: 'true' } },
      'verified-since phone_number_verified',
    ],
    ['being enabled', { ...changed, enabled: false }, 'changed-since enabled'],
    ['the status', { ...changed, status: 'FORCE_CHANGE_PASSWORD' }, 'changed-since status'],
    ['the username, which nobody can', { ...changed, username: 'anna' }, 'username'],
  ])('%s, in the new pool', (_, init, difference) => {
    expect(found({ new: [newAnn(init)] })).toEqual([difference]);
  });

  test('what belongs to the arrival is no change', () => {
    const arriving = newAnn({ modifiedAt: LATER - 1, attributes: { nickname: 'Annie' } });
    expect(found({ new: [arriving] })).toEqual(['attribute nickname']);
  });

  test.each<[string, number, string, string]>([
    ['the mark of carried groups is no change', 5_000, new Date(LATER).toISOString(), 'attribute nickname'],
    ['what comes after the mark is one', 5_001, new Date(LATER).toISOString(), 'changed-since nickname'],
    ['a mark without a time excuses nothing', 0, 'yes', 'changed-since nickname'],
  ])('%s', (_, after, mark, difference) => {
    const attributes = { nickname: 'Annie', 'custom:groups_carried': mark };
    expect(found({ new: [newAnn({ modifiedAt: LATER + after, attributes })] })).toEqual([difference]);
  });

  test('an attribute, in the old pool', () => {
    const old = oldAnn({ modifiedAt: MOVED_AT + 1, attributes: { name: 'Ann' } });
    expect(found({ old: [old] })).toEqual(['old-changed-since name']);
  });

  test('somebody who was shut out of the old pool after the move can still get in', () => {
    expect(found({ old: [oldAnn({ enabled: false, modifiedAt: LATER })] })).toEqual(['enabled enabled']);
  });

  test('somebody who was shut out of the old pool after their last change in the new one, too', () => {
    const old = oldAnn({ enabled: false, modifiedAt: LATER + 1 });
    expect(found({ old: [old], new: [newAnn(changed)] })).toEqual(['enabled enabled']);
  });
});

describe('by the rules', () => {
  test.each<[string, Parameters<typeof newAnn>[0]]>([
    ['the username is spelled as it was typed', { username: 'ANN' }],
    ['the username is the old sub', { username: subOf(1) }],
    ['an alias is spelled as it was typed', { attributes: { email: 'Ann@Example.com' } }],
    ['it is told apart who carried groups over', { attributes: { 'custom:groups_carried': 'true' } }],
  ])('%s', (_, init) => {
    expect(found({ new: [newAnn(init)] })).toEqual([]);
  });

  test('what is no alias is not spelled otherwise', () => {
    const names = { name: 'Ann' };
    expect(
      found({ old: [oldAnn({ attributes: names })], new: [newAnn({ attributes: { name: 'ANN' } })] }),
    ).toEqual(['attribute name']);
  });

  test('a renamed attribute is looked for under its new name, and a dropped one nowhere', () => {
    const terms = theTerms({ rules: theRules({ renames: { nickname: 'given_name' } }) });
    const old = oldAnn({ attributes: { nickname: 'Annie', 'custom:unknown': 'x' } });
    expect(found({ old: [old], new: [newAnn({ attributes: { given_name: 'Annie' } })], terms })).toEqual([]);
  });

  test('Cognito makes up what the schema requires', () => {
    const terms = theTerms({ pool: { requiredAttributes: ['name'] } });
    expect(found({ new: [newAnn({ attributes: { name: 'made up' } })], terms })).toEqual([]);
    expect(found({ terms })).toEqual([]);
    const old = oldAnn({ attributes: { name: 'Ann' } });
    expect(found({ old: [old], new: [newAnn({ attributes: { name: 'made up' } })], terms })).toEqual([
      'attribute name',
    ]);
  });

  test('preferred_username is kept', () => {
    const old = oldAnn({ attributes: { preferred_username: 'annie' } });
    const given = { attributes: { preferred_username: 'Annie' } };
    expect(found({ old: [old], new: [newAnn(given)] })).toEqual([]);
    expect(found({ old: [old] })).toEqual(['attribute preferred_username']);
  });

  test('preferred_username is withheld from everybody where two claim it', () => {
    const old = oldAnn({ attributes: { preferred_username: 'annie' } });
    const other = oldAnn({
      username: 'ben',
      sub: subOf(2),
      status: 'UNCONFIRMED',
      attributes: { email: 'ben@example.com', preferred_username: 'annie' },
    });
    expect(found({ old: [old, other] })).toEqual(['left-out unconfirmed']);
  });

  test('preferred_username is not given where it is the username', () => {
    const old = oldAnn({ attributes: { preferred_username: 'ann' } });
    expect(found({ old: [old] })).toEqual([]);
    expect(found({ old: [old], new: [newAnn({ attributes: { preferred_username: 'ann' } })] })).toEqual([
      'attribute preferred_username',
    ]);
  });

  test('a contact goes in unverified where somebody of the new pool has it', () => {
    const holder = native({
      attributes: new Map([
        ['email', 'ann@example.com'],
        ['email_verified', 'true'],
      ]),
    });
    expect(found({ new: [newAnn({ attributes: { email_verified: 'false' } }), holder] })).toEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    ['sign-in', 'true', []],
    ['sign-in', 'false', []],
    ['import', 'true', []],
    ['forgot-password', 'true', ['verified-flag-invented email_verified']],
  ])('with contactVerification "trust", by %s, an unverified contact may be %s', (via, flag, differences) => {
    const terms = theTerms({ rules: theRules({ contactVerification: 'trust' }) });
    const old = oldAnn({ attributes: { email_verified: 'false' } });
    const moved = newAnn({ attributes: { email_verified: flag, 'custom:source_via': via } });
    expect(found({ old: [old], new: [moved], terms })).toEqual(differences);
  });

  test('with contactVerification "trust", a contact that another has too is not verified', () => {
    const terms = theTerms({ rules: theRules({ contactVerification: 'trust' }) });
    const old = oldAnn({ attributes: { email_verified: 'false' } });
    const other = oldAnn({ username: 'ben', sub: subOf(2), status: 'EXTERNAL_PROVIDER' });
    expect(found({ old: [old, other], terms })).toEqual([
      'verified-flag-invented email_verified',
      'left-out federated',
    ]);
  });

  test('who came although the rules would now leave them out is held to what was possible', () => {
    const terms = theTerms({ rules: theRules({ oldPool: { caseSensitive: true } }) });
    const twin = oldAnn({ username: 'ANN', sub: subOf(2), status: 'UNCONFIRMED', attributes: { email: '' } });
    const old = oldAnn({ attributes: { name: 'Ann', preferred_username: 'annie' } });
    for (const via of ['sign-in', 'import']) {
      const moved = newAnn({
        attributes: { name: 'Ann', email_verified: 'false', 'custom:source_via': via },
      });
      expect(found({ old: [old, twin], new: [moved], terms })).toEqual(['left-out unconfirmed']);
    }
  });
});

describe('by an import file', () => {
  const imported = (attributes: Record<string, string> = {}) =>
    newAnn({ status: 'RESET_REQUIRED', attributes: { 'custom:source_via': 'import', ...attributes } });
  const old = oldAnn({ attributes: { name: 'two\nlines', birthdate: '1990-12-31' } });

  test('what has no form there may be missing', () => {
    expect(found({ old: [old], new: [imported({ birthdate: '1990-12-31' })] })).toEqual([]);
  });

  test('what has a form there may not', () => {
    expect(found({ old: [old], new: [imported()] })).toEqual(['attribute birthdate']);
  });

  test('what has no form may be missing only of those who came so', () => {
    expect(found({ old: [old], new: [newAnn({ attributes: { birthdate: '1990-12-31' } })] })).toEqual([
      'attribute name',
    ]);
  });

  test('a contact that has no form there is gone, with its flag', () => {
    const both = oldAnn({
      attributes: {
        email: 'a\\b@example.com',
        phone_number: '+4915112345678',
        phone_number_verified: 'true',
      },
    });
    const terms = theTerms({
      rules: theRules({ newPool: { aliases: ['preferred_username'] } }),
      pool: { autoVerified: ['email', 'phone_number'] },
    });
    const moved = imported({
      email: '',
      email_verified: 'false',
      phone_number: '+4915112345678',
      phone_number_verified: 'true',
    });
    expect(found({ old: [both], new: [moved], terms })).toEqual([]);
  });

  test('a preferred_username without form is gone where it is no alias', () => {
    const named = oldAnn({ attributes: { preferred_username: 'a\\b' } });
    const terms = theTerms({ rules: theRules({ newPool: { aliases: ['email'] } }) });
    expect(found({ old: [named], new: [imported()], terms })).toEqual([]);
  });

  test('who cannot be written in a file at all should have everything', () => {
    const unwritable = oldAnn({ username: 'a\\b', attributes: { name: 'two\nlines' } });
    const moved = newAnn({ username: 'a\\b', attributes: { 'custom:source_via': 'by hand' } });
    expect(found({ old: [unwritable], new: [moved] })).toEqual(['attribute name']);
  });
});

describe('somebody who is only in one pool', () => {
  test.each<[string, Parameters<typeof oldAnn>[0], string]>([
    ['could come at any time', {}, 'missing'],
    ['signs in with a provider', { status: 'EXTERNAL_PROVIDER' }, 'left-out federated'],
    ['never confirmed the sign-up', { status: 'UNCONFIRMED' }, 'left-out unconfirmed'],
    ['is disabled', { enabled: false }, 'left-out disabled'],
    [
      'has no verified contact',
      { attributes: { email_verified: 'false' } },
      'left-behind no-verified-contact',
    ],
    ['has a status that nobody knows', { status: 'ARCHIVED' }, 'left-behind unknown-status'],
  ])('%s', (_, init, difference) => {
    expect(found({ old: [oldAnn(init)], new: [] })).toEqual([difference]);
  });

  test('is disabled, and the settings import them', () => {
    const terms = theTerms({ admission: { disabledUsers: 'import-then-disable' } });
    expect(found({ old: [oldAnn({ enabled: false })], new: [], terms })).toEqual(['missing']);
  });

  test('has a name that somebody of the new pool has', () => {
    const holders = [native({ username: 'ann' }), native({ username: subOf(1), sub: subOf(951) })];
    expect(found({ new: holders })).toEqual(['left-behind name-taken']);
  });

  test('a reason that the operator accepts is fine', () => {
    const old = [oldAnn({ attributes: { email_verified: 'false' } })];
    expect(found({ old, new: [], accepted: ['no-verified-contact'] })).toEqual([
      'left-out no-verified-contact',
    ]);
  });

  test('is linked to nobody', () => {
    expect(verifyPools({ old: [] })).toEqual([
      { kind: 'invented', new: { sub: subOf(901), username: 'ann' } },
    ]);
  });

  test('is linked to somebody who came after the old pool was listed', () => {
    expect(found({ old: [], new: [newAnn({ createdAt: VERIFIED_AT })] })).toEqual(['came-meanwhile']);
  });

  test('signed up in the new pool', () => {
    const unlinked = newAnn({ attributes: { 'custom:source_sub': '' } });
    expect(found({ old: [], new: [native(), unlinked] })).toEqual([]);
  });
});

test('whoever is listed twice is one', () => {
  const people = [
    ...joinPeople({ old: [oldAnn(), oldAnn()], new: [newAnn(), newAnn(), native(), native()] }),
  ];
  expect(people.map((person) => [person.old?.username, person.new.map(({ username }) => username)])).toEqual([
    ['ann', ['ann']],
    [undefined, ['nat']],
  ]);
});

test('of two who came at the same time, the order is the same each time', () => {
  const twins = [newAnn({ sub: subOf(903) }), newAnn({ sub: subOf(902) }), newAnn({ sub: subOf(904) })];
  const [person] = joinPeople({ old: [oldAnn()], new: twins });
  expect(person?.new.map(({ sub }) => sub)).toEqual([subOf(902), subOf(903), subOf(904)]);
});

test('a user survives being written down', () => {
  const user = oldAnn({ attributes: { name: 'two\nlines' } });
  expect(readDatedUser(writeDatedUser(user))).toEqual(user);
  expect(() => readDatedUser('{}')).toThrow(SyntaxError);
});
