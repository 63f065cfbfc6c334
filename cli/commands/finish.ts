import { Command, Option } from 'commander';
import { readAlarms } from '../../aws/alarm-states.ts';
import { createPacedClient, createPatientClient } from '../../aws/clients/patient-clients.ts';
import { createGroupDefinitions } from '../../aws/group-definitions.ts';
import { readTraffic } from '../../aws/pool-traffic.ts';
import { readMigrationTrigger } from '../../aws/user-pools.ts';
import type { LeftOutReason } from '../../migration/backfill/classes.ts';
import { planCopies } from '../../migration/groups/copy-plan.ts';
import type { ComingGroups, CutoverFacts, CutoverItem } from '../../migration/status/cutover.ts';
import { BY_HAND, cutoverItems } from '../../migration/status/cutover.ts';
import type { SeenTrigger } from '../../migration/status/cutover-of-stack.ts';
import type { Unreadable } from '../../migration/status/judgement.ts';
import { judgeTraffic } from '../../migration/status/old-pool-traffic.ts';
import { importedEverybody } from '../../migration/status/run-output.ts';
import { plural } from '../../migration/text/wording.ts';
import { ACCEPTABLE_REASONS } from '../../migration/verify/difference.ts';
import { explainAwsError } from '../aws-errors.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { requestsPerSecondOption } from '../requests-per-second.ts';
import { keepHeapSmall } from '../small-heap.ts';
import type { Terminal } from '../terminal.ts';
import { lastFinished, runningExecution, withBackfill } from './backfill-runs.ts';
import { comparePools } from './compare-pools.ts';

/** The options of one call. */
export interface FinishOptions {
  /** ListUsers calls a second, of both pools together. */
  readonly requestsPerSecond: number;
  /** Reasons for which people may stay behind, beside those that are always accepted. @default none */
  readonly accept?: readonly LeftOutReason[];
}

/** `migrate finish`: what has to be so before the old pool is let go. 1 while anything that it can see is open. */
export const finish = async (
  context: DeployedContext,
  { requestsPerSecond, accept = [] }: FinishOptions,
): Promise<ExitStatus> => {
  const { old, terminal } = context;
  const [backfill, traffic, groups, alarms, trigger] = await Promise.all([
    orUnreadable(() => readBackfill(context)),
    orUnreadable(() => readTrafficOfOthers(context)),
    orUnreadable(() => readComingGroups(context)),
    orUnreadable(() => readAlarmsOfStack(context)),
    orUnreadable(() => readTrigger(context)),
  ]);
  const sandbox = isSandbox(context);
  const verify = await comparePools(context, { requestsPerSecond, accepted: accept }, () => undefined);
  const items = cutoverItems({
    ...{ verify, backfill, traffic, groups, alarms, trigger },
    ...{ oldUserPoolId: old.userPoolId, sandbox },
  });
  const ready = items.every(({ state }) => state !== 'open');
  if (terminal.json) terminal.document({ ready, items, byHand: BY_HAND });
  else show(terminal, items);
  return ready ? 0 : 1;
};

/** Only a sandbox has an endpoint of its own. */
const isSandbox = ({ new: { access } }: DeployedContext): boolean => access.endpoint !== undefined;

/** What this machine may not ask is to be looked at by hand. */
const orUnreadable = async <T>(read: () => Promise<T>): Promise<T | Unreadable> => {
  try {
    return await read();
  } catch (error) {
    const explained = error instanceof Error && '$metadata' in error ? explainAwsError(error) : undefined;
    if (explained === undefined) throw error;
    return { unreadable: `Cannot see it: ${explained.message}` };
  }
};

const readBackfill = async (context: DeployedContext): Promise<CutoverFacts['backfill']> => {
  if (context.deployed.stateMachineArn === undefined) return { kind: 'not-deployed' };
  return withBackfill(context, async (workflow) => {
    const running = await runningExecution(workflow);
    if (running !== undefined) return { kind: 'running', name: running.name };
    const [finished] = await lastFinished(workflow, [importedEverybody], context.terminal.talk);
    return finished === undefined ? { kind: 'never' } : { kind: 'finished', name: finished.runId };
  });
};

