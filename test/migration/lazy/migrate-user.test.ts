import { describe, expect, test } from '@jest/globals';
import type { RawAnswer } from '../../../migration/old-pool-answer.ts';
import type { MfaUsers } from '../../../migration/rules.ts';
import { anotherPerson, aPerson, subOf, theRules } from '../../support/person-builders.ts';
import {
  aNewUser,
  fakePools,
  NO_SUCH_USER,
  PASSWORD,
  profileOf,
  WRONG_PASSWORD,
} from '../../support/pool-fakes.ts';

const rules = theRules();
const ann = aPerson();
const exception = (name: string, message = ''): RawAnswer => ({ kind: 'exception', name, message });
const challenge = (name: string): RawAnswer => ({ kind: 'challenge', name });
const declined = (reason: string) => ({ kind: 'declined', reason });
const failed = (reason: string) => ({ kind: 'failed', reason });

describe('a first sign-in', () => {
  test('moves the person with the old profile and the password that was just proven', async () => {
    const person = aPerson({ attributes: { name: 'Ann Lee', 'custom:plan': 'gold', 'custom:shoe': '40' } });
    expect(await fakePools({ rules, old: [person] }).signIn('ann')).toEqual({
      kind: 'migrated',
      via: 'sign-in',
      profile: {
        username: 'ann',
        status: 'CONFIRMED',
        attributes: new Map([
          ['email', 'ann@example.com'],
          ['email_verified', 'true'],
          ['name', 'Ann Lee'],
          ['custom:plan', 'gold'],
          ['custom:source_sub', person.sub],
          ['custom:source_via', 'sign-in'],
        ]),
        dropped: ['custom:shoe'],
        preferredUsername: 'none',
        contactsHeldByOthers: [],
      },
    });
  });

  const cared = aPerson({ attributes: { preferred_username: 'annie' } });
  test.each([
    { typed: 'ann', as: { username: 'ann' } },
    { typed: 'ANN', as: { username: 'ANN' } },
    { typed: 'ann@example.com', as: { username: 'ann' } },
    { typed: 'Ann@Example.com', as: { username: 'ann' }, attributes: { email: 'Ann@Example.com' } },
    { typed: 'annie', as: { username: 'ann' } },
    { typed: 'ANNIE', as: { username: 'ann' }, attributes: { preferred_username: 'ANNIE' } },
  ])('typed as $typed: what was typed comes back to the letter', async ({ typed, as, attributes }) => {
    const profile = profileOf(await fakePools({ rules, old: [cared] }).signIn(typed));
    expect(profile).toMatchObject(as);
    expect(Object.fromEntries(profile.attributes)).toMatchObject({
      email: 'ann@example.com',
      preferred_username: 'annie',
      ...attributes,
    });
  });

  test('typed as a preferred_username that the old pool itself signs in with', async () => {
    const pools = fakePools({ rules, old: [cared], oldAliases: ['preferred_username'] });
    expect(profileOf(await pools.signIn('annie')).username).toBe('ann');
  });

  test('a username shaped like an e-mail becomes the old sub, where e-mail is an alias', async () => {
    const person = aPerson({ username: 'ann@example.com' });
    const profile = profileOf(await fakePools({ rules, old: [person] }).signIn('ann@example.com'));
    expect(profile.username).toBe(person.sub);
  });

  test('a username shaped like an e-mail stays, where e-mail is no alias', async () => {
    const person = aPerson({ username: 'ann@example.com' });
    const withoutAlias = theRules({ newPool: { aliases: ['preferred_username'] } });
    const pools = fakePools({ rules: withoutAlias, old: [person] });
    expect(profileOf(await pools.signIn('ann@example.com')).username).toBe('ann@example.com');
  });

  test('a username that somebody of the new pool holds becomes the old sub', async () => {
    const pools = fakePools({ rules, old: [ann], new: [aNewUser('ann')] });
    expect(profileOf(await pools.signIn('ann@example.com')).username).toBe(ann.sub);
  });

  test('an unverified phone number goes with them, unverified', async () => {
    const person = aPerson({ attributes: { phone_number: '+4915112345678' } });
    const profile = profileOf(await fakePools({ rules, old: [person] }).signIn('ann'));
    expect(profile.attributes.get('phone_number_verified')).toBe('false');
  });

  test('without any contact, the username is enough', async () => {
    const person = { ...aPerson(), attributes: new Map<string, string>() };
    const profile = profileOf(await fakePools({ rules, old: [person] }).signIn('ann'));
    expect([...profile.attributes.keys()]).toEqual(['custom:source_sub', 'custom:source_via']);
  });
});

