import { describe, expect, test } from '@jest/globals';
import type { Unseen } from '../../../migration/backfill/pilot-searches.ts';
import { questionsAbout, settleUser } from '../../../migration/backfill/settle-user.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import type { Holders } from '../../../migration/profile-draft.ts';
import { subOf, theRules } from '../../support/person-builders.ts';
import { anotherUser, aUser, backfill, fateOf, newUser, rowOf, theTerms } from './builders.ts';

const ANN = subOf(1);
const BEN = subOf(2);
const CARL = subOf(3);

const fatesOf = (settled: ReturnType<typeof backfill>) => [...settled.values()].map(fateOf);
const carl = (init: Parameters<typeof aUser>[0] = {}) =>
  aUser({
    username: 'carl',
    sub: CARL,
    ...init,
    attributes: { email: 'carl@example.com', ...init.attributes },
  });

describe('who goes in', () => {
  test('an ordinary user, with the link to the old pool', () => {
    const ann = backfill({ old: [aUser({ attributes: { preferred_username: 'annie' } })] }).get(ANN);
    expect(ann).toEqual({
      kind: 'import',
      username: 'ann',
      row: `ann,,,,,ann@example.com,TRUE,,FALSE,annie,FALSE,,${ANN},import,\n`,
      disable: false,
      dropped: [],
      preferredUsername: 'given',
      contactsHeldByOthers: [],
      linked: false,
    });
  });

  test.each<[string, Parameters<typeof aUser>[0], Parameters<typeof theTerms>[0], string]>([
    ['confirmed', {}, {}, 'import'],
    ['with a temporary password', { status: 'FORCE_CHANGE_PASSWORD' }, {}, 'import'],
    ['whose password was reset', { status: 'RESET_REQUIRED' }, {}, 'import'],
    ['unconfirmed', { status: 'UNCONFIRMED' }, {}, 'unconfirmed'],
    ['federated', { status: 'EXTERNAL_PROVIDER' }, {}, 'federated'],
    ['of a status of tomorrow', { status: 'FROZEN' }, {}, 'unknown-status'],
    ['disabled', { enabled: false }, {}, 'disabled'],
    [
      'disabled, to be disabled again',
      { enabled: false },
      { admission: { disabledUsers: 'import-then-disable' } },
      'import',
    ],
    [
      'disabled and unconfirmed',
      { enabled: false, status: 'UNCONFIRMED' },
      { admission: { disabledUsers: 'import-then-disable' } },
      'unconfirmed',
    ],
    [
      'of an included status',
      {},
      { admission: { statuses: { include: ['CONFIRMED'], exclude: [] } } },
      'import',
    ],
    [
      'of another status',
      { status: 'RESET_REQUIRED' },
      { admission: { statuses: { include: ['CONFIRMED'], exclude: [] } } },
      'status-excluded',
    ],
    ['of an excluded status', {}, { admission: { statuses: { exclude: ['CONFIRMED'] } } }, 'status-excluded'],
    [
      'included and excluded',
      {},
      { admission: { statuses: { include: ['CONFIRMED'], exclude: ['CONFIRMED'] } } },
      'status-excluded',
    ],
    ['whose factors nobody looked up', {}, {}, 'import'],
    ['without a second factor', { factors: [] }, {}, 'import'],
    [
      'with a factor that no profile lists, where the old pool requires MFA',
      { factors: [] },
      { rules: theRules({ oldPool: { mfaRequired: true } }) },
      'second-factor',
    ],
    ['with a second factor', { factors: ['SOFTWARE_TOKEN_MFA'] }, {}, 'second-factor'],
    [
      'with a second factor that may go',
      { factors: ['SOFTWARE_TOKEN_MFA'] },
      { rules: theRules({ mfaUsers: 'reset' }) },
      'import',
    ],
    [
      'whose only contact is the factor',
      { factors: ['EMAIL_OTP'] },
      { rules: theRules({ mfaUsers: 'reset' }) },
      'no-recovery-channel',
    ],
    [
      'whose factor needs no proof',
      { factors: ['EMAIL_OTP'] },
      { rules: theRules({ mfaUsers: 'confirm' }) },
      'import',
    ],
    ['with an unverified address', { attributes: { email_verified: 'false' } }, {}, 'no-verified-contact'],
    [
      'with a verified phone where only addresses are verified',
      { attributes: { email_verified: 'false', phone_number: '+49151', phone_number_verified: 'true' } },
      {},
      'no-verified-contact',
    ],
    [
      'with a verified phone',
      { attributes: { email_verified: 'false', phone_number: '+49151', phone_number_verified: 'true' } },
      { pool: { autoVerified: ['phone_number'] } },
      'import',
    ],
    [
      'whom account recovery cannot reach',
      {},
      { rules: theRules({ newPool: { recovery: ['phone_number'] } }) },
      'no-recovery-channel',
    ],
    [
      'without what the schema requires',
      {},
      { pool: { requiredAttributes: ['name'] } },
      'required-attribute-missing',
    ],
    [
      'with what the schema requires',
      { attributes: { name: 'Ann' } },
      { pool: { requiredAttributes: ['name'] } },
      'import',
    ],
    ['whose name the file cannot hold', { username: 'DOMAIN\\ann' }, {}, 'unrepresentable'],
  ])('a user %s: %#', (_, init, terms, fate) => {
    expect(fatesOf(backfill({ old: [aUser(init)], terms: theTerms(terms) }))).toEqual([fate]);
  });

  test('disabled users are marked', () => {
    const terms = theTerms({ admission: { disabledUsers: 'import-then-disable' } });
    expect(backfill({ old: [aUser({ enabled: false })], terms }).get(ANN)).toMatchObject({ disable: true });
  });

  test.each([
    ['[{"providerName":"Google"}]', true],
    ['[]', false],
    ['', false],
  ])('whose identities are %j go in, linked: %s', (identities, linked) => {
    expect(backfill({ old: [aUser({ attributes: { identities } })] }).get(ANN)).toMatchObject({
      kind: 'import',
      linked,
    });
  });

  test('what does not travel is told once, by name', () => {
    const ann = backfill({
      old: [aUser({ attributes: { 'custom:gone': 'x', name: 'a\\b', 'custom:also': 'y' } })],
    }).get(ANN);
    expect(ann).toMatchObject({ dropped: ['custom:also', 'custom:gone', 'name'] });
  });

  test('a preferred_username that is no alias may be lost, and is told so', () => {
    const terms = theTerms({ rules: theRules({ newPool: { aliases: ['email'] } }) });
    const ann = backfill({ old: [aUser({ attributes: { preferred_username: 'a\\b' } })], terms }).get(ANN);
    expect(ann).toMatchObject({
      kind: 'import',
      preferredUsername: 'malformed',
      dropped: ['preferred_username'],
    });
  });

  test('renames are those of the lazy path', () => {
    const terms = theTerms({ rules: theRules({ renames: { 'custom:tier': 'custom:plan' } }) });
    expect(
      rowOf(backfill({ old: [aUser({ attributes: { 'custom:tier': 'gold' } })], terms }).get(ANN)),
    ).toMatchObject({
      'custom:plan': 'gold',
    });
  });
});