/** A sandbox counts nobody. */
const readTrafficOfOthers = async (context: DeployedContext): Promise<CutoverFacts['traffic']> => {
  if (isSandbox(context)) return { kind: 'unmeasured' };
  const { old, deployed, now } = context;
  return judgeTraffic(await readTraffic(old.access, old.userPoolId, now()), deployed.oldClientId);
};

const readComingGroups = async ({
  settings,
  old,
  deployed,
  new: { access },
}: DeployedContext): Promise<ComingGroups | undefined> => {
  if (settings.groups.mode === 'drop') return undefined;
  const [oldClient, newClient] = [createPacedClient(old.access), createPacedClient(access)];
  try {
    const plans = planCopies(
      await createGroupDefinitions(oldClient, old.userPoolId).list(),
      await createGroupDefinitions(newClient, deployed.newUserPoolId).list(),
      { ...settings.groups, oldUserPoolId: old.userPoolId },
    );
    return {
      coming: plans.filter(({ kind }) => kind !== 'left-behind').length,
      missing: plans.flatMap((plan) => (plan.kind === 'create' ? [plan.group.name] : [])),
    };
  } finally {
    oldClient.destroy();
    newClient.destroy();
  }
};

/** A sandbox has none. */
const readAlarmsOfStack = async (
  context: DeployedContext,
): Promise<Awaited<ReturnType<typeof readAlarms>> | undefined> => {
  const {
    settings,
    deployed,
    new: { access },
  } = context;
  if (!settings.alarms.enabled || isSandbox(context)) return undefined;
  return readAlarms(access, `${deployed.stackName}-`);
};

/** The setting alone does not tell: somebody may have changed the pool by hand. */
const readTrigger = async ({
  settings: { trigger: setting },
  deployed,
  new: { access },
}: DeployedContext): Promise<SeenTrigger> => {
  const client = createPatientClient(access);
  try {
    const attached = await readMigrationTrigger(client, deployed.newUserPoolId);
    return { setting, ...(attached === undefined ? {} : { attached }) };
  } finally {
    client.destroy();
  }
};

const TICKS: Readonly<Record<CutoverItem['state'], string>> = {
  done: '[x]',
  open: '[ ]',
  unseen: '[?]',
  'not-on-a-sandbox': '[-]',
};

const countOf = (items: readonly CutoverItem[], wanted: CutoverItem['state']): number =>
  items.filter(({ state }) => state === wanted).length;

const show = ({ data, talk }: Terminal, items: readonly CutoverItem[]): void => {
  for (const { title, state, found, next } of items) {
    data(`${TICKS[state]} ${title}. ${found}`);
    if (next !== undefined) data(`      ${state === 'unseen' ? 'By hand' : 'To do'}: ${next}`);
  }
  data('');
  data('By hand:');
  for (const line of BY_HAND) data(`[ ] ${line}`);
  const open = countOf(items, 'open');
  const elsewhere = countOf(items, 'not-on-a-sandbox');
  talk('');
  talk(
    open === 0
      ? 'Nothing that can be seen from here stands in the way.'
      : `${open} of ${items.length} ${plural(open, 'is', 'are')} open.`,
  );
  if (elsewhere > 0) talk(`${elsewhere} of ${items.length} cannot be ticked on a sandbox.`);
};

const HELP = `
Compares both pools person by person, as verify does (with the same --accept), and looks at the last backfill, the
groups, the alarms, the trigger, and at what CloudWatch counted at the app clients of the old pool. [x] is done, [ ] is
open, [?] cannot be seen from here. It changes nothing.

A sandbox has no alarms, counts no traffic and cannot be deployed again without the trigger: there, these three are [-]
and count as neither done nor open, so that a rehearsal ends with status 0 when the rest is done.

The trigger is detached by "trigger": false in cdk.json and npm run deploy, last of all; then run this once more.

Exit status: 0 nothing that it can see is open, 1 something is, 2 could not run.`;

/** `migrate finish`, for the command line. */
export const finishCommand = (open: OpenContext): Command =>
  new Command('finish')
    .description('the checklist for the cut-over: what is done, what is open, what to do by hand')
    .addOption(requestsPerSecondOption())
    .addOption(
      new Option('--accept <reasons...>', 'reasons for which people may stay behind').choices(
        ACCEPTABLE_REASONS,
      ),
    )
    .addHelpText('after', HELP)
    .action((options: FinishOptions) => {
      keepHeapSmall();
      return open.deployed((context) => finish(context, options));
    });