/** The decision table of the design, now with the calls that each row costs. */
test('somebody who signs in with an identity provider too moves, and the link that is lost is told', async () => {
  const person = aPerson({ attributes: { identities: '[{"providerName":"Google","userId":"1"}]' } });
  const outcome = await fakePools({ rules, old: [person] }).signIn('ann');
  expect(outcome).toMatchObject({ kind: 'migrated', linkLost: true, profile: { dropped: [] } });
});

describe('what the old pool answers, and the calls it takes', () => {
  const one = ['old.authenticate ann'];
  test.each([
    ['wrong password', WRONG_PASSWORD, declined('wrong-password')],
    ['locked out', exception('NotAuthorizedException', 'Password attempts exceeded'), declined('locked-out')],
    ['disabled', exception('NotAuthorizedException', 'User is disabled.'), declined('disabled')],
    [
      'expired temporary password',
      exception('NotAuthorizedException', 'Temporary password has expired and must be reset.'),
      declined('temporary-password-expired'),
    ],
    ['unconfirmed', exception('UserNotConfirmedException'), declined('unconfirmed')],
    [
      "the old pool's own trigger says no",
      exception('UserLambdaValidationException', 'PreAuthentication failed with error no.'),
      declined('refused-by-old-trigger'),
    ],
    [
      'threat protection says no',
      exception('NotAuthorizedException', 'Unable to login because of security reasons.'),
      declined('refused-by-threat-protection'),
    ],
    ['an unknown text', exception('NotAuthorizedException', 'New words'), declined('refused-other')],
    ['an MFA challenge', challenge('SMS_MFA'), declined('second-factor')],
    ['an unknown challenge', challenge('RIDDLE'), declined('refused-other')],
    ['throttled', exception('TooManyRequestsException'), failed('throttled')],
    ['timed out', exception('AbortError'), failed('timed-out')],
    ['internal error', exception('InternalErrorException'), failed('internal-error')],
    ['network', exception('Error', 'ECONNREFUSED'), failed('network')],
    [
      'flow not enabled',
      exception('InvalidParameterException', 'Auth flow not enabled for this client'),
      failed('flow-not-enabled'),
    ],
    [
      'secret hash',
      exception('NotAuthorizedException', 'Unable to verify secret hash for client 1'),
      failed('client-secret'),
    ],
    ['no permission', exception('AccessDeniedException'), failed('no-permission')],
    ['no such client', exception('ResourceNotFoundException'), failed('no-such-pool-or-client')],
  ])('%s: one call', async (_, answer, outcome) => {
    const pools = fakePools({ rules, old: [ann], answer });
    expect(await pools.signIn('ann')).toEqual(outcome);
    expect(pools.calls()).toEqual(one);
  });

  test('a wrong password costs the old pool one call', async () => {
    const pools = fakePools({ rules, old: [ann] });
    expect(await pools.signIn('ann', 'wrong')).toEqual(declined('wrong-password'));
    expect(pools.calls()).toEqual(one);
  });

  test('attack: spraying passwords reads no profile, which would be billed', async () => {
    const pools = fakePools({ rules, old: [ann] });
    for (let n = 0; n < 5; n += 1) await pools.signIn('ann@example.com', `guess-${n}`);
    expect(new Set(pools.calls())).toEqual(new Set(['old.authenticate ann@example.com']));
  });

  test.each([
    ['tokens', 'CONFIRMED', { kind: 'tokens' } as const],
    ['MFA_SETUP', 'CONFIRMED', challenge('MFA_SETUP')],
    ['NEW_PASSWORD_REQUIRED', 'RESET_REQUIRED', challenge('NEW_PASSWORD_REQUIRED')],
    ['PasswordResetRequiredException', 'RESET_REQUIRED', exception('PasswordResetRequiredException')],
  ])('%s: %s, with the profile and the look-ups that its names need', async (_, status, answer) => {
    const pools = fakePools({ rules, old: [ann], answer });
    expect(profileOf(await pools.signIn('ann')).status).toBe(status);
    expect(pools.waves).toEqual([
      one,
      ['old.findUser ann'],
      [`new.findHolder ${ann.sub}`, 'new.findHolder ann@example.com'],
    ]);
  });
});

