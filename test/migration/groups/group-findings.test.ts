import { describe, expect, test } from '@jest/globals';
import type { GroupFacts } from '../../../migration/groups/group-findings.ts';
import { groupFindings } from '../../../migration/groups/group-findings.ts';

const ROLE = 'arn:aws:iam::111122223333:role/old';

const facts = (init: Partial<Omit<GroupFacts, 'rules'>> & { rules?: Partial<GroupFacts['rules']> } = {}) => ({
  mode: 'carry' as const,
  oldGroups: [{ name: 'admins' }],
  newGroups: [{ name: 'admins' }],
  ...init,
  rules: { oldUserPoolId: 'eu-west-1_OldPool00', renames: {}, except: [], roles: {}, ...init.rules },
});

const idsOf = (found: GroupFacts): readonly string[] => groupFindings(found).map(({ id }) => id);

test('nothing is said about groups that are the same', () => {
  expect(groupFindings(facts())).toEqual([]);
});

describe('it is said', () => {
  test.each<[string, Parameters<typeof facts>[0]]>([
    ['groups-dropped', { mode: 'drop' }],
    ['groups-not-needed', { oldGroups: [] }],
    ['groups-not-needed', { oldGroups: [{ name: 'eu-west-1_OldPool00_Google' }] }],
    ['groups-missing', { newGroups: [] }],
    ['groups-differ', { newGroups: [{ name: 'admins', precedence: 3 }] }],
    ['group-roles-left-out', { oldGroups: [{ name: 'admins', roleArn: ROLE }] }],
    ['group-settings-unused', { rules: { except: ['admin'] } }],
    ['group-settings-unused', { rules: { renames: { admin: 'admins' } } }],
    ['group-settings-unused', { rules: { roles: { [ROLE]: ROLE } } }],
  ])('%s: %j', (id, init) => {
    expect(idsOf(facts(init))).toEqual([id]);
  });

  test('groups-merged, of two groups with one new name', () => {
    const init = {
      oldGroups: [{ name: 'admins' }, { name: 'root' }],
      rules: { renames: { root: 'admins' } },
    };
    expect(groupFindings(facts(init))).toMatchObject([
      {
        id: 'groups-merged',
        detail: 'Members of root and of admins are all in admins in the new pool.',
      },
    ]);
  });
});

test('before the first deploy nothing is missing yet', () => {
  const { newGroups: _, ...before } = facts();
  expect(idsOf(before)).toEqual([]);
});

test('nothing is dropped that would stay behind anyway', () => {
  expect(idsOf(facts({ mode: 'drop', oldGroups: [{ name: 'eu-west-1_OldPool00_Google' }] }))).toEqual([]);
});

test('of many groups some are named and the others counted', () => {
  const oldGroups = Array.from({ length: 12 }, (_, index) => ({ name: `team-${index}` }));
  expect(groupFindings(facts({ oldGroups, newGroups: [] }))[0]?.detail).toContain('team-7 and 4 more');
});
