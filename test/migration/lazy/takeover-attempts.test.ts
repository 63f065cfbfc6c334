import { describe, expect, test } from '@jest/globals';
import { draftProfile } from '../../../migration/profile-draft.ts';
import { settleProfile } from '../../../migration/profile-settlement.ts';
import { anotherPerson, aPerson, subOf, theRules } from '../../support/person-builders.ts';
import { aNewUser, fakePools, profileOf } from '../../support/pool-fakes.ts';

/** Ben tries to get what is somebody else's. Nobody may take a name, an e-mail or a second door. */

const rules = theRules();
const declined = (reason: string) => ({ kind: 'declined', reason });
const BEN_TYPES = 'ben';

describe('attack: an address that a careless pool takes for somebody else’s', () => {
  // Owned by a stranger; the old pool folds its Kelvin sign to the k of the victim's.
  const LOOKALIKE = 'mi\u212Ae@example.com';
  const mike = aPerson({ username: 'mike', attributes: { email: 'mike@example.com' } });

  test.each(['forgotPassword', 'signIn'] as const)('%s moves nobody, and no code goes there', async (how) => {
    const pools = fakePools({ rules, old: [mike] });
    expect(await pools[how](LOOKALIKE)).toEqual(declined('not-a-sign-in-name'));
  });

  test('the same letters in capitals are theirs', async () => {
    const pools = fakePools({ rules, old: [mike] });
    expect(profileOf(await pools.signIn('Mike@example.com')).attributes.get('email')).toBe(
      'Mike@example.com',
    );
  });
});

describe('attack: a username that is the new sub of somebody', () => {
  const NEW_SUB = '99999999-2222-4333-8444-555555555555';
  const admin = { ...aNewUser('admin'), sub: NEW_SUB };
  const ben = anotherPerson({ username: NEW_SUB, attributes: { email: 'ben@example.com' } });

  test.each(['signIn', 'forgotPassword'] as const)('typed, at %s: a sign-in has not told', async (how) => {
    const pools = fakePools({ rules, old: [ben], new: [admin] });
    expect(await pools[how](NEW_SUB)).toEqual(declined('not-a-sign-in-name'));
    expect(pools.calls()).toContain(`new.findHolder ${NEW_SUB}`);
  });

  test('who types an address moves under another', async () => {
    const pools = fakePools({ rules, old: [ben], new: [admin] });
    expect(profileOf(await pools.signIn('ben@example.com')).username).toBe(ben.sub);
  });

  test('nobody else has it: its owner moves with it', async () => {
    const pools = fakePools({ rules, old: [ben], new: [aNewUser('admin')] });
    expect(profileOf(await pools.signIn(NEW_SUB)).username).toBe(NEW_SUB);
  });
});