test('attack: tokens of one person never open the profile of another', async () => {
  const pools = fakePools({ rules, old: [ann], subOfTokens: subOf(2) });
  expect(await pools.signIn('ann')).toEqual(failed('internal-error'));
  expect(pools.calls()).toEqual(['old.authenticate ann', 'old.findUser ann']);
});

describe('waves of calls', () => {
  test('all that must be known about names is asked at once', async () => {
    const person = aPerson({
      attributes: { preferred_username: 'annie', phone_number: '+49151', phone_number_verified: 'true' },
    });
    const all = theRules({ newPool: { aliases: ['email', 'phone_number', 'preferred_username'] } });
    const pools = fakePools({ rules: all, old: [person] });
    expect((await pools.signIn('ann@example.com')).kind).toBe('migrated');
    expect(pools.waves).toEqual([
      ['old.authenticate ann@example.com'],
      ['old.findUser ann'],
      [
        'new.findHolder ann',
        `new.findHolder ${person.sub}`,
        'new.findHolder +49151',
        'new.findHolder annie',
        'old.findUser annie',
        'old.listUsers preferred_username=annie',
      ],
    ]);
  });

  test('a preferred_username that the look-ups found to be unique is not asked about again', async () => {
    const person = aPerson({ attributes: { preferred_username: 'annie' } });
    const pools = fakePools({ rules, old: [person] });
    expect((await pools.signIn('annie')).kind).toBe('migrated');
    expect(pools.waves).toEqual([
      ['old.authenticate annie'],
      ['old.listUsers preferred_username=annie'],
      ['old.authenticate ann'],
      ['old.findUser ann'],
      ['new.findHolder ann', `new.findHolder ${person.sub}`, 'new.findHolder ann@example.com'],
    ]);
  });

  test.each([
    ['the old pool did not look for usernames first', { lookups: ['preferred_username', 'direct'] as const }],
    ['the old pool did not look for usernames at all', { lookups: ['preferred_username'] as const }],
    ['the old pool tells spellings apart and the new one does not', { oldPool: { caseSensitive: true } }],
  ])('a preferred_username is asked about again if %s', async (_, setting) => {
    const person = aPerson({ attributes: { preferred_username: 'annie' } });
    const pools = fakePools({ rules: theRules(setting), old: [person] });
    expect((await pools.signIn('annie')).kind).toBe('migrated');
    expect(pools.calls()).toContain('old.findUser annie');
    expect(pools.calls().filter((call) => call.startsWith('old.listUsers'))).toHaveLength(2);
  });

  test('a contact that is no alias is nobody else’s business', async () => {
    const pools = fakePools({ rules: theRules({ newPool: { aliases: [] } }), old: [ann] });
    expect((await pools.signIn('ann')).kind).toBe('migrated');
    expect(pools.waves.at(-1)).toEqual([`new.findHolder ${ann.sub}`]);
  });
});

