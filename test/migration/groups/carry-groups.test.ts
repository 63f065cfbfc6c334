import { describe, expect, test } from '@jest/globals';
import { carryGroups } from '../../../migration/groups/carry-groups.ts';
import type { Group, GroupConfiguration } from '../../../migration/groups/group.ts';
import type { GroupRules } from '../../../migration/groups/group-rules.ts';
import { AmbiguousUsername, type OldGroups } from '../../../migration/groups/ports.ts';
import { PoolCallFailed } from '../../../migration/ports.ts';

const OLD_SUB = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb';
const NEW_SUB = 'cccccccc-1111-4222-8333-dddddddddddd';
const OTHER_SUB = 'eeeeeeee-1111-4222-8333-ffffffffffff';

const throttled = () => new PoolCallFailed('TooManyRequestsException', 'Rate exceeded');

/** Two pools and one person; a member says what is out of the ordinary. */
interface Init {
  /** Groups in the old pool; undefined: nobody there. */
  readonly old?: readonly string[] | undefined;
  readonly fault?: Omit<OldGroups, 'names'>;
  /** Definitions in the new pool. @default every group that somebody may ask for */
  readonly definitions?: readonly Group[];
  readonly configuration?: GroupConfiguration;
  readonly rules?: Partial<GroupRules>;
  /** @default 'ann' */
  readonly username?: string;
  /** Whose `sub` the new pool takes the username for. @default the person's */
  readonly meant?: string;
  /** Calls that have no answer. */
  readonly failing?: Partial<Record<'old' | 'sub' | 'list' | 'mark', Error>>;
  /** Groups whose membership cannot be written. */
  readonly unwritable?: readonly string[];
}

const carry = async (init: Init) => {
  const { configuration = { groups: [], roles: [] }, failing = {}, unwritable = [] } = init;
  const calls: string[] = [];
  const members = new Set(configuration.groups);
  const definition = (name: string) =>
    init.definitions === undefined ? { name } : init.definitions.find((group) => group.name === name);
  const outcome = await carryGroups(
    {
      oldPool: {
        async groupsOf(sub) {
          calls.push(`old ${sub}`);
          if (failing.old !== undefined) throw failing.old;
          return { names: 'old' in init ? init.old : [], ...init.fault };
        },
      },
      newPool: {
        async subOf(name) {
          calls.push(`sub of ${name}`);
          if (failing.sub !== undefined) throw failing.sub;
          return init.meant ?? NEW_SUB;
        },
        async add(username, group) {
          calls.push(`add ${username} ${group}`);
          if (unwritable.includes(group)) throw throttled();
          if (definition(group) === undefined) return 'no-such-group';
          members.add(group);
          return 'added';
        },
        async groupsOf(username) {
          calls.push(`list ${username}`);
          if (failing.list !== undefined) throw failing.list;
          return [...members].flatMap((name) => definition(name) ?? []);
        },
        async markCarried(username) {
          calls.push(`mark ${username}`);
          if (failing.mark !== undefined) throw failing.mark;
        },
      },
    },
    { oldUserPoolId: 'eu-west-1_OldPool00', renames: {}, except: [], ...init.rules },
  )({ username: init.username ?? 'ann', sub: NEW_SUB, sourceSub: OLD_SUB, configuration });
  return { outcome, calls };
};

describe('somebody whom the old pool knows', () => {
  test('without groups is marked, and nothing else', async () => {
    const { outcome, calls } = await carry({ old: [] });
    expect(outcome).toEqual({ kind: 'carried', configuration: { groups: [], roles: [] }, added: 0 });
    expect(calls).toEqual([`old ${OLD_SUB}`, 'mark ann']);
  });

  test('gets every group that comes along, by its new name and once', async () => {
    const { outcome, calls } = await carry({
      old: ['admins', 'staff', 'employees', 'beta', 'eu-west-1_OldPool00_Google'],
      rules: { renames: { staff: 'employees' }, except: ['beta'] },
    });
    expect(outcome).toMatchObject({ kind: 'carried', added: 2 });
    expect(calls).toEqual([`old ${OLD_SUB}`, 'add ann admins', 'add ann employees', 'list ann', 'mark ann']);
  });

  test('keeps the groups of the new pool, and is not added to those again', async () => {
    const { outcome, calls } = await carry({
      old: ['admins', 'readers'],
      configuration: { groups: ['natives', 'admins'], roles: [] },
    });
    expect(outcome).toMatchObject({
      kind: 'carried',
      configuration: { groups: ['natives', 'admins', 'readers'] },
    });
    expect(calls).toEqual([`old ${OLD_SUB}`, 'add ann readers', 'list ann', 'mark ann']);
  });

  test('gets the roles that the new pool gives', async () => {
    const { outcome } = await carry({
      old: ['admins'],
      definitions: [{ name: 'admins', roleArn: 'arn:aws:iam::111122223333:role/new' }],
    });
    expect(outcome).toMatchObject({
      configuration: {
        groups: ['admins'],
        roles: ['arn:aws:iam::111122223333:role/new'],
        preferredRole: 'arn:aws:iam::111122223333:role/new',
      },
    });
  });

  test('has new groups in the token even while the new pool does not list them', async () => {
    const configuration = { groups: ['natives'], roles: ['arn:role'], preferredRole: 'arn:role' };
    const { outcome } = await carry({ old: ['admins'], configuration, failing: { list: throttled() } });
    expect(outcome).toEqual({
      kind: 'carried',
      configuration: { ...configuration, groups: ['natives', 'admins'] },
      added: 1,
    });
  });
});

