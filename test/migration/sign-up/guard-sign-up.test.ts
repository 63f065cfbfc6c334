import { describe, expect, test } from '@jest/globals';
import { PoolCallFailed } from '../../../migration/ports.ts';
import { guardSignUp, type NameOwners } from '../../../migration/sign-up/guard-sign-up.ts';
import type { SignUp } from '../../../migration/sign-up/sign-up-event.ts';
import { subOf } from '../../support/person-builders.ts';

interface OldUser {
  readonly username: string;
  readonly sub?: string;
  readonly status?: string;
  readonly email?: string;
  readonly phone_number?: string;
  readonly preferred_username?: string;
}

/** A pool as AWS's API page describes it: filters on `username` mind case, those on attributes do not. */
const poolOf = (users: readonly OldUser[], caseSensitive: boolean) => {
  const asked: string[] = [];
  const statusOf = ({ status = 'CONFIRMED' }: OldUser) => ({ status });
  const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();
  const oldPool: NameOwners = {
    canList: ({ value }) => value.length < 200,
    owners: async ({ attribute, value }) => {
      asked.push(`${attribute} ${value}`);
      return users
        .filter((user) => (attribute === 'username' ? user.username === value : same(user[attribute], value)))
        .map(statusOf);
    },
    ownerAsSignedIn: async (name) => {
      asked.push(`sign-in ${name}`);
      const found = users.find(({ username }) => (caseSensitive ? username === name : same(username, name)));
      return found && statusOf(found);
    },
  };
  return { asked, guard: guardSignUp(oldPool, { caseSensitive }) };
};

const signUp = (username: string, attributes: Record<string, string> = {}): SignUp => ({
  kind: 'self',
  username,
  attributes: new Map(Object.entries(attributes)),
});
const fromProvider = (attributes: Record<string, string>): SignUp => ({
  kind: 'federated',
  attributes: new Map(Object.entries(attributes)),
});
const ALLOWED = { kind: 'allowed' };
const REFUSED = { kind: 'refused', reason: 'name-of-old-user' };

const ann: OldUser = {
  username: 'ann',
  sub: subOf(1),
  email: 'ann@example.com',
  phone_number: '+4915112345678',
  preferred_username: 'annie',
};

