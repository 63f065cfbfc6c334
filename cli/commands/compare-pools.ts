import { createPatientClient } from '../../aws/clients/patient-clients.ts';
import { getCsvHeader } from '../../aws/import-jobs.ts';
import { csvPoolOf } from '../../aws/user-pools.ts';
import type { LeftOutReason } from '../../migration/backfill/classes.ts';
import type { Ruling } from '../../migration/backfill/name-rulings.ts';
import type { ImportTerms } from '../../migration/backfill/settle-user.ts';
import type { ComparedPerson, VerifyTerms } from '../../migration/verify/compare-people.ts';
import { differencesOf, joinPeople } from '../../migration/verify/compare-people.ts';
import type { Difference } from '../../migration/verify/difference.ts';
import {
  absenceAsLookedUp,
  mayStayForFactor,
  secondFactorsOf,
} from '../../migration/verify/second-factors.ts';
import type { VerifySummary } from '../../migration/verify/summary.ts';
import { VerifyTally } from '../../migration/verify/summary.ts';
import { newPoolForRules } from '../../stacks/settings/new-pool.ts';
import { rulesOf } from '../../stacks/settings/rules.ts';
import type { CommandContext, DeployedContext } from '../command-context.ts';
import type { FactorLookUp } from '../factor-look-up.ts';
import { openFactorLookUp } from '../factor-look-up.ts';
import { notesOfNames, ruleOnParts, rulingsOf } from '../names-in-parts.ts';
import type { ListablePool } from '../pool-listing.ts';
import { openBothPools, partsFor } from '../pool-listing.ts';
import { divideIntoParts, readParts } from '../pool-parts.ts';
import { Spool } from '../spool.ts';

/** What an operator decides about a comparison. */
export interface ComparisonOptions {
  /** ListUsers calls a second, of both pools together. */
  readonly requestsPerSecond: number;
  /** Further reasons for which somebody may stay behind. */
  readonly accepted: readonly LeftOutReason[];
}

/** The part of the terms of a backfill of everybody that the settings decide. */
export const settledTerms = ({
  settings,
}: Pick<CommandContext, 'settings'>): Pick<ImportTerms, 'rules' | 'admission'> => {
  const rules = rulesOf(settings, newPoolForRules(settings.newPool));
  const { disabledUsers } = settings.backfill;
  return { rules, admission: { statuses: { exclude: [] }, disabledUsers, mfaUsers: rules.mfaUsers } };
};

/** The terms of a backfill of everybody, as it would begin now. */
export const importTermsOf = async (
  context: DeployedContext,
  newPool: Pick<ListablePool, 'description'>,
): Promise<ImportTerms> => {
  const terms = settledTerms(context);
  const client = createPatientClient(context.new.access);
  try {
    return {
      ...terms,
      columns: await getCsvHeader(client, context.deployed.newUserPoolId)(),
      pool: csvPoolOf(newPool.description, terms.rules.newPool),
    };
  } finally {
    client.destroy();
  }
};

/** As the listings show it; somebody whom they show as missing may be looked up. */
const differencesNow = async (
  person: ComparedPerson,
  about: readonly Ruling[],
  verify: VerifyTerms,
  lookUp: FactorLookUp | undefined,
): Promise<readonly Difference[]> => {
  const listed = differencesOf(person, about, verify);
  const { old } = person;
  if (lookUp === undefined || old === undefined || !mayStayForFactor(old, listed, verify)) return listed;
  return [absenceAsLookedUp(old, await lookUp.find(old.username), about, verify)];
};

/**
 * Compares the two pools person by person, joined on `custom:source_sub`. Everything that is listed waits on disk
 * and is compared in parts, so that pools of any size fit.
 * @param take gets every difference as it is found
 * @throws OperatorError after Ctrl-C, or if there is no room on the disk
 */
export const comparePools = async (
  context: DeployedContext,
  { requestsPerSecond, accepted }: ComparisonOptions,
  take: (difference: Difference) => void,
): Promise<VerifySummary> => {
  const startedAt = context.now();
  const pools = await openBothPools(context, requestsPerSecond);
  const terms = await importTermsOf(context, pools.new);
  const verify = { terms, accepted, startedAt };
  const parts = partsFor(pools);
  const secondFactors = secondFactorsOf(pools.old.description.mfa, terms.admission.mfaUsers, accepted);
  const lookUp = openFactorLookUp(context, secondFactors);
  const spool = new Spool();
  try {
    await divideIntoParts(pools, spool, parts, notesOfNames(spool, parts, terms));
    await ruleOnParts(context, spool, parts, terms);
    const tally = new VerifyTally();
    const progress = context.terminal.progress('Comparing people');
    try {
      for await (const part of readParts(spool, parts, context.signal)) {
        const rulings = rulingsOf(spool, part.number);
        for (const person of joinPeople(part)) {
          const about = rulings.get(person.old?.sub ?? '') ?? [];
          const differences = await differencesNow(person, about, verify, lookUp);
          tally.add(person, differences);
          for (const difference of differences) take(difference);
        }
        const detail = lookUp?.detail();
        progress.update({ done: part.number + 1, total: parts, ...(detail === undefined ? {} : { detail }) });
      }
    } finally {
      progress.end();
    }
    return tally.summary(secondFactors);
  } finally {
    lookUp?.close();
    spool.close();
  }
};
