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
  ])('%s', async (_, attempt) => {
    for (const caseSensitive of [true, false]) {
      expect(await poolOf([ann], caseSensitive).guard(attempt)).toEqual(REFUSED);
    }
  });

  test('a letter that folds to theirs: the Kelvin sign', async () => {
    const kim = { username: 'eve2', preferred_username: 'kim' };
    expect(await poolOf([kim], true).guard(signUp('\u212Aim'))).toEqual(REFUSED);
  });

  test.each(['ann@example.com', 'Ann@example.com'])(
    'an address that is the username %s',
    async (username) => {
      const attempt = signUp('eve', { email: username.toLowerCase() });
      expect(await poolOf([{ username }], true).guard(attempt)).toEqual(REFUSED);
    },
  );

  test('a spelling of their own, where the old pool folds case', async () => {
    const old = { username: 'MaryAnn' };
    expect(await poolOf([old], false).guard(signUp('maryann'))).toEqual(REFUSED);
    expect(await poolOf([{ ...old, status: 'UNCONFIRMED' }], false).guard(signUp('maryann'))).toEqual(
      ALLOWED,
    );
  });

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
      fromProvider({ email: 'ann@example.com' }),
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

describe('nobody is created where it cannot be known', () => {
  const failing = (error: Error) =>
    guardSignUp(
      { owners: () => Promise.reject(error), ownerAsSignedIn: async () => undefined },
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