describe('who has moved', () => {
  test('is known by the old sub, whatever the state and the name', () => {
    const old = [aUser({ enabled: false }), anotherUser()];
    const settled = backfill({
      old,
      new: [
        newUser('another-name', { 'custom:source_sub': ANN }),
        newUser('ben', { 'custom:source_sub': BEN }),
      ],
    });
    expect(fatesOf(settled)).toEqual(['already-moved', 'already-moved']);
  });

  test('is not somebody whose name a stranger has', () => {
    const settled = backfill({ old: [aUser()], new: [newUser('ann')] });
    expect(rowOf(settled.get(ANN))).toMatchObject({ 'cognito:username': ANN });
  });
});

describe('usernames', () => {
  test.each<[string, ListedUser[], Record<string, string>[], string]>([
    ['a stranger has the name', [newUser('Ann')], [], ANN],
    ['a stranger has it as preferred_username', [newUser('x', { preferred_username: 'ann' })], [], ANN],
    ['somebody else who moved has it', [newUser('ann', { 'custom:source_sub': CARL })], [], ANN],
    ['nobody has it', [newUser('carl')], [], 'ann'],
  ])('%s', (_, newUsers, __, username) => {
    expect(rowOf(backfill({ old: [aUser()], new: newUsers }).get(ANN))).toMatchObject({
      'cognito:username': username,
    });
  });

  test('shaped like an alias: the old sub', () => {
    expect(rowOf(backfill({ old: [aUser({ username: 'ann@example.com' })] }).get(ANN))).toMatchObject({
      'cognito:username': ANN,
    });
  });

  test('held, and the old sub too: left out', () => {
    expect(fatesOf(backfill({ old: [aUser()], new: [newUser('ann'), newUser(ANN)] }))).toEqual([
      'name-taken',
    ]);
  });

  test('another old user has the old sub for a username, and a username beats any claim', () => {
    const settled = backfill({ old: [aUser(), anotherUser({ username: ANN })], new: [newUser('ann')] });
    expect(fatesOf(settled)).toEqual(['name-taken', 'import']);
  });

  test('the same, but that other one stays behind', () => {
    const settled = backfill({
      old: [aUser(), anotherUser({ username: ANN, enabled: false })],
      new: [newUser('ann')],
    });
    expect(fatesOf(settled)).toEqual(['import', 'disabled']);
  });

  const caseSensitive = (newPool: boolean) =>
    theTerms({ rules: theRules({ oldPool: { caseSensitive: true }, newPool: { caseSensitive: newPool } }) });

  test.each([
    ['folds case', 'Ann', 'ann', false, ['case-conflict', 'case-conflict']],
    ['folds case, in odd spellings', 'aNn', 'anN', false, ['case-conflict', 'case-conflict']],
    ['keeps case', 'Ann', 'ann', true, ['import', 'import']],
    ['folds case, and nothing differs', 'ann', 'ben', false, ['import', 'import']],
  ])('that differ by case only, where the new pool %s', (_, a, b, sensitive, fates) => {
    const old = [aUser({ username: a }), anotherUser({ username: b })];
    expect(fatesOf(backfill({ old, terms: caseSensitive(sensitive) }))).toEqual(fates);
  });

  test('differ from somebody who stays behind by case only: still nobody can tell them apart', () => {
    const old = [aUser({ username: 'Ann' }), anotherUser({ username: 'ann', status: 'UNCONFIRMED' })];
    expect(fatesOf(backfill({ old, terms: caseSensitive(false) }))).toEqual(['case-conflict', 'unconfirmed']);
  });
});

