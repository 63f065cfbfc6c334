import { describe, expect, test } from '@jest/globals';
import { planCopies } from '../../../migration/groups/copy-plan.ts';
import type { Group } from '../../../migration/groups/group.ts';

const OLD_ROLE = 'arn:aws:iam::111122223333:role/old';
const NEW_ROLE = 'arn:aws:iam::444455556666:role/new';

const rules = {
  oldUserPoolId: 'eu-west-1_OldPool00',
  renames: { staff: 'employees' },
  except: ['beta'],
  roles: { [OLD_ROLE]: NEW_ROLE },
};

const editors: Group = { name: 'editors', description: 'They edit', precedence: 3 };

describe('a group of the old pool', () => {
  test('that the new pool lacks is created, with description and precedence', () => {
    expect(planCopies([editors], [], rules)).toEqual([
      { kind: 'create', oldName: 'editors', group: editors, roleLeftOut: false },
    ]);
  });

  test('has its new name', () => {
    expect(planCopies([{ name: 'staff' }], [], rules)).toMatchObject([
      { kind: 'create', oldName: 'staff', group: { name: 'employees' } },
    ]);
  });

  test.each(['beta', 'eu-west-1_OldPool00_Google'])('%s stays behind', (name) => {
    expect(planCopies([{ name }], [], rules)).toEqual([{ kind: 'left-behind', oldName: name }]);
  });

  test('has the role that the settings map, and no other', () => {
    const [mapped, unmapped] = planCopies(
      [
        { name: 'a', roleArn: OLD_ROLE },
        { name: 'b', roleArn: 'arn:aws:iam::111122223333:role/other' },
      ],
      [],
      rules,
    );
    expect(mapped).toEqual({
      kind: 'create',
      oldName: 'a',
      group: { name: 'a', roleArn: NEW_ROLE },
      roleLeftOut: false,
    });
    expect(unmapped).toEqual({ kind: 'create', oldName: 'b', group: { name: 'b' }, roleLeftOut: true });
  });

  test('is the same if the new pool says so, whatever role it has where the settings map none', () => {
    expect(planCopies([editors], [{ ...editors, roleArn: NEW_ROLE }], rules)).toEqual([
      { kind: 'same', oldName: 'editors', group: editors, roleLeftOut: false },
    ]);
  });

  test.each([
    ['description', { description: 'Other' }],
    ['precedence', { precedence: 4 }],
  ] as const)('differs by its %s', (member, change) => {
    const existing = { ...editors, ...change };
    expect(planCopies([editors], [existing], rules)).toEqual([
      { kind: 'differs', oldName: 'editors', group: editors, existing, members: [member] },
    ]);
  });

  test('differs by its role where the settings map one', () => {
    const plans = planCopies([{ name: 'a', roleArn: OLD_ROLE }], [{ name: 'a' }], rules);
    expect(plans).toMatchObject([{ kind: 'differs', members: ['roleArn'] }]);
  });

  test('that gets the name of another one is merged with it', () => {
    const plans = planCopies([{ name: 'employees' }, { name: 'staff' }], [], rules);
    expect(plans).toEqual([
      { kind: 'create', oldName: 'employees', group: { name: 'employees' }, roleLeftOut: false },
      { kind: 'merged', oldName: 'staff', group: { name: 'employees' }, with: 'employees' },
    ]);
  });
});