describe('attack: a preferred_username that belongs to somebody else', () => {
  const ben = anotherPerson({ attributes: { preferred_username: 'annie' } });

  test.each([
    ['the username of somebody who has not moved yet', aPerson({ username: 'annie' })],
    ['that username in another spelling', aPerson({ username: 'Annie' })],
    [
      'the preferred_username of somebody who has not moved yet',
      aPerson({ attributes: { preferred_username: 'annie' } }),
    ],
    ['that preferred_username in another spelling', aPerson({ attributes: { preferred_username: 'ANNIE' } })],
  ])('%s', async (_, victim) => {
    const pools = fakePools({ rules, old: [victim, ben] });
    const profile = profileOf(await pools.signIn(BEN_TYPES));
    expect(profile.preferredUsername).toBe('claimed-in-old-pool');
    expect(profile.attributes.has('preferred_username')).toBe(false);
  });

  test.each(['annie', 'Annie', 'ANNIE'])(
    'the username %s in a case-sensitive old pool, which the new pool would not tell apart',
    async (username) => {
      const world = theRules({ oldPool: { caseSensitive: true } });
      const pools = fakePools({ rules: world, old: [aPerson({ username }), ben] });
      expect(profileOf(await pools.signIn(BEN_TYPES)).preferredUsername).toBe('claimed-in-old-pool');
    },
  );

  test.each([
    ['the username', aNewUser('annie')],
    ['the preferred_username', aNewUser('ann', { preferred_username: 'Annie' })],
  ])('%s of somebody of the new pool', async (_, holder) => {
    const pools = fakePools({ rules, old: [ben], new: [holder] });
    const profile = profileOf(await pools.signIn(BEN_TYPES));
    expect(profile.preferredUsername).toBe('held-in-new-pool');
    expect(profile.attributes.has('preferred_username')).toBe(false);
  });

  test('typed, it declines', async () => {
    const pools = fakePools({
      rules,
      old: [aPerson({ username: 'ann', attributes: { preferred_username: 'annie' } }), ben],
      oldAliases: ['preferred_username'],
    });
    const other = fakePools({
      rules: theRules({ lookups: ['preferred_username', 'direct'] }),
      old: [aPerson({ username: 'annie' }), ben],
    });
    expect(profileOf(await pools.signIn(BEN_TYPES)).preferredUsername).toBe('claimed-in-old-pool');
    expect(await other.signIn('annie')).toEqual(declined('preferred-username-withheld'));
  });

  test('an e-mail address of somebody else, or a phone number', async () => {
    for (const preferred_username of ['ann@example.com', '+4915112345678']) {
      const pools = fakePools({ rules, old: [anotherPerson({ attributes: { preferred_username } })] });
      expect(profileOf(await pools.signIn(BEN_TYPES)).preferredUsername).toBe('contact-shaped');
    }
  });

  test('the old sub of somebody whose new username will be that sub', async () => {
    const ann = aPerson({ username: 'ann@example.com' });
    const greedy = anotherPerson({ attributes: { preferred_username: ann.sub } });
    const pools = fakePools({ rules, old: [ann, greedy] });
    expect(profileOf(await pools.signIn(BEN_TYPES)).preferredUsername).toBe('claimed-in-old-pool');
  });

  test('the same, typed, where signing in with a sub is not possible', async () => {
    const ann = aPerson({ username: 'ann@example.com' });
    const greedy = anotherPerson({ attributes: { preferred_username: ann.sub } });
    const pools = fakePools({ rules, old: [ann, greedy], signsInBySub: false });
    expect(await pools.signIn(ann.sub)).toEqual(declined('preferred-username-withheld'));
  });

  test('the local part of an e-mail that equals somebody’s username', async () => {
    const world = theRules({ preferredUsernameSources: ['email-local-part'] });
    const greedy = anotherPerson({ attributes: { email: 'ann@ben.example', email_verified: 'false' } });
    const pools = fakePools({ rules: world, old: [aPerson(), greedy] });
    expect(profileOf(await pools.signIn(BEN_TYPES)).preferredUsername).toBe('claimed-in-old-pool');
  });

  test('a username beats any claim: its owner moves with it', async () => {
    const pools = fakePools({ rules, old: [aPerson({ username: 'annie' }), ben] });
    pools.create(profileOf(await pools.signIn(BEN_TYPES)));
    expect(profileOf(await pools.signIn('annie')).username).toBe('annie');
  });

  test('claimed twice, nobody gets it', async () => {
    const ann = aPerson({ attributes: { preferred_username: 'annie' } });
    const pools = fakePools({ rules, old: [ann, ben] });
    for (const name of ['ann', BEN_TYPES]) {
      const profile = profileOf(await pools.signIn(name));
      expect(profile.attributes.has('preferred_username')).toBe(false);
      pools.create(profile);
    }
  });

  test('one’s own is no conflict, whether the old pool answers to it or not', async () => {
    for (const oldAliases of [['preferred_username'], []] as const) {
      const pools = fakePools({ rules, old: [aPerson(), ben], oldAliases });
      expect(profileOf(await pools.signIn(BEN_TYPES)).preferredUsername).toBe('given');
    }
  });

  test('one’s own sub, which becomes the username because the name is taken, is not given twice', async () => {
    const odd = anotherPerson({ attributes: { preferred_username: subOf(2), email_verified: 'true' } });
    const pools = fakePools({ rules, old: [odd], new: [aNewUser('ben')] });
    expect(profileOf(await pools.signIn('ben@example.com'))).toMatchObject({
      username: subOf(2),
      preferredUsername: 'equals-username',
    });
  });
});

