import { createPatientClient } from '../aws/backfill-client.ts';
import { getCsvHeader } from '../aws/import-jobs.ts';
import { csvPoolOf } from '../aws/user-pools.ts';
import type { LeftOutReason } from '../migration/backfill/classes.ts';
import type { ImportTerms } from '../migration/backfill/settle-user.ts';
import { differencesOf, joinPeople } from '../migration/verify/compare-people.ts';
import type { Difference } from '../migration/verify/difference.ts';
import type { VerifySummary } from '../migration/verify/summary.ts';
import { VerifyTally } from '../migration/verify/summary.ts';
import { newPoolForRules } from '../stacks/settings/new-pool.ts';
import { rulesOf } from '../stacks/settings/rules.ts';
import { notesOfNames, ruleOnParts, rulingsOf } from './names-in-parts.ts';
import type { ListablePool } from './pool-listing.ts';
import { openBothPools, partsFor } from './pool-listing.ts';
import { divideIntoParts, readParts } from './pool-parts.ts';
import type { DeployedSeat } from './seat.ts';
import { Spool } from './spool.ts';

export interface ComparisonOptions {
  /** ListUsers calls a second, of both pools together. */
  readonly requestsPerSecond: number;
  /** Further reasons for which somebody may stay behind. */
  readonly accepted: readonly LeftOutReason[];
}

/** The terms of a backfill of everybody, as it would begin now. */
export const importTermsOf = async (
  { settings, deployed, new: { access } }: DeployedSeat,
  newPool: Pick<ListablePool, 'description'>,
): Promise<ImportTerms> => {
  const rules = rulesOf(settings, newPoolForRules(settings.newPool));
  const client = createPatientClient(access);
  try {
    return {
      rules,
      admission: {
        statuses: { exclude: [] },
        disabledUsers: settings.backfill.disabledUsers,
        mfaUsers: rules.mfaUsers,
      },
      columns: await getCsvHeader(client, deployed.newUserPoolId)(),
      pool: csvPoolOf(newPool.description, rules.newPool),
    };
  } finally {
    client.destroy();
  }
};

/**
 * Compares the two pools person by person, joined on `custom:source_sub`. Everything that is listed waits on disk
 * and is compared in parts, so that pools of any size fit.
 * @param take gets every difference as it is found
 * @throws OperatorError after Ctrl-C, or if there is no room on the disk
 */
export const comparePools = async (
  seat: DeployedSeat,
  { requestsPerSecond, accepted }: ComparisonOptions,
  take: (difference: Difference) => void,
): Promise<VerifySummary> => {
  const startedAt = seat.now();
  const pools = await openBothPools(seat, requestsPerSecond);
  const terms = await importTermsOf(seat, pools.new);
  const parts = partsFor(pools);
  const spool = new Spool();
  try {
    await divideIntoParts(pools, spool, parts, notesOfNames(spool, parts, terms));
    await ruleOnParts(seat, spool, parts, terms);
    const tally = new VerifyTally();
    const progress = seat.terminal.progress('Comparing people');
    try {
      for await (const part of readParts(spool, parts, seat.signal)) {
        const rulings = rulingsOf(spool, part.number);
        for (const person of joinPeople(part)) {
          const about = rulings.get(person.old?.sub ?? '') ?? [];
          const differences = differencesOf(person, about, { terms, accepted, startedAt });
          tally.add(person, differences);
          for (const difference of differences) take(difference);
        }
        progress.update({ done: part.number + 1, total: parts });
      }
    } finally {
      progress.end();
    }
    return tally.summary();
  } finally {
    spool.close();
  }
};
