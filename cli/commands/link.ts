import { Command } from 'commander';
import { createPacedCall } from '../../aws/clients/paced-call.ts';
import { createPacedClient } from '../../aws/clients/patient-clients.ts';
import { createPace } from '../../aws/clients/request-pace.ts';
import type { LinkAnswer } from '../../aws/provider-links.ts';
import { createProviderLinks } from '../../aws/provider-links.ts';
import type { LinkPlan } from '../../migration/links/plan-links.ts';
import { planLinks, UNLINKED_REASONS, UNLINKED_TEXTS } from '../../migration/links/plan-links.ts';
import type { Unlinked } from '../../migration/links/tally.ts';
import { LinkTally } from '../../migration/links/tally.ts';
import { isLinked } from '../../migration/person.ts';
import { csvLine, withoutFormula } from '../../migration/text/csv-cells.ts';
import { figure } from '../../migration/text/wording.ts';
import { joinPeople } from '../../migration/verify/compare-people.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { openBothPools, partsFor } from '../pool-listing.ts';
import { divideIntoParts, readParts } from '../pool-parts.ts';
import { PrivateFile } from '../private-file.ts';
import { requestsPerSecondOption } from '../requests-per-second.ts';
import { Spool } from '../spool.ts';
import type { Terminal } from '../terminal.ts';

/** The options of one call. */
export interface LinkOptions {
  /** ListUsers calls a second, of both pools together. */
  readonly requestsPerSecond: number;
  /** Whether nothing is linked. @default false */
  readonly dryRun?: boolean;
  /** Where those are written who could not be linked, one identity a line. @default nowhere */
  readonly csv?: string;
}

/**
 * Links a second: `UserUpdate` allows 25 for the account, which people who sign in need too.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const LINKS_PER_SECOND = 10;

const COLUMNS = ['reason', 'old_sub', 'old_username', 'provider', 'user_id', 'detail'];

/** Everybody of the old pool who signs in with a provider too, and what is to be done about each identity. */
async function* plans(
  context: DeployedContext,
  requestsPerSecond: number,
  providers: ReadonlySet<string>,
): AsyncIterable<LinkPlan> {
  const pools = await openBothPools(context, requestsPerSecond);
  const spool = new Spool();
  try {
    const parts = partsFor(pools);
    await divideIntoParts(pools, spool, parts);
    for await (const part of readParts(spool, parts, context.signal)) {
      for (const { old, new: moved } of joinPeople(part)) {
        if (old !== undefined && isLinked(old)) yield* planLinks(old, moved, providers);
      }
    }
  } finally {
    spool.close();
  }
}

/** `migrate link`: lets people sign in with their providers again. 1 if anybody could not be linked. */
export const link = async (context: DeployedContext, options: LinkOptions): Promise<ExitStatus> => {
  const { terminal, deployed } = context;
  const { requestsPerSecond, dryRun = false, csv } = options;
  const client = createPacedClient(context.new.access);
  const file = csv === undefined ? undefined : new PrivateFile(csv);
  const links = createProviderLinks(client, deployed.newUserPoolId);
  const { call } = createPacedCall(createPace(LINKS_PER_SECOND), { stopped: () => context.signal.aborted });
  const carryOut = (plan: Extract<LinkPlan, { kind: 'link' }>): Promise<LinkAnswer> =>
    links.link(call, plan.new.username, plan.identity);
  try {
    file?.add(csvLine(COLUMNS));
    const tally = new LinkTally((unlinked) => file?.add(lineOf(unlinked)));
    for await (const plan of plans(context, requestsPerSecond, await links.providers())) {
      tally.add(plan, plan.kind === 'link' && !dryRun ? await carryOut(plan) : undefined);
    }
    file?.finish();
    show(terminal, tally, dryRun, csv);
    return tally.unlinked > 0 ? 1 : 0;
  } finally {
    file?.discard();
    client.destroy();
  }
};

const lineOf = ({ reason, old, identity, detail = '' }: Unlinked): string =>
  csvLine(
    [reason, old.sub, old.username, identity?.providerName ?? '', identity?.userId ?? '', detail].map(
      withoutFormula,
    ),
  );

const show = (terminal: Terminal, tally: LinkTally, dryRun: boolean, csv: string | undefined): void => {
  const { linked, already, byReason, examples } = tally;
  if (terminal.json) {
    const unlinked = examples.map(({ old, ...others }) => ({
      ...{ sub: old.sub, username: old.username },
      ...others,
    }));
    terminal.document({ dryRun, linked, already, notLinked: Object.fromEntries(byReason), unlinked });
    return;
  }
  terminal.table(
    ['', 'identities'],
    [
      [dryRun ? 'would be linked' : 'linked', figure(linked)],
      ['linked already', figure(already)],
      ...UNLINKED_REASONS.map((reason) => [`not linked: ${reason}`, figure(byReason.get(reason) ?? 0)]),
    ],
  );
  for (const reason of UNLINKED_REASONS) {
    if (byReason.has(reason)) terminal.talk(`${reason}: ${UNLINKED_TEXTS[reason]}`);
  }
  for (const detail of new Set(examples.map((unlinked) => unlinked.detail ?? ''))) {
    if (detail !== '') terminal.talk(`Cognito: ${detail}`);
  }
  if (tally.unlinked > 0) {
    terminal.talk(
      csv === undefined ? '--csv <file> writes whom it is about.' : `Each of them is a line of ${csv}.`,
    );
  }
};

const HELP = `
Finds everybody of the old pool who signs in with an identity provider too (the attribute identities), and links the
same identity to the profile that came from them. Set the providers up in the new pool first, under the same names and
with the same subject: some providers tell each app another subject, and then the old one leads nobody in.

Do it before people sign in to the new pool with a provider: whoever did has a second profile there by then, which
Cognito does not merge. Delete that profile, and run the command again. It can be run at any time; what is linked
already stays.

Cognito links nobody who has an immutable custom attribute, and custom:source_sub is one unless the new pool was made
with the setting newPool.linkable.

Exit status: 0 all are linked, 1 some are not, 2 could not run.`;

/** `migrate link`, for the command line. */
export const linkCommand = (open: OpenContext): Command =>
  new Command('link')
    .description('link people who moved with their identity providers again')
    .addOption(requestsPerSecondOption())
    .option('--dry-run', 'count, and link nobody')
    .option('--csv <file>', 'write to a file who could not be linked')
    .addHelpText('after', HELP)
    .action((options: LinkOptions) => open.deployed((context) => link(context, options)));
