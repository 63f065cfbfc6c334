import type { Finding } from '../check/finding.ts';
import { findingIf } from '../check/finding.ts';
import { PAGES } from '../check/pages.ts';
import { inWords, plural } from '../text/wording.ts';
import type { DefinitionRules, GroupPlan } from './copy-plan.ts';
import { planCopies } from './copy-plan.ts';
import type { Group } from './group.ts';
import type { GroupsMode } from './group-rules.ts';

/** What `check` knows about the groups of both pools. */
export interface GroupFacts {
  readonly mode: GroupsMode;
  readonly rules: DefinitionRules;
  readonly oldGroups: readonly Group[];
  /** Undefined before the first deploy. */
  readonly newGroups?: readonly Group[];
}

/** Names that are told; the rest are counted. */
const MOST_NAMES = 8;

const told = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? inWords(names)
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;

type Kind = GroupPlan['kind'];

const ofKind = <K extends Kind>(plans: readonly GroupPlan[], kind: K) =>
  plans.filter((plan): plan is Extract<GroupPlan, { kind: K }> => plan.kind === kind);

const oldNames = (plans: readonly GroupPlan[]): readonly string[] => plans.map(({ oldName }) => oldName);

const groupsDropped = (coming: readonly string[]): readonly Finding[] =>
  findingIf(coming.length > 0, {
    id: 'groups-dropped',
    severity: 'warning',
    title: 'Group memberships stay behind',
    detail: `groups.mode is drop: whoever is in ${told(coming)} of the old pool is in none of them in the new.`,
    remedy: 'Set groups.mode to carry, or accept it if nothing reads cognito:groups.',
    link: PAGES.groups,
  });

const groupsNotNeeded = (coming: readonly string[]): readonly Finding[] =>
  findingIf(coming.length === 0, {
    id: 'groups-not-needed',
    severity: 'note',
    title: 'There are no groups to carry',
    detail:
      'groups.mode is carry, so a function runs before every token, but no group of the old pool comes along.',
    remedy: 'Set groups.mode to drop and spare everybody the function.',
    link: PAGES.tokens,
  });

const groupsMissing = (plans: readonly GroupPlan[]): readonly Finding[] => {
  const missing = ofKind(plans, 'create').map(({ group }) => group.name);
  return findingIf(missing.length > 0, {
    id: 'groups-missing',
    severity: 'blocker',
    title: `The new pool lacks ${missing.length} ${plural(missing.length, 'group')}`,
    detail: `People who come from the old pool would be in ${told(missing)}, but the new pool has no such ${plural(missing.length, 'group')}: their tokens do not say so, and each of them costs requests until it has.`,
    remedy: 'Run "npm run migrate -- groups", or name what shall stay behind in groups.except.',
    link: PAGES.groups,
  });
};

const groupsDiffer = (plans: readonly GroupPlan[]): readonly Finding[] => {
  const differing = ofKind(plans, 'differs');
  return findingIf(differing.length > 0, {
    id: 'groups-differ',
    severity: 'warning',
    title: 'Groups are not the same in both pools',
    detail: `Description, precedence or role differ for ${told(oldNames(differing))}. Precedence and role decide which role an identity pool gives.`,
    remedy:
      'See them with "npm run migrate -- groups --dry-run", and change the group in the pool where it is wrong.',
    link: PAGES.groups,
  });
};

const groupsMerged = (plans: readonly GroupPlan[]): readonly Finding[] =>
  ofKind(plans, 'merged').map(({ oldName, group, with: other }) => ({
    id: 'groups-merged',
    severity: 'warning',
    title: 'Two groups become one',
    detail: `Members of ${oldName} and of ${other} are all in ${group.name} in the new pool.`,
    remedy: 'Give one of them another name in groups.renames, unless you want that.',
    link: PAGES.groups,
  }));

const rolesLeftOut = (plans: readonly GroupPlan[]): readonly Finding[] => {
  const without = plans.filter((plan) => 'roleLeftOut' in plan && plan.roleLeftOut);
  return findingIf(without.length > 0, {
    id: 'group-roles-left-out',
    severity: 'warning',
    title: 'Roles of groups stay behind',
    detail: `${told(oldNames(without))} ${plural(without.length, 'has', 'have')} an IAM role in the old pool that groups.roles does not map. An identity pool gives members its default role, or none.`,
    remedy: 'Name the role and its counterpart in groups.roles, if an identity pool uses the new pool.',
    link: PAGES.groups,
  });
};

const unusedSettings = ({ rules, oldGroups }: GroupFacts): readonly Finding[] => {
  const names = new Set(oldGroups.map(({ name }) => name));
  const roles = new Set(oldGroups.flatMap(({ roleArn }) => roleArn ?? []));
  const unknown = [
    ...[...Object.keys(rules.renames), ...rules.except].filter((name) => !names.has(name)),
    ...Object.keys(rules.roles).filter((role) => !roles.has(role)),
  ];
  return findingIf(unknown.length > 0, {
    id: 'group-settings-unused',
    severity: 'warning',
    title: 'The settings name groups that the old pool does not have',
    detail: `groups.renames, groups.except or groups.roles speak of ${told(unknown)}, which no group of the old pool is or has.`,
    remedy: 'Correct the spelling, or remove it.',
    link: PAGES.groups,
  });
};

/** All that is to be said about the groups of both pools, for `check`. */
export const groupFindings = (facts: GroupFacts): readonly Finding[] => {
  const { mode, rules, oldGroups, newGroups } = facts;
  const plans = planCopies(oldGroups, newGroups ?? [], rules);
  const coming = oldNames(plans.filter(({ kind }) => kind !== 'left-behind'));
  if (mode === 'drop') return groupsDropped(coming);
  return [
    ...groupsNotNeeded(coming),
    ...(newGroups === undefined ? [] : groupsMissing(plans)),
    ...groupsDiffer(plans),
    ...groupsMerged(plans),
    ...rolesLeftOut(plans),
    ...unusedSettings(facts),
  ];
};