describe('preferred usernames', () => {
  const wishing = (wish: string) => ({ attributes: { preferred_username: wish } });
  const wishOf = (settled: ReturnType<typeof backfill>, sub: string) => {
    const user = settled.get(sub);
    return user?.kind === 'import'
      ? [user.preferredUsername, rowOf(user)['preferred_username']]
      : fateOf(user);
  };

  test.each<[string, ListedUser[], ListedUser[], string]>([
    ['one claimant', [], [], 'given'],
    ['another wants the same', [anotherUser(wishing('star'))], [], 'claimed-in-old-pool'],
    ['another wants it in other letters', [anotherUser(wishing('STAR'))], [], 'claimed-in-old-pool'],
    ['two more want it', [anotherUser(wishing('star')), carl(wishing('star'))], [], 'claimed-in-old-pool'],
    ['it is the username of another', [anotherUser({ username: 'Star' })], [], 'claimed-in-old-pool'],
    [
      'it is the username of somebody who stays behind',
      [anotherUser({ username: 'star', enabled: false })],
      [],
      'claimed-in-old-pool',
    ],
    [
      'it is the wish of somebody who stays behind',
      [anotherUser({ ...wishing('star'), status: 'EXTERNAL_PROVIDER' })],
      [],
      'claimed-in-old-pool',
    ],
    ['a stranger has it for a username', [], [newUser('star')], 'held-in-new-pool'],
    [
      'a stranger has it for an alias',
      [],
      [newUser('x', { preferred_username: 'star' })],
      'held-in-new-pool',
    ],
    ['a stranger has it for an address that is no alias', [], [newUser('x', { email: 'star' })], 'given'],
  ])('%s', (_, others, newUsers, outcome) => {
    const settled = backfill({ old: [aUser(wishing('star')), ...others], new: newUsers });
    expect(wishOf(settled, ANN)).toEqual([outcome, outcome === 'given' ? 'star' : undefined]);
  });

  test('the username of another is theirs, whoever wants it', () => {
    const settled = backfill({ old: [aUser(wishing('ben')), anotherUser()] });
    expect([wishOf(settled, ANN)[0], rowOf(settled.get(BEN))['cognito:username']]).toEqual([
      'claimed-in-old-pool',
      'ben',
    ]);
  });

  test('what another signed in with in the old pool is theirs, though the new one keeps case', () => {
    const terms = theTerms({ rules: theRules({ newPool: { caseSensitive: true } }) });
    expect(wishOf(backfill({ old: [aUser(wishing('Ben')), anotherUser()], terms }), ANN)[0]).toBe(
      'claimed-in-old-pool',
    );
  });

  test('the sub of another is nobody’s name', () => {
    expect(wishOf(backfill({ old: [aUser(wishing(BEN)), anotherUser()] }), ANN)[0]).toBe(
      'claimed-in-old-pool',
    );
  });

  test('the own username needs no alias', () => {
    expect(wishOf(backfill({ old: [aUser(wishing('ANN'))] }), ANN)[0]).toBe('equals-username');
  });

  test('no alias: everybody keeps what they have', () => {
    const terms = theTerms({ rules: theRules({ newPool: { aliases: ['email'] } }) });
    const settled = backfill({ old: [aUser(wishing('star')), anotherUser(wishing('star'))], terms });
    expect([wishOf(settled, ANN)[1], wishOf(settled, BEN)[1]]).toEqual(['star', 'star']);
  });

  describe('made of another attribute', () => {
    const terms = theTerms({
      rules: theRules({ preferredUsernameSources: ['preferred_username', 'email-local-part'] }),
    });
    const john = (number: number, init: Parameters<typeof aUser>[0] = {}) =>
      aUser({
        username: `user${number}`,
        sub: subOf(number),
        ...init,
        attributes: { email: `john@${number}.example.com`, ...init.attributes },
      });

    test('one gets it', () => {
      expect(wishOf(backfill({ old: [john(1)], terms }), ANN)).toEqual(['given', 'john']);
    });

    test('two get nothing', () => {
      const settled = backfill({ old: [john(1), john(2)], terms });
      expect([wishOf(settled, ANN)[0], wishOf(settled, BEN)[0]]).toEqual([
        'claimed-in-old-pool',
        'claimed-in-old-pool',
      ]);
    });

    test('who has it as an attribute goes before', () => {
      const settled = backfill({ old: [john(1), anotherUser(wishing('john'))], terms });
      expect([wishOf(settled, ANN)[0], wishOf(settled, BEN)[0]]).toEqual(['claimed-in-old-pool', 'given']);
    });

    test('who stays behind is not in the way', () => {
      const settled = backfill({ old: [john(1), john(2, { status: 'EXTERNAL_PROVIDER' })], terms });
      expect(wishOf(settled, ANN)[0]).toBe('given');
    });
  });
});