describe('attack: a username of somebody else', () => {
  test('that somebody of the new pool holds is never given', async () => {
    const pools = fakePools({
      rules,
      old: [anotherPerson()],
      new: [aNewUser('x', { preferred_username: 'BEN' })],
    });
    expect(profileOf(await pools.signIn('ben@example.com')).username).toBe(subOf(2));
  });

  test('where the old sub is held too, there is no name to give', async () => {
    const pools = fakePools({ rules, old: [anotherPerson()], new: [aNewUser('ben'), aNewUser(subOf(2))] });
    expect(await pools.signIn('ben@example.com')).toEqual(declined('name-taken'));
  });

  test('an e-mail address as username opens nothing: it must be a verified e-mail to be typed', async () => {
    const greedy = anotherPerson({ username: 'ann@example.com', attributes: { email: 'ben@example.com' } });
    const pools = fakePools({ rules, old: [greedy], oldAliases: [] });
    expect(await pools.signIn('ann@example.com')).toEqual(declined('not-a-sign-in-name'));
  });
});

describe('names that differ by case only', () => {
  const world = theRules({ oldPool: { caseSensitive: true } });

  test.each([
    { username: 'ben', other: 'Ben' },
    { username: 'ben', other: 'BEN' },
    { username: 'Ben', other: 'ben' },
  ])('attack: $username moves first and shuts $other out', async ({ username, other }) => {
    const pools = fakePools({
      rules: world,
      old: [anotherPerson({ username }), aPerson({ username: other })],
    });
    expect(await pools.signIn(username)).toEqual(declined('case-conflict'));
    expect(await pools.signIn(other)).toEqual(declined('case-conflict'));
    expect(await pools.forgotPassword(username)).toEqual(declined('case-conflict'));
  });

  test('an unusual spelling is not searched for, but its owner never gets the other’s name', async () => {
    const pools = fakePools({
      rules: world,
      old: [anotherPerson(), aPerson({ username: 'bEN', attributes: { email: 'ann@example.com' } })],
    });
    pools.create(profileOf(await pools.signIn('ben')));
    expect(await pools.signIn('bEN')).toEqual(declined('case-conflict'));
    expect(await pools.signIn('ann@example.com')).toEqual(declined('case-conflict'));
  });

  test('nobody else is there: the person moves', async () => {
    const pools = fakePools({ rules: world, old: [anotherPerson()] });
    expect((await pools.signIn('ben')).kind).toBe('migrated');
    expect(pools.calls()).toEqual(expect.arrayContaining(['old.findUser BEN', 'old.findUser Ben']));
  });

  test.each([
    ['the old pool folds case too', theRules()],
    [
      'both pools count case',
      theRules({ oldPool: { caseSensitive: true }, newPool: { caseSensitive: true } }),
    ],
  ])('no question is asked where %s', async (_, both) => {
    const pools = fakePools({ rules: both, old: [anotherPerson()] });
    expect((await pools.signIn('ben')).kind).toBe('migrated');
    expect(pools.calls()).not.toContain('old.findUser Ben');
  });

  test('where both pools count case, a wish for another’s spelling is withheld, and no conflict', async () => {
    const both = theRules({ oldPool: { caseSensitive: true }, newPool: { caseSensitive: true } });
    const ben = anotherPerson({ attributes: { preferred_username: 'Ben' } });
    const pools = fakePools({ rules: both, old: [ben, aPerson({ username: 'Ben' })] });
    expect(profileOf(await pools.signIn('ben')).preferredUsername).toBe('claimed-in-old-pool');
  });

  test('e-mail addresses as usernames are no conflict, because both people get their old subs', async () => {
    const trust = theRules({ contactVerification: 'trust', oldPool: { caseSensitive: true } });
    const ben = anotherPerson({ username: 'Ben@example.com', attributes: { email_verified: 'false' } });
    const other = aPerson({ username: 'ben@example.com', attributes: { email: 'a@x.io' } });
    for (const rulesOfMove of [world, trust]) {
      const pools = fakePools({ rules: rulesOfMove, old: [ben, other], answer: { kind: 'tokens' } });
      expect(await pools.signIn('Ben@example.com')).toEqual(declined('not-a-sign-in-name'));
    }
  });

  test('an alias of one’s own in another spelling is no conflict', async () => {
    const ben = anotherPerson({ attributes: { preferred_username: 'BEN' } });
    const pools = fakePools({ rules: world, old: [ben], oldAliases: ['preferred_username'] });
    expect((await pools.signIn('ben')).kind).toBe('migrated');
  });
});