describe('the look-ups, in order', () => {
  test('an unknown name is asked for in both ways, then declined', async () => {
    const pools = fakePools({ rules, old: [ann] });
    expect(await pools.signIn('nobody')).toEqual(declined('unknown-user'));
    expect(pools.calls()).toEqual(['old.authenticate nobody', 'old.listUsers preferred_username=nobody']);
  });

  test.each(['nobody@example.com', '+4915100000000'])(
    '%s is never looked for as a preferred_username',
    async (typed) => {
      const pools = fakePools({ rules, old: [ann] });
      expect(await pools.signIn(typed)).toEqual(declined('unknown-user'));
      expect(pools.calls()).toEqual([`old.authenticate ${typed}`]);
    },
  );

  test('only those of the setting', async () => {
    const pools = fakePools({
      rules: theRules({ lookups: ['direct'] }),
      old: [aPerson({ attributes: { preferred_username: 'annie' } })],
    });
    expect(await pools.signIn('annie')).toEqual(declined('unknown-user'));
    expect(pools.calls()).toEqual(['old.authenticate annie']);
  });

  test('two people with one preferred_username: neither is tried', async () => {
    const twins = [ann, anotherPerson()].map(({ attributes, ...person }) => ({
      ...person,
      attributes: new Map([...attributes, ['preferred_username', 'twin'] as const]),
    }));
    const pools = fakePools({ rules, old: twins });
    expect(await pools.signIn('twin')).toEqual(declined('ambiguous-preferred-username'));
    expect(await pools.forgotPassword('twin')).toEqual(declined('ambiguous-preferred-username'));
    expect(pools.calls().filter((call) => call === 'old.authenticate ann')).toEqual([]);
  });

  test('a wrong password for a preferred_username is a wrong password', async () => {
    const pools = fakePools({ rules, old: [aPerson({ attributes: { preferred_username: 'annie' } })] });
    expect(await pools.signIn('annie', 'wrong')).toEqual(declined('wrong-password'));
  });

  test('a throttled look-up declines, so that strangers cannot show an error to everybody', async () => {
    const pools = fakePools({ rules, old: [ann], failing: { 'old.listUsers': 'TooManyRequestsException' } });
    expect(await pools.signIn('nobody')).toEqual(declined('lookup-throttled'));
  });

  test.each([
    ['InternalErrorException', 'internal-error'],
    ['AccessDeniedException', 'no-permission'],
    ['AbortError', 'timed-out'],
  ])('a look-up that ends in %s fails', async (name, reason) => {
    const pools = fakePools({ rules, old: [ann], failing: { 'old.listUsers': name } });
    expect(await pools.signIn('nobody')).toEqual(failed(reason));
  });

  test('somebody deleted between the answer and the profile is unknown', async () => {
    const pools = fakePools({ rules, old: [], answer: { kind: 'tokens' } });
    expect(await pools.signIn('ann')).toEqual(declined('unknown-user'));
  });
});

describe('a call after the decision that has no answer fails: the person may be who they say', () => {
  test.each([
    ['old.findUser', 'TooManyRequestsException', 'throttled'],
    ['old.findUser', 'ResourceNotFoundException', 'no-such-pool-or-client'],
    ['old.findUser', 'InvalidParameterException', 'internal-error'],
    ['old.findUser', 'NotAuthorizedException', 'internal-error'],
    ['new.findHolder', 'AccessDeniedException', 'no-permission'],
    ['new.findHolder', 'AbortError', 'timed-out'],
  ] as const)('%s: %s, %s', async (operation, name, reason) => {
    const pools = fakePools({ rules, old: [ann], failing: { [operation]: name } });
    expect(await pools.signIn('ann')).toEqual(failed(reason));
  });

  test('the claims to a preferred_username, throttled', async () => {
    const pools = fakePools({
      rules,
      old: [aPerson({ attributes: { preferred_username: 'annie' } })],
      failing: { 'old.listUsers': 'TooManyRequestsException' },
    });
    expect(await pools.signIn('ann')).toEqual(failed('throttled'));
  });

  test('a fault of ours is no outcome', async () => {
    const { signIn } = fakePools({ rules: { ...rules, lookups: null as never }, old: [ann] });
    await expect(signIn('ann')).rejects.toThrow(TypeError);
  });
});

describe('a name that Cognito could not take', () => {
  test.each([
    ['with a space', 'ann lee'],
    ['with a control character', 'ann\u0000'],
    ['of 129 characters', 'x'.repeat(129)],
    ['of 100,000 characters', 'x'.repeat(100_000)],
    ['of half a character', '\ud83d'],
  ])('%s is declined without a call', async (_, typed) => {
    const pools = fakePools({ rules, old: [ann] });
    expect(await pools.signIn(typed)).toEqual(declined('malformed-name'));
    expect(await pools.forgotPassword(typed)).toEqual(declined('malformed-name'));
    expect(pools.calls()).toEqual([]);
  });

  test.each(['😀'.repeat(128), '__proto__', 'constructor', '"\\', '山田', '<script>'])(
    '%s is a name like any other',
    async (username) => {
      const pools = fakePools({ rules, old: [aPerson({ username })] });
      expect(profileOf(await pools.signIn(username)).username).toBe(username);
    },
  );

  test('an event that could not be read is declined without a call', async () => {
    const pools = fakePools({ rules, old: [ann] });
    expect(await pools.unreadable()).toEqual(declined('malformed-event'));
    expect(pools.calls()).toEqual([]);
  });
});