describe('contacts', () => {
  const shared = { attributes: { email: 'both@example.com' } };

  test('the same one twice: the second is left out, whatever the order of the listing', () => {
    const old = [aUser(shared), anotherUser(shared), carl(shared)];
    expect(fatesOf(backfill({ old }))).toEqual(['import', 'duplicate-contact', 'duplicate-contact']);
    expect(fateOf(backfill({ old: [...old].reverse() }).get(ANN))).toBe('import');
  });

  test('the same one in other letters', () => {
    const other = { attributes: { email: 'BOTH@example.com' } };
    const sensitive = theTerms({ rules: theRules({ newPool: { caseSensitive: true } }) });
    expect(fatesOf(backfill({ old: [aUser(shared), anotherUser(other)] }))).toEqual([
      'import',
      'duplicate-contact',
    ]);
    expect(fatesOf(backfill({ old: [aUser(shared), anotherUser(other)], terms: sensitive }))).toEqual([
      'import',
      'import',
    ]);
  });

  test('the first stays behind: the second is the first', () => {
    expect(fatesOf(backfill({ old: [aUser({ ...shared, enabled: false }), anotherUser(shared)] }))).toEqual([
      'disabled',
      'import',
    ]);
  });

  test('the other one is unverified: no duplicate', () => {
    const unverified = { attributes: { email: 'both@example.com', email_verified: 'false' } };
    expect(fatesOf(backfill({ old: [aUser(unverified), anotherUser(shared)] }))).toEqual([
      'no-verified-contact',
      'import',
    ]);
  });

  test('no alias: shared as they like', () => {
    const terms = theTerms({ rules: theRules({ newPool: { aliases: [] } }) });
    expect(fatesOf(backfill({ old: [aUser(shared), anotherUser(shared)], terms }))).toEqual([
      'import',
      'import',
    ]);
  });

  const stranger = newUser('stranger', { email: 'ann@example.com', email_verified: 'true' });
  const withPhone = { attributes: { phone_number: '+49151', phone_number_verified: 'true' } };
  const bothContacts = { autoVerified: ['email', 'phone_number'] } as const;

  test('held in the new pool, and the only one: left out', () => {
    expect(fatesOf(backfill({ old: [aUser()], new: [stranger] }))).toEqual(['contact-taken']);
  });

  test('held in the new pool, and another one that only recovery uses: left out', () => {
    expect(fatesOf(backfill({ old: [aUser(withPhone)], new: [stranger] }))).toEqual(['contact-taken']);
  });

  test('held in the new pool, and another one: goes in unverified', () => {
    const settled = backfill({
      old: [aUser(withPhone)],
      new: [stranger],
      terms: theTerms({ pool: bothContacts }),
    });
    expect(settled.get(ANN)).toMatchObject({ contactsHeldByOthers: ['email'] });
    expect(rowOf(settled.get(ANN))).toMatchObject({ email_verified: 'FALSE', phone_number_verified: 'TRUE' });
  });

  test('written down in the new pool, but unverified there: nobody holds it', () => {
    const settled = backfill({ old: [aUser()], new: [newUser('x', { email: 'ann@example.com' })] });
    expect(fatesOf(settled)).toEqual(['import']);
  });

  describe('that the operator trusts', () => {
    const terms = theTerms({ rules: theRules({ contactVerification: 'trust' }) });
    const unverified = (email = 'both@example.com') => ({ attributes: { email, email_verified: 'false' } });

    test.each<[string, ListedUser[], string]>([
      ['nobody else has it', [], 'import'],
      ['another has it verified', [anotherUser(shared)], 'no-verified-contact'],
      ['another has it unverified', [anotherUser(unverified())], 'no-verified-contact'],
      [
        'another has it in other letters',
        [anotherUser(unverified('Both@Example.com'))],
        'no-verified-contact',
      ],
      [
        'somebody who stays behind has it',
        [anotherUser({ ...shared, status: 'UNCONFIRMED' })],
        'no-verified-contact',
      ],
      ['another has it as username', [anotherUser({ username: 'both@example.com' })], 'no-verified-contact'],
    ])('%s', (_, others, fate) => {
      const settled = backfill({ old: [aUser(unverified()), ...others], terms });
      expect(fateOf(settled.get(ANN))).toBe(fate);
      if (fate === 'import') expect(rowOf(settled.get(ANN))).toMatchObject({ email_verified: 'TRUE' });
    });

    test('who has it verified is not held up by who has not', () => {
      const settled = backfill({ old: [aUser(unverified()), anotherUser(shared)], terms });
      expect(fateOf(settled.get(BEN))).toBe('import');
    });
  });
});