describe('attack: a second door for somebody who has moved', () => {
  const ann = aPerson({ attributes: { preferred_username: 'annie' } });
  const moved = { 'custom:source_sub': ann.sub };

  test('the old e-mail, after they changed it in the new pool', async () => {
    const pools = fakePools({ rules, old: [ann] });
    pools.create(profileOf(await pools.signIn('ann')));
    const changed = fakePools({
      rules,
      old: [ann],
      new: pools.newUsers.map((user) => ({
        ...user,
        attributes: new Map([...user.attributes, ['email', 'new@example.com'] as const]),
      })),
    });
    expect(await changed.signIn('ann@example.com')).toEqual(declined('already-moved'));
    expect(await changed.forgotPassword('ann@example.com')).toEqual(declined('already-moved'));
  });

  test.each([
    ['under the same username', aNewUser('ann', moved)],
    ['under the old sub', aNewUser(ann.sub, moved)],
  ])('the old preferred_username, of somebody who moved %s', async (_, there) => {
    const pools = fakePools({ rules, old: [ann], new: [there] });
    expect(await pools.signIn('annie')).toEqual(declined('already-moved'));
  });

  test('the username, of somebody who moved under the old sub while another held it', async () => {
    const pools = fakePools({ rules, old: [ann], new: [aNewUser(ann.sub, moved)] });
    expect(await pools.signIn('ann')).toEqual(declined('already-moved'));
  });
});

describe('attack: an e-mail address that somebody of the new pool holds', () => {
  const holder = aNewUser('somebody', { email: 'BEN@example.com', email_verified: 'true' });

  test('goes in unverified, so that it stays the other’s alias', async () => {
    const pools = fakePools({ rules, old: [anotherPerson()], new: [holder] });
    const profile = profileOf(await pools.signIn('ben'));
    expect(profile.attributes.get('email_verified')).toBe('false');
    expect(profile.contactsHeldByOthers).toEqual(['email']);
  });

  test('is no recovery channel either', async () => {
    const pools = fakePools({ rules, old: [anotherPerson()], new: [holder] });
    expect(await pools.forgotPassword('ben')).toEqual(declined('no-recovery-channel'));
  });

  test('typed, it declines', () => {
    const request = {
      person: anotherPerson(),
      status: 'CONFIRMED',
      proof: 'password',
      via: 'sign-in',
      typed: 'ben@example.com',
      typedIsUniqueInOldPool: false,
    } as const;
    const holders = {
      // Taken between Cognito's look and ours.
      newPool: new Map([['ben@example.com', { sourceSub: undefined }]]),
      oldPoolNames: new Map(),
      oldPoolValues: new Map(),
    };
    expect(settleProfile(request, draftProfile(request, rules), holders, rules)).toEqual({
      kind: 'decline',
      reason: 'contact-taken',
    });
  });

  test('unverified with the other, it is nobody’s alias yet', async () => {
    const pools = fakePools({
      rules,
      old: [anotherPerson()],
      new: [aNewUser('somebody', { email: 'ben@example.com', email_verified: 'false' })],
    });
    expect(profileOf(await pools.signIn('ben')).attributes.get('email_verified')).toBe('true');
  });

  test('longer than any name can be, it goes in unverified', async () => {
    const email = `${'b'.repeat(128)}@example.com`;
    const pools = fakePools({ rules, old: [anotherPerson({ attributes: { email } })] });
    const profile = profileOf(await pools.signIn('ben'));
    expect(Object.fromEntries(profile.attributes)).toMatchObject({ email, email_verified: 'false' });
  });
});

