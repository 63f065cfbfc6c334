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
import { notesOfNames, ruleOnParts, rulingsOf } from '../names-in-parts.ts';
import type { BothPools, ListablePool } from '../pool-listing.ts';
import { openBothPools, openPool, partsFor } from '../pool-listing.ts';
import { divideIntoParts, readParts } from '../pool-parts.ts';
import type { DeployedSeat, Seat } from '../seat.ts';
import { Spool } from '../spool.ts';
import { checkedSettings } from './check-survey.ts';
import { importTermsOf, settledTerms } from './compare-pools.ts';

/** What a pool is like that is not there yet: nobody is in it. */
const NOBODY_YET: Pick<ListablePool, 'list'> = { list: async () => undefined };

/** The terms of a backfill into the pool that the settings will make. */
const plannedTerms = (seat: Seat): ImportTerms => {
  const terms = settledTerms(seat);
  const pool = plannedPool(checkedSettings(seat.settings));
  return { ...terms, ...plannedImport(pool, terms.rules.newPool.aliases) };
};

const isDeployed = (seat: Seat): seat is DeployedSeat => seat.deployed !== undefined;

const openPools = async (
  seat: Seat,
  requestsPerSecond: number,
): Promise<{ readonly pools: BothPools; readonly terms: ImportTerms }> => {
  if (isDeployed(seat)) {
    const pools = await openBothPools(seat, requestsPerSecond);
    return { pools, terms: await importTermsOf(seat, pools.new) };
  }
  const pace = createPace(requestsPerSecond);
  const old = await openPool(seat, { ...seat.old, title: 'Listing the old pool', pace });
  return { pools: { old, new: { ...old, ...NOBODY_YET } }, terms: plannedTerms(seat) };
};

/**
 * Lists everybody (ListUsers only, which bills nobody as active) and classes them by the rules of the backfill.
 * What was listed waits on disk in parts and is gone afterwards, so that pools of any size fit.
 * @throws OperatorError after Ctrl-C, or if there is no room on the disk
 */
export const takeCensus = async (seat: Seat, requestsPerSecond: number): Promise<Census> => {
  const { pools, terms } = await openPools(seat, requestsPerSecond);
  const parts = partsFor(pools);
  const spool = new Spool();
  try {
    await divideIntoParts(pools, spool, parts, notesOfNames(spool, parts, terms));
    let clashes = NO_CLASHES;
    await ruleOnParts(seat, spool, parts, terms, (claims) => {
      clashes = addClashes(clashes, countClashes(claims, terms.rules.newPool));
    });
    return { ...(await judge(seat, spool, parts, terms)), clashes };
  } finally {
    spool.close();
  }
};

/** Classes everybody who was listed, a part at a time. */
const judge = async (
  { terminal, signal }: Seat,
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