test('somebody whom the old pool does not know keeps what the new pool gives, and is not asked for again', async () => {
  const configuration = { groups: ['natives'], roles: [] };
  const { outcome, calls } = await carry({ old: undefined, configuration });
  expect(outcome).toEqual({ kind: 'nobody', configuration });
  expect(calls).toEqual([`old ${OLD_SUB}`, 'mark ann']);
});

describe('attack: a name that calls to the new pool could take for somebody else', () => {
  test.each([
    ['like any other', 'ann', []],
    ['their new sub, as in pools that are signed in to by address', NEW_SUB, []],
    ['their old sub, because their old name is an address', OLD_SUB, []],
    ['their old sub in capital letters', OLD_SUB.toUpperCase(), []],
    ['shaped like a sub that nobody has', OTHER_SUB, [`sub of ${OTHER_SUB}`]],
  ])('a username %s is their own', async (_, username, asked) => {
    const { outcome, calls } = await carry({ username, old: [] });
    expect(outcome).toMatchObject({ kind: 'carried' });
    expect(calls).toEqual([...asked, `old ${OLD_SUB}`, `mark ${username}`]);
  });

  test('a username that is the sub of an administrator: nothing is read, written or marked', async () => {
    const { outcome, calls } = await carry({ username: OTHER_SUB, meant: OTHER_SUB, old: ['customers'] });
    expect(outcome).toEqual({ kind: 'ambiguous-username' });
    expect(calls).toEqual([`sub of ${OTHER_SUB}`]);
  });

  test('it is not known whose name it is', async () => {
    const { outcome, calls } = await carry({ username: OTHER_SUB, failing: { sub: throttled() } });
    expect(outcome).toEqual({ kind: 'failed', reason: 'throttled' });
    expect(calls).toEqual([`sub of ${OTHER_SUB}`]);
  });

  test('a name of the old pool that is the sub of another there', async () => {
    const { outcome, calls } = await carry({ failing: { old: new AmbiguousUsername() } });
    expect(outcome).toEqual({ kind: 'ambiguous-username' });
    expect(calls).toEqual([`old ${OLD_SUB}`]);
  });
});

test.each<[string, Init]>([
  ['carried', { old: ['admins'] }],
  ['nobody', { old: undefined }],
  ['unfinished', { old: ['admins'], unwritable: ['admins'] }],
])('a fault of the listing is told beside what came of it: %s', async (kind, init) => {
  const { outcome } = await carry({ ...init, fault: { listingFault: 'no-permission' } });
  expect(outcome).toMatchObject({ kind, listingFault: 'no-permission' });
});

describe('what could not be done is not marked as done', () => {
  test('the old pool has no answer', async () => {
    const { outcome, calls } = await carry({ failing: { old: throttled() } });
    expect(outcome).toEqual({ kind: 'failed', reason: 'throttled' });
    expect(calls).toEqual([`old ${OLD_SUB}`]);
  });

  test('the new pool lacks a group: it is not in the token', async () => {
    const { outcome, calls } = await carry({ old: ['gone', 'readers'], definitions: [{ name: 'readers' }] });
    expect(outcome).toEqual({
      kind: 'unfinished',
      configuration: { groups: ['readers'], roles: [] },
      added: 1,
      unknownGroups: 1,
      postponed: 0,
    });
    expect(calls).not.toContain('mark ann');
  });

  test('a membership cannot be written now: the group is in the token', async () => {
    const { outcome, calls } = await carry({ old: ['admins', 'readers'], unwritable: ['admins'] });
    expect(outcome).toEqual({
      kind: 'unfinished',
      configuration: { groups: ['readers', 'admins'], roles: [] },
      added: 1,
      unknownGroups: 0,
      postponed: 1,
      reason: 'throttled',
    });
    expect(calls).not.toContain('mark ann');
  });

  test('the mark cannot be written', async () => {
    const { outcome } = await carry({ old: ['admins'], failing: { mark: throttled() } });
    expect(outcome).toMatchObject({ kind: 'unfinished', added: 1, postponed: 0, reason: 'throttled' });
  });

  test('a fault of ours is not taken for an answer', async () => {
    await expect(carry({ failing: { old: new TypeError('no') } })).rejects.toThrow(TypeError);
  });
});

test('of many groups ten are written at a time, and after a refusal none: all are in the token', async () => {
  const old = Array.from({ length: 25 }, (_, index) => `team-${index}`);
  const { outcome, calls } = await carry({ old, unwritable: ['team-12'] });
  expect(outcome).toMatchObject({ kind: 'unfinished', added: 19, postponed: 6, reason: 'throttled' });
  expect(new Set(outcome.kind === 'unfinished' ? outcome.configuration.groups : [])).toEqual(new Set(old));
  expect(calls.filter((call) => call.startsWith('add'))).toHaveLength(20);
});