describe('the state of the profile decides too', () => {
  test.each([
    ['disabled meanwhile', { enabled: false }, 'disabled'],
    ['federated', { status: 'EXTERNAL_PROVIDER' }, 'federated'],
    ['unconfirmed', { status: 'UNCONFIRMED' }, 'unconfirmed'],
    ['in a state of tomorrow', { status: 'FROZEN' }, 'unknown-status'],
  ])('%s: declined before anybody’s names are asked for', async (_, init, reason) => {
    const pools = fakePools({ rules, old: [aPerson(init)] });
    expect(await pools.signIn('ann')).toEqual(declined(reason));
    expect(await pools.forgotPassword('ann')).toEqual(declined(reason));
    expect(pools.calls()).toEqual(['old.authenticate ann', 'old.findUser ann', 'old.findUser ann']);
  });
});

describe('a second factor never disappears unless the operator said so', () => {
  const phone = { phone_number: '+4915112345678', phone_number_verified: 'true' };
  const withApp = aPerson({ factors: ['SOFTWARE_TOKEN_MFA'] });

  test.each([
    { mfaUsers: 'reset', status: 'RESET_REQUIRED' },
    { mfaUsers: 'confirm', status: 'CONFIRMED' },
  ] as const)('mfaUsers "$mfaUsers": $status', async ({ mfaUsers, status }) => {
    const answer = challenge('SOFTWARE_TOKEN_MFA');
    const pools = fakePools({ rules: theRules({ mfaUsers }), old: [withApp], answer });
    expect(profileOf(await pools.signIn('ann')).status).toBe(status);
  });

  const doors: [string, RawAnswer][] = [
    ['a temporary password', challenge('NEW_PASSWORD_REQUIRED')],
    ['a reset that the old pool demands', exception('PasswordResetRequiredException')],
  ];
  test.each(doors)('attack: shedding the factor by %s', async (_, answer) => {
    const pools = fakePools({ rules, old: [withApp], answer });
    expect(await pools.signIn('ann')).toEqual(declined('second-factor'));
  });
  test('attack: shedding the factor by forgot password', async () => {
    const pools = fakePools({ rules, old: [withApp] });
    expect(await pools.forgotPassword('ann')).toEqual(declined('second-factor'));
  });
  test.each(['reset', 'confirm'] as const)(
    'forgot password under mfaUsers "%s" moves them',
    async (mfaUsers) => {
      const pools = fakePools({ rules: theRules({ mfaUsers }), old: [withApp] });
      expect(profileOf(await pools.forgotPassword('ann')).status).toBe('RESET_REQUIRED');
    },
  );

  test('attack: the reset code goes to the phone that is the second factor', async () => {
    const person = aPerson({ factors: ['SMS_MFA'], attributes: { ...phone, email_verified: 'false' } });
    const reset = theRules({ mfaUsers: 'reset' });
    const pools = fakePools({ rules: reset, old: [person], answer: challenge('SMS_MFA') });
    expect(await pools.signIn('ann')).toEqual(declined('no-recovery-channel'));
    expect(await pools.forgotPassword('ann')).toEqual(declined('no-recovery-channel'));
  });

  test.each([
    ['SMS_MFA', { ...phone, email_verified: 'false' }],
    ['EMAIL_OTP', {}],
  ])(
    'attack: the same, where the old pool asks everybody for %s and the profile lists no factor',
    async (name, attributes) => {
      const person = aPerson({ factors: [], attributes });
      const reset = theRules({ mfaUsers: 'reset' });
      const pools = fakePools({ rules: reset, old: [person], answer: challenge(name) });
      expect(await pools.signIn('ann')).toEqual(declined('no-recovery-channel'));
    },
  );

  describe('an old pool that requires MFA and lists no factor of this person', () => {
    const oldPool = { mfaRequired: true };
    const unverified = { email_verified: 'false' };
    const implied: [string, Record<string, string>][] = [
      ['a phone number', { ...phone, ...unverified }],
      ['a phone number that is not verified', { phone_number: '+4915112345678', ...unverified }],
      ['a verified e-mail', {}],
      ['both', phone],
    ];
    const doorways = [['forgot password', undefined] as const, ...doors].flatMap(([door, answer]) =>
      implied.map(([contact, attributes]) => ({ door, answer, contact, attributes })),
    );
    const enter = (
      mfaUsers: MfaUsers,
      { answer, attributes }: (typeof doorways)[number],
      required = true,
    ) => {
      const world = theRules({ mfaUsers, oldPool: { mfaRequired: required } });
      const person = aPerson({ attributes });
      if (answer === undefined) return fakePools({ rules: world, old: [person] }).forgotPassword('ann');
      return fakePools({ rules: world, old: [person], answer }).signIn('ann');
    };

    test.each(doorways)('attack: shedding $contact by $door', async (doorway) => {
      expect(await enter('decline', doorway)).toEqual(declined('second-factor'));
    });

    test.each(doorways)('attack: $door sends the code to $contact, which is the factor', async (doorway) => {
      expect(await enter('reset', doorway)).toEqual(declined('no-recovery-channel'));
    });

    test.each(doorways.filter(({ contact }) => contact === 'both'))(
      '$door moves the person where MFA is not required',
      async (doorway) => {
        expect(profileOf(await enter('decline', doorway, false)).status).toBe('RESET_REQUIRED');
      },
    );

    test('with a listed factor, the contacts are none', async () => {
      const world = theRules({ mfaUsers: 'reset', oldPool });
      const pools = fakePools({ rules: world, old: [withApp] });
      expect(profileOf(await pools.forgotPassword('ann')).status).toBe('RESET_REQUIRED');
    });

    test('without any contact nothing but the missing channel speaks against the person', async () => {
      const person = aPerson({ attributes: unverified });
      const pools = fakePools({ rules: theRules({ oldPool }), old: [person] });
      expect(await pools.forgotPassword('ann')).toEqual(declined('no-recovery-channel'));
    });

    test('who proves the password and has enrolled nothing moves', async () => {
      const pools = fakePools({ rules: theRules({ oldPool }), old: [ann], answer: challenge('MFA_SETUP') });
      expect(profileOf(await pools.signIn('ann')).status).toBe('CONFIRMED');
    });
  });

  test('attack: the reset code goes to one of the factors that the old pool let the person choose from', async () => {
    const answer = { ...challenge('SELECT_MFA_TYPE'), factors: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] };
    const pools = fakePools({ rules: theRules({ mfaUsers: 'reset' }), old: [ann], answer });
    expect(await pools.signIn('ann')).toEqual(declined('no-recovery-channel'));
  });

  test('with a verified e-mail beside the phone, the code goes there', async () => {
    const person = aPerson({ factors: ['SMS_MFA'], attributes: phone });
    const reset = theRules({ mfaUsers: 'reset' });
    const pools = fakePools({ rules: reset, old: [person], answer: challenge('SMS_MFA') });
    expect(profileOf(await pools.signIn('ann')).status).toBe('RESET_REQUIRED');
  });
});

