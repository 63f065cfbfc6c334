import { createPace } from '../../aws/clients/request-pace.ts';
import type { UserClass } from '../../migration/backfill/classes.ts';
import { DetailCounter } from '../../migration/backfill/detail-counter.ts';
import type { ImportTerms } from '../../migration/backfill/settle-user.ts';
import { classInDryRun, settleUser } from '../../migration/backfill/settle-user.ts';
import { addTallies, NOBODY, tally } from '../../migration/backfill/totals.ts';
import type { Census } from '../../migration/check/census.ts';
import { addClashes, countClashes, NO_CLASHES } from '../../migration/check/clashes.ts';
import { plannedImport } from '../../migration/check/planned-import.ts';
import { plannedPool } from '../../migration/check/planned-pool.ts';
import { joinPeople } from '../../migration/verify/compare-people.ts';
import type { CommandContext, DeployedContext } from '../command-context.ts';
import { notesOfNames, ruleOnParts, rulingsOf } from '../names-in-parts.ts';
import type { BothPools, ListablePool } from '../pool-listing.ts';
import { openBothPools, openPool, partsFor } from '../pool-listing.ts';
import { divideIntoParts, readParts } from '../pool-parts.ts';
import { Spool } from '../spool.ts';
import { checkedSettings } from './check-survey.ts';
import { importTermsOf, settledTerms } from './compare-pools.ts';

/** What a pool is like that is not there yet: nobody is in it. */
const NOBODY_YET: Pick<ListablePool, 'list'> = { list: async () => undefined };

/** The terms of a backfill into the pool that the settings will make. */
const plannedTerms = (context: CommandContext): ImportTerms => {
  const terms = settledTerms(context);
  const pool = plannedPool(checkedSettings(context.settings));
  return { ...terms, ...plannedImport(pool, terms.rules.newPool.aliases) };
};

const isDeployed = (context: CommandContext): context is DeployedContext => context.deployed !== undefined;

const openPools = async (
  context: CommandContext,
  requestsPerSecond: number,
): Promise<{ readonly pools: BothPools; readonly terms: ImportTerms }> => {
  if (isDeployed(context)) {
    const pools = await openBothPools(context, requestsPerSecond);
    return { pools, terms: await importTermsOf(context, pools.new) };
  }
  const pace = createPace(requestsPerSecond);
  const old = await openPool(context, { ...context.old, title: 'Listing the old pool', pace });
  return { pools: { old, new: { ...old, ...NOBODY_YET } }, terms: plannedTerms(context) };
};

/**
 * Lists everybody (ListUsers only, which bills nobody as active) and classes them by the rules of the backfill.
 * What was listed waits on disk in parts and is gone afterwards, so that pools of any size fit.
 * @throws OperatorError after Ctrl-C, or if there is no room on the disk
 */
export const takeCensus = async (context: CommandContext, requestsPerSecond: number): Promise<Census> => {
  const { pools, terms } = await openPools(context, requestsPerSecond);
  const parts = partsFor(pools);
  const spool = new Spool();
  try {
    await divideIntoParts(pools, spool, parts, notesOfNames(spool, parts, terms));
    let clashes = NO_CLASHES;
    await ruleOnParts(context, spool, parts, terms, (claims) => {
      clashes = addClashes(clashes, countClashes(claims, terms.rules.newPool));
    });
    return { ...(await judge(context, spool, parts, terms)), clashes };
  } finally {
    spool.close();
  }
};

/** Classes everybody who was listed, a part at a time. */
const judge = async (
  { terminal, signal }: CommandContext,
  spool: Spool,
  parts: number,
  terms: ImportTerms,
): Promise<Omit<Census, 'clashes'>> => {
  const details = new DetailCounter();
  const progress = terminal.progress('Judging');
  let tallied = NOBODY;
  let listed = 0;
  try {
    for await (const part of readParts(spool, parts, signal)) {
      const rulings = rulingsOf(spool, part.number);
      const classes: UserClass[] = [];
      for (const { old, new: moved } of joinPeople(part)) {
        if (old === undefined) continue;
        const evidence = { moved: moved.length > 0, rulings: rulings.get(old.sub) ?? [] };
        const settled = settleUser(old, evidence, terms);
        if (settled.kind === 'import') details.add(settled);
        classes.push(classInDryRun(settled));
      }
      listed += classes.length;
      tallied = addTallies([tallied, tally(classes)]);
      progress.update({ done: part.number + 1, total: parts });
    }
    return { listed, tally: tallied, details: details.details };
  } finally {
    progress.end();
  }
};