describe('verified flags', () => {
  const unverified = anotherPerson({ attributes: { email_verified: 'false' } });
  const trust = theRules({ contactVerification: 'trust' });
  const flag = async (pools: ReturnType<typeof fakePools>) =>
    profileOf(await pools.signIn('ben')).attributes.get('email_verified');

  test('attack: an unverified address does not become verified by moving', async () => {
    expect(await flag(fakePools({ rules, old: [unverified] }))).toBe('false');
  });

  test('contactVerification "trust": it does, with a proven password', async () => {
    expect(await flag(fakePools({ rules: trust, old: [unverified] }))).toBe('true');
  });

  test('and then it can be typed', async () => {
    const pools = fakePools({ rules: trust, old: [unverified], emailIsOldUsername: true });
    expect(profileOf(await pools.signIn('ben@example.com')).attributes.get('email')).toBe('ben@example.com');
  });

  test.each([
    ['has it too', aPerson({ attributes: { email: 'ben@example.com' } })],
    ['has it in another spelling', aPerson({ attributes: { email: 'BEN@Example.com' } })],
    ['has it unverified', aPerson({ attributes: { email: 'ben@example.com', email_verified: 'false' } })],
    ['has it as username', aPerson({ username: 'ben@example.com', attributes: { email: 'a@x.io' } })],
  ])('attack: "trust" gives no address that another old user %s', async (_, victim) => {
    expect(await flag(fakePools({ rules: trust, old: [victim, unverified] }))).toBe('false');
  });

  test.each(['ben@example.com', 'BEN@EXAMPLE.COM', 'Ben@example.com'])(
    'attack: nor one that is the username %s of a case-sensitive old pool',
    async (username) => {
      const world = theRules({ contactVerification: 'trust', oldPool: { caseSensitive: true } });
      const victim = aPerson({ username, attributes: { email: 'a@x.io' } });
      expect(await flag(fakePools({ rules: world, old: [victim, unverified] }))).toBe('false');
    },
  );

  test.each([
    ['nobody', []],
    ['another user alone', [subOf(1)]],
  ])('attack: "trust" while the listing, which lags behind, still shows %s', (_, subs) => {
    const request = {
      person: unverified,
      status: 'CONFIRMED',
      proof: 'password',
      via: 'sign-in',
      typed: 'ben',
      typedIsUniqueInOldPool: false,
    } as const;
    const draft = draftProfile(request, trust);
    const settlement = settleProfile(
      request,
      draft,
      {
        newPool: new Map(),
        oldPoolNames: new Map(),
        oldPoolValues: new Map(draft.questions.oldPoolValues.map((value) => [value, subs])),
      },
      trust,
    );
    expect(settlement).toMatchObject({ kind: 'profile' });
    expect(settlement.kind === 'profile' && settlement.profile.attributes.get('email_verified')).toBe(
      'false',
    );
  });

  test('attack: "trust" gives no address that somebody of the new pool holds', async () => {
    const holder = aNewUser('somebody', { email: 'ben@example.com', email_verified: 'true' });
    expect(await flag(fakePools({ rules: trust, old: [unverified], new: [holder] }))).toBe('false');
  });

  test('"trust" asks about no address that is too long to search for', async () => {
    const email = `${'b'.repeat(300)}@example.com`;
    const pools = fakePools({
      rules: trust,
      old: [anotherPerson({ attributes: { email, email_verified: 'false' } })],
    });
    expect(await flag(pools)).toBe('false');
    expect(pools.calls().filter((call) => call.startsWith('old.listUsers'))).toEqual([]);
  });

  test('"trust" asks for the phone number too', async () => {
    const person = anotherPerson({ attributes: { phone_number: '+49151' } });
    const pools = fakePools({ rules: trust, old: [person] });
    expect(profileOf(await pools.signIn('ben')).attributes.get('phone_number_verified')).toBe('true');
    expect(pools.calls()).toEqual(
      expect.arrayContaining(['old.listUsers phone_number=+49151', 'old.findUser +49151']),
    );
  });
});

describe('hostile attributes', () => {
  test('attack: a profile cannot say where it comes from', async () => {
    const forger = anotherPerson({
      attributes: { 'custom:source_sub': subOf(1), 'custom:source_via': 'import', sub: subOf(1) },
    });
    const { attributes } = profileOf(await fakePools({ rules, old: [forger] }).signIn('ben'));
    expect(Object.fromEntries(attributes)).toMatchObject({
      'custom:source_sub': subOf(2),
      'custom:source_via': 'sign-in',
    });
    expect(attributes.has('sub')).toBe(false);
  });

  test('attack: __proto__ as an attribute', async () => {
    const person = anotherPerson();
    const attributes = new Map([...person.attributes, ['__proto__', '{"admin":true}'] as const]);
    const profile = profileOf(await fakePools({ rules, old: [{ ...person, attributes }] }).signIn('ben'));
    expect(profile.dropped).toEqual(['__proto__']);
  });

  test('attack: values of any size and content do not keep the person out', async () => {
    const person = anotherPerson({
      attributes: {
        name: 'x'.repeat(100_000),
        nickname: '\u0000\u001b[2J',
        family_name: '😀'.repeat(1024),
        preferred_username: '\u0000',
        birthdate: "'; DROP TABLE",
        updated_at: '9'.repeat(400),
      },
    });
    const profile = profileOf(await fakePools({ rules, old: [person] }).signIn('ben'));
    expect(profile.dropped).toEqual(['name', 'birthdate']);
    expect(profile.preferredUsername).toBe('malformed');
  });
});
