import type { Group } from './group.ts';
import type { GroupRules } from './group-rules.ts';
import { newNameOf } from './group-rules.ts';

/** What the operator decided about the definitions of groups. */
export interface DefinitionRules extends GroupRules {
  /** Role ARN of a group in the old pool -> role ARN of the same group in the new. */
  readonly roles: Readonly<Record<string, string>>;
}

const DEFINITION_MEMBERS = ['description', 'precedence', 'roleArn'] as const;
export type DefinitionMember = (typeof DEFINITION_MEMBERS)[number];

/** What becomes of one group of the old pool. */
export type GroupPlan =
  /** `roleLeftOut`: the old group has a role, but the settings map it to none. */
  | {
      readonly kind: 'create';
      readonly oldName: string;
      readonly group: Group;
      readonly roleLeftOut: boolean;
    }
  | { readonly kind: 'same'; readonly oldName: string; readonly group: Group; readonly roleLeftOut: boolean }
  /** The new pool has the group, but says something else about it. */
  | {
      readonly kind: 'differs';
      readonly oldName: string;
      readonly group: Group;
      readonly existing: Group;
      readonly members: readonly DefinitionMember[];
    }
  /** Another group of the old pool has the same new name: members of both come together, one definition counts. */
  | { readonly kind: 'merged'; readonly oldName: string; readonly group: Group; readonly with: string }
  | { readonly kind: 'left-behind'; readonly oldName: string };

const definitionFor = (group: Group, name: string, { roles }: DefinitionRules): Group => {
  const { roleArn: oldRole, ...rest } = group;
  const roleArn = oldRole !== undefined && Object.hasOwn(roles, oldRole) ? roles[oldRole] : undefined;
  return { ...rest, name, ...(roleArn === undefined ? {} : { roleArn }) };
};

/** Where the settings map no role, whatever role the new group has is right. */
const differences = (wanted: Group, existing: Group): readonly DefinitionMember[] =>
  DEFINITION_MEMBERS.filter(
    (member) =>
      wanted[member] !== existing[member] && !(member === 'roleArn' && wanted.roleArn === undefined),
  );

/** Plans the copy of group definitions: one entry for each group of the old pool, in its order. */
export const planCopies = (
  oldGroups: readonly Group[],
  newGroups: readonly Group[],
  rules: DefinitionRules,
): readonly GroupPlan[] => {
  const existing = new Map(newGroups.map((group) => [group.name, group]));
  const takenBy = new Map<string, string>();
  return oldGroups.map((old): GroupPlan => {
    const oldName = old.name;
    const name = newNameOf(oldName, rules);
    if (name === undefined) return { kind: 'left-behind', oldName };
    const group = definitionFor(old, name, rules);
    const first = takenBy.get(name);
    if (first !== undefined) return { kind: 'merged', oldName, group, with: first };
    takenBy.set(name, oldName);
    const roleLeftOut = old.roleArn !== undefined && group.roleArn === undefined;
    const found = existing.get(name);
    if (found === undefined) return { kind: 'create', oldName, group, roleLeftOut };
    const members = differences(group, found);
    return members.length === 0
      ? { kind: 'same', oldName, group, roleLeftOut }
      : { kind: 'differs', oldName, group, existing: found, members };
  });
};