describe('a pilot, whose names are asked of the pools themselves', () => {
  const asked = (init: Partial<Holders> = {}): Holders => ({
    newPool: new Map(),
    oldPoolNames: new Map(),
    oldPoolValues: new Map(),
    ...init,
  });
  const evidence = (init: Partial<Holders> = {}) => ({ moved: false, rulings: [], asked: asked(init) });

  test('asks what the lazy path asks', () => {
    expect(questionsAbout(aUser({ attributes: { preferred_username: 'star' } }), theTerms())).toEqual({
      newPoolNames: ['ann', ANN, 'ann@example.com', 'star'],
      oldPoolNames: ['star'],
      oldPoolValues: [{ attribute: 'preferred_username', value: 'star' }],
    });
  });

  test.each<[string, Partial<Holders>, string]>([
    ['nobody has any of the names', {}, 'import'],
    ['the person answers to one', { newPool: new Map([['ann', { sourceSub: ANN }]]) }, 'already-moved'],
    [
      'strangers have both names',
      {
        newPool: new Map([
          ['ann', { sourceSub: undefined }],
          [ANN, { sourceSub: undefined }],
        ]),
      },
      'name-taken',
    ],
  ])('%s', (_, holders, fate) => {
    expect(fateOf(settleUser(aUser(), evidence(holders), theTerms()))).toBe(fate);
  });

  test('who has moved is told so, even disabled', () => {
    const settled = settleUser(
      aUser({ enabled: false }),
      evidence({ newPool: new Map([['ann', { sourceSub: ANN }]]) }),
      theTerms(),
    );
    expect(settled.kind).toBe('already-moved');
  });

  test('what the listed people claim counts too', () => {
    const shared = { attributes: { preferred_username: 'star' } };
    const settled = backfill({ old: [aUser(shared), anotherUser(shared)] });
    expect(settled.get(ANN)).toMatchObject({ preferredUsername: 'claimed-in-old-pool' });
    const alone = settleUser(aUser(shared), evidence({ oldPoolNames: new Map([['star', BEN]]) }), theTerms());
    expect(alone).toMatchObject({ preferredUsername: 'claimed-in-old-pool' });
  });
});