describe('forgot password', () => {
  test('moves the person to RESET_REQUIRED without asking for a password', async () => {
    const pools = fakePools({ rules, old: [ann] });
    const outcome = await pools.forgotPassword('ann@example.com');
    expect(outcome).toMatchObject({ kind: 'migrated', via: 'forgot-password' });
    expect(profileOf(outcome)).toMatchObject({ username: 'ann', status: 'RESET_REQUIRED' });
    expect(profileOf(outcome).attributes.get('custom:source_via')).toBe('forgot-password');
    expect(pools.waves).toEqual([
      ['old.findUser ann@example.com'],
      ['new.findHolder ann', `new.findHolder ${ann.sub}`],
    ]);
  });

  test('by preferred_username', async () => {
    const person = aPerson({ attributes: { preferred_username: 'annie' } });
    const pools = fakePools({ rules, old: [person] });
    expect(profileOf(await pools.forgotPassword('annie')).username).toBe('ann');
  });

  test.each(['RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD'])('of somebody in %s', async (status) => {
    const pools = fakePools({ rules, old: [aPerson({ status })] });
    expect((await pools.forgotPassword('ann')).kind).toBe('migrated');
  });

  test('of nobody', async () => {
    const pools = fakePools({ rules, old: [ann] });
    expect(await pools.forgotPassword('nobody')).toEqual(declined('unknown-user'));
    expect(await pools.forgotPassword('nobody@example.com')).toEqual(declined('unknown-user'));
  });

  test('turned off: no call at all', async () => {
    const pools = fakePools({ rules: theRules({ forgotPassword: 'decline' }), old: [ann] });
    expect(await pools.forgotPassword('ann')).toEqual(declined('forgot-password-off'));
    expect(pools.calls()).toEqual([]);
  });

  test('that the old pool cannot answer fails', async () => {
    const pools = fakePools({ rules, old: [ann], failing: { 'old.findUser': 'TooManyRequestsException' } });
    expect(await pools.forgotPassword('ann')).toEqual(failed('throttled'));
  });

  test.each([
    ['an unverified e-mail', { email_verified: 'false' }],
    ['an e-mail that Cognito would not take', { email: 'ann' }],
  ])('with %s there is nowhere to send the code', async (_, attributes) => {
    const pools = fakePools({ rules, old: [aPerson({ attributes })] });
    expect(await pools.forgotPassword('ann')).toEqual(declined('no-recovery-channel'));
  });

  test('attack: contactVerification "trust" sends no code to an unverified address', async () => {
    const person = aPerson({ attributes: { email_verified: 'false' } });
    const pools = fakePools({ rules: theRules({ contactVerification: 'trust' }), old: [person] });
    expect(await pools.forgotPassword('ann')).toEqual(declined('no-recovery-channel'));
  });

  test('attack: nor does it for a temporary password', async () => {
    const person = aPerson({ attributes: { email_verified: 'false' } });
    const pools = fakePools({
      rules: theRules({ contactVerification: 'trust' }),
      old: [person],
      answer: challenge('NEW_PASSWORD_REQUIRED'),
    });
    expect(await pools.signIn('ann')).toEqual(declined('no-recovery-channel'));
  });

  test('attack: by the old sub, which nobody signs in with', async () => {
    const pools = fakePools({ rules, old: [ann] });
    expect(await pools.forgotPassword(ann.sub)).toEqual(declined('not-a-sign-in-name'));
  });
});

