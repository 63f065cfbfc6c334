import { Command } from 'commander';
import { createPacedClient } from '../../aws/clients/patient-clients.ts';
import { createGroupDefinitions } from '../../aws/group-definitions.ts';
import type { DefinitionMember, GroupPlan } from '../../migration/groups/copy-plan.ts';
import { planCopies } from '../../migration/groups/copy-plan.ts';
import type { Group } from '../../migration/groups/group.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { OperatorError } from '../operator-error.ts';

/** The options of one call. */
export interface GroupsOptions {
  /** Whether nothing is written. @default false */
  readonly dryRun?: boolean;
}

/** What became of one group of the old pool, as it is shown. */
interface Shown {
  readonly oldName: string;
  readonly newName: string;
  readonly outcome: string;
}

const MEMBERS: Readonly<Record<DefinitionMember, string>> = {
  description: 'description',
  precedence: 'precedence',
  roleArn: 'role',
};

const memberOf = (group: Group, member: DefinitionMember): string => String(group[member] ?? 'none');

const outcomeOf = (plan: GroupPlan, dryRun: boolean): string => {
  switch (plan.kind) {
    case 'create':
      return dryRun ? 'would be created' : 'created';
    case 'same':
      return 'is there';
    case 'differs':
      return `differs: ${plan.members
        .map(
          (member) =>
            `${MEMBERS[member]} ${memberOf(plan.existing, member)}, should be ${memberOf(plan.group, member)}`,
        )
        .join('; ')}`;
    case 'merged':
      return `together with ${plan.with}`;
    case 'left-behind':
      return 'stays behind';
  }
};

const shown = (plan: GroupPlan, dryRun: boolean): Shown => ({
  oldName: plan.oldName,
  newName: plan.kind === 'left-behind' ? '' : plan.group.name,
  outcome: outcomeOf(plan, dryRun),
});

type Definitions = ReturnType<typeof createGroupDefinitions>;

/** Creates what is missing; ends between two groups after Ctrl-C. */
const createMissing = async (
  newPool: Definitions,
  plans: readonly GroupPlan[],
  { terminal, signal }: DeployedContext,
): Promise<void> => {
  const missing = plans.filter((plan) => plan.kind === 'create');
  const progress = terminal.progress('Creating groups');
  let done = 0;
  try {
    for (const { group } of missing) {
      if (signal.aborted) throw stopped(done, missing.length);
      await newPool.create(group);
      done += 1;
      progress.update({ done, total: missing.length });
    }
  } finally {
    progress.end();
  }
};

const stopped = (done: number, total: number): OperatorError =>
  new OperatorError(
    `Stopped after ${done} of ${total} groups.`,
    'Run the command again: it goes on where it stopped.',
  );

const show = (
  { settings, terminal }: DeployedContext,
  plans: readonly GroupPlan[],
  dryRun: boolean,
): void => {
  const rows = plans.map((plan) => shown(plan, dryRun));
  if (terminal.json) terminal.document({ dryRun, groups: rows });
  else if (rows.length > 0) {
    terminal.table(
      ['group of the old pool', 'in the new pool', 'what became of it'],
      rows.map(({ oldName, newName, outcome }) => [oldName, newName, outcome]),
    );
  } else terminal.talk('The old pool has no groups.');
  if (settings.groups.mode === 'drop') {
    terminal.talk('groups.mode is drop: nobody is put into these groups.');
  }
  const withoutRole = plans.filter((plan) => 'roleLeftOut' in plan && plan.roleLeftOut);
  if (withoutRole.length > 0) {
    const names = withoutRole.map(({ oldName }) => oldName).join(', ');
    terminal.talk(`Their roles stay behind, because groups.roles does not map them: ${names}.`);
  }
  if (plans.some(({ kind }) => kind === 'differs')) {
    terminal.talk('What differs stays as it is. Change it in the pool where it is wrong.');
  }
};

/** `migrate groups`: creates the groups that the new pool lacks. 1 if any is there and says something else. */
export const groups = async (
  context: DeployedContext,
  { dryRun = false }: GroupsOptions = {},
): Promise<ExitStatus> => {
  const oldClient = createPacedClient(context.old.access);
  const newClient = createPacedClient(context.new.access);
  try {
    const oldPool = createGroupDefinitions(oldClient, context.old.userPoolId);
    const newPool = createGroupDefinitions(newClient, context.deployed.newUserPoolId);
    const [oldGroups, newGroups] = await Promise.all([oldPool.list(), newPool.list()]);
    const rules = { ...context.settings.groups, oldUserPoolId: context.old.userPoolId };
    const plans = planCopies(oldGroups, newGroups, rules);
    if (!dryRun) await createMissing(newPool, plans, context);
    show(context, plans, dryRun);
    return plans.some(({ kind }) => kind === 'differs') ? 1 : 0;
  } finally {
    oldClient.destroy();
    newClient.destroy();
  }
};

const HELP = `
Copies definitions: name, description and precedence of each group, by the settings groups.renames, groups.except and
groups.roles. Who is in them comes with each person, at their first token. A group that is there already is compared
and never changed, so the command can be run again at any time.

Exit status: 0 fine, 1 a group differs in the new pool, 2 could not run.`;

/** `migrate groups`, for the command line. */
export const groupsCommand = (open: OpenContext): Command =>
  new Command('groups')
    .description('copy the definitions of groups into the new pool')
    .option('--dry-run', 'show what would be created, and create nothing')
    .addHelpText('after', HELP)
    .action((options: GroupsOptions) => open.deployed((context) => groups(context, options)));