describe('a pilot that could not find out who else has', () => {
  const unsettled = (unseen: Unseen, attributes: Record<string, string> = {}, rules = theRules()) =>
    settleUser(
      aUser({ attributes: { preferred_username: 'star', ...attributes } }),
      { moved: false, rulings: [], unseen: [unseen] },
      theTerms({ rules }),
    );

  test('the username: nobody goes in', () => {
    expect(fateOf(unsettled('username'))).toBe('case-conflict');
  });

  test('the preferred_username: somebody goes in without it', () => {
    expect(unsettled('preferred_username')).toMatchObject({ preferredUsername: 'claimed-in-old-pool' });
    expect(unsettled('preferred_username', { preferred_username: '' })).toMatchObject({
      preferredUsername: 'none',
    });
  });

  test('a verified contact: nobody goes in with it, unless it signs nobody in', () => {
    expect(fateOf(unsettled('email'))).toBe('duplicate-contact');
    expect(fateOf(unsettled('email', {}, theRules({ newPool: { aliases: [] } })))).toBe('import');
  });

  test('an unverified contact: it is not trusted', () => {
    const trusting = theRules({ contactVerification: 'trust' });
    expect(fateOf(unsettled('email', { email_verified: 'false' }, trusting))).toBe('no-verified-contact');
    expect(fateOf(unsettled('phone_number', { email_verified: 'false' }, trusting))).toBe('import');
  });
});

describe('somebody who was deleted in the old pool since the listing', () => {
  test.each([
    [false, 'deleted'],
    [true, 'already-moved'],
  ])('and has moved: %j, ends as %s', (moved, fate) => {
    expect(fateOf(settleUser(aUser(), { moved, rulings: [], deleted: true }, theTerms()))).toBe(fate);
  });
});