describe('nobody is created who could not sign in again with what they typed', () => {
  test.each([
    ['an unverified e-mail', rules, { email_verified: 'false' }],
    [
      'an e-mail that is no alias of the new pool',
      theRules({ newPool: { aliases: ['preferred_username'] } }),
      {},
    ],
    [
      'an e-mail in another spelling, where case counts',
      theRules({ newPool: { caseSensitive: true } }),
      { email: 'Ann@example.com' },
    ],
  ])('%s, which was the username of the old pool', async (_, world, attributes) => {
    const person = aPerson({ username: subOf(1), attributes });
    const pools = fakePools({ rules: world, old: [person], emailIsOldUsername: true });
    expect(await pools.signIn('ann@example.com')).toEqual(declined('not-a-sign-in-name'));
  });

  test('a verified e-mail, which was the username of the old pool, moves as an alias', async () => {
    const person = aPerson({ username: subOf(1) });
    const pools = fakePools({ rules, old: [person], emailIsOldUsername: true });
    expect(profileOf(await pools.signIn('ann@example.com')).username).toBe(subOf(1));
  });

  test('a username in another spelling, where the new pool counts case and the old one does not', async () => {
    const pools = fakePools({ rules: theRules({ newPool: { caseSensitive: true } }), old: [ann] });
    expect(await pools.signIn('ANN')).toEqual(declined('not-a-sign-in-name'));
  });

  test('a preferred_username that the settings do not give', async () => {
    const person = aPerson({ attributes: { preferred_username: 'annie' } });
    const pools = fakePools({ rules: theRules({ preferredUsernameSources: [] }), old: [person] });
    expect(await pools.signIn('annie')).toEqual(declined('not-a-sign-in-name'));
  });

  test('a preferred_username where it is no alias of the new pool', async () => {
    const person = aPerson({ attributes: { preferred_username: 'annie' } });
    const pools = fakePools({ rules: theRules({ newPool: { aliases: ['email'] } }), old: [person] });
    expect(await pools.signIn('annie')).toEqual(declined('not-a-sign-in-name'));
    expect(profileOf(await pools.signIn('ann'))).toMatchObject({ preferredUsername: 'given' });
  });
});

test('the password is given to nobody but the old pool', async () => {
  const pools = fakePools({ rules, old: [ann] });
  const outcome = await pools.signIn('ann');
  expect(JSON.stringify([[...profileOf(outcome).attributes], outcome, pools.calls()])).not.toContain(
    PASSWORD,
  );
});

test('an old client that hides who exists makes every unknown name a wrong password', async () => {
  const pools = fakePools({ rules, old: [ann], answer: WRONG_PASSWORD });
  expect(await pools.signIn('nobody')).toEqual(declined('wrong-password'));
  expect(await fakePools({ rules, answer: NO_SUCH_USER }).signIn('nobody')).toEqual(declined('unknown-user'));
});