describe('attack: registering a name of somebody who has not moved yet', () => {
  test.each([
    ['their username', signUp('ann')],
    ['their username in capitals', signUp('ANN')],
    ['their username with a capital', signUp('Ann')],
    ['their preferred_username as username', signUp('annie')],
    ['their preferred_username in capitals', signUp('ANNIE')],
    ['their e-mail address as username', signUp('ann@example.com')],
    ['their phone number as username', signUp('+4915112345678')],
    ['their sub as username', signUp(subOf(1))],
    ['their sub in capitals', signUp(subOf(1).toUpperCase())],
    ['their e-mail address', signUp('eve', { email: 'ann@example.com' })],
    ['their e-mail address in capitals', signUp('eve', { email: 'ANN@example.com' })],
    ['their phone number', signUp('eve', { phone_number: '+4915112345678' })],
    ['their username as preferred_username', signUp('eve', { preferred_username: 'ann' })],
    ['their preferred_username', signUp('eve', { preferred_username: 'annie' })],
    ['their e-mail address, by an identity provider', fromProvider({ email: 'ann@example.com' })],
    ['their preferred_username, by an identity provider', fromProvider({ preferred_username: 'annie' })],
    ['their username, by an identity provider', fromProvider({ preferred_username: 'Ann' })],
  ])('%s', async (_, attempt) => {
    for (const caseSensitive of [true, false]) {
      expect(await poolOf([ann], caseSensitive).guard(attempt)).toEqual(REFUSED);
    }
  });

  test('a letter that folds to theirs: the Kelvin sign', async () => {
    const kim = { username: 'eve2', preferred_username: 'kim' };
    expect(await poolOf([kim], true).guard(signUp('\u212Aim'))).toEqual(REFUSED);
  });

  test.each(['ann@example.com', 'Ann@example.com'])('an address %s that is a username', async (email) => {
    const old = { username: 'ann@example.com' };
    expect(await poolOf([old], true).guard(signUp('eve', { email }))).toEqual(REFUSED);
  });

  test('a spelling of their own, where the old pool folds case', async () => {
    const old = { username: 'MaryAnn' };
    expect(await poolOf([old], false).guard(signUp('maryann'))).toEqual(REFUSED);
    const preferring = { preferred_username: 'maryann' };
    expect(await poolOf([old], false).guard(signUp('eve', preferring))).toEqual(REFUSED);
    expect(await poolOf([old], false).guard(fromProvider(preferring))).toEqual(REFUSED);
    expect(await poolOf([{ ...old, status: 'UNCONFIRMED' }], false).guard(signUp('maryann'))).toEqual(
      ALLOWED,
    );
  });

  test.each([
    ['an address', 'Ann.Lee@Example.com', { email: 'ann.lee@example.com' }],
    ['an address, by capitals of their own', 'ann.lee@example.com', { email: 'aNN.Lee@Example.com' }],
    ['a phone number', '+4915112345678', { phone_number: '+4915112345678' }],
  ])(
    '%s that is a username in another spelling, where the old pool folds case',
    async (_, username, contact) => {
      expect(await poolOf([{ username }], false).guard(signUp('eve', contact))).toEqual(REFUSED);
      expect(await poolOf([{ username }], false).guard(fromProvider(contact))).toEqual(REFUSED);
    },
  );

  test.each(['CONFIRMED', 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD', 'EXTERNAL_PROVIDER', 'ARCHIVED'])(
    'of somebody with the status %s',
    async (status) => {
      expect(await poolOf([{ ...ann, status }], true).guard(signUp('ann'))).toEqual(REFUSED);
    },
  );
});

describe('who may be created', () => {
  test.each([
    ['a name that nobody has', [ann], signUp('eve', { email: 'eve@example.com' })],
    ['an address without its shape', [ann], signUp('eve', { email: 'nobody' })],
    ['the name of an unconfirmed registration', [{ ...ann, status: 'UNCONFIRMED' }], signUp('ann')],
    [
      'somebody who came by the same identity provider before',
      [{ ...ann, status: 'EXTERNAL_PROVIDER' }],
      fromProvider({ email: 'ann@example.com', preferred_username: 'ANN' }),
    ],
    [
      'who prefers a name that nobody can have as username',
      [ann],
      signUp('eve', { preferred_username: 'a b' }),
    ],
    ['whom an administrator or the migration creates', [ann], { kind: 'created-for-them' } as const],
  ])('%s', async (_, old, attempt) => {
    for (const caseSensitive of [true, false]) {
      expect(await poolOf(old, caseSensitive).guard(attempt)).toEqual(ALLOWED);
    }
  });

  test('who is created for costs no call', async () => {
    const { asked, guard } = poolOf([ann], false);
    await guard({ kind: 'created-for-them' });
    expect(asked).toEqual([]);
  });

  test('nobody is made active in the old pool by a name that its listing finds', async () => {
    const { asked, guard } = poolOf([ann], false);
    await guard(signUp('ann'));
    expect(asked.filter((call) => call.startsWith('sign-in'))).toEqual([]);
  });
});

/** Strangers choose how often they register, and people who move share the quota: the most that one can cost. */
describe('the calls of one registration', () => {
  const KELVIN = '\u212A';
  const callsOf = async (attempt: SignUp, caseSensitive: boolean, old: readonly OldUser[] = []) => {
    const { asked, guard } = poolOf(old, caseSensitive);
    await guard(attempt);
    return asked;
  };
  const dearest = signUp(`e${KELVIN}e`, {
    preferred_username: `mi${KELVIN}e`,
    email: `A${KELVIN}@example.com`,
    phone_number: '+4915100000000',
  });

  test.each([
    ['an ordinary one where case does not matter', signUp('eve', { email: 'eve@example.com' }), false, 4, 2],
    ['an ordinary one where it does', signUp('eve', { email: 'eve@example.com' }), true, 6, 0],
    ['an address as username', signUp('eve@example.com', { email: 'eve@example.com' }), false, 2, 1],
    ['the dearest where case does not matter', dearest, false, 14, 4],
    ['the dearest where it does', dearest, true, 18, 0],
    ['a sub as username', signUp(subOf(2), { email: 'eve@example.com' }), false, 5, 2],
    ['a contact without its shape', signUp('eve', { email: 'nobody' }), false, 3, 1],
    ['by an identity provider', fromProvider({ email: 'eve@example.com' }), false, 2, 1],
  ])('%s', async (_, attempt, caseSensitive, listings, looks) => {
    const asked = await callsOf(attempt, caseSensitive);
    const signIns = asked.filter((call) => call.startsWith('sign-in '));
    expect([asked.length - signIns.length, signIns.length]).toEqual([listings, looks]);
  });

  test('end with the first name that is taken', async () => {
    expect(await callsOf(signUp('ann', { email: 'ann@example.com' }), true, [ann])).toEqual(['username ann']);
    expect(await callsOf(signUp('eve', { email: 'ann@example.com' }), true, [ann])).toEqual([
      'username eve',
      'email ann@example.com',
    ]);
  });

  test('are made one after the other', async () => {
    let [going, most] = [0, 0];
    const owners = async () => {
      going += 1;
      most = Math.max(most, going);
      await Promise.resolve();
      going -= 1;
      return [];
    };
    const oldPool = { canList: () => true, owners, ownerAsSignedIn: async () => undefined };
    await guardSignUp(oldPool, { caseSensitive: true })(dearest);
    expect(most).toBe(1);
  });

  test.each([
    ['username', signUp('"'.repeat(200))],
    ['address', signUp('eve', { email: `${'e'.repeat(231)}@example.com` })],
  ])('are none where no listing takes the %s, and it is no failure', async (_, attempt) => {
    const { asked, guard } = poolOf([], false);
    expect(await guard(attempt)).toEqual({ kind: 'refused', reason: 'malformed-name' });
    expect(asked).toEqual([]);
  });
});

describe('nobody is created where it cannot be known', () => {
  const failing = (error: Error) =>
    guardSignUp(
      { canList: () => true, owners: () => Promise.reject(error), ownerAsSignedIn: async () => undefined },
      { caseSensitive: true },
    );

  test('the old pool is throttled', async () => {
    const guard = failing(new PoolCallFailed('TooManyRequestsException', ''));
    expect(await guard(signUp('eve'))).toEqual({ kind: 'failed', reason: 'throttled' });
  });

  test('the event cannot be read', async () => {
    expect(await poolOf([], true).guard({ kind: 'unreadable' })).toEqual({
      kind: 'refused',
      reason: 'malformed-event',
    });
  });

  test('a fault of ours is not hidden', async () => {
    await expect(failing(new TypeError('ours'))(signUp('eve'))).rejects.toThrow('ours');
  });
});
