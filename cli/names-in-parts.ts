import type { Claim } from '../migration/backfill/claims.ts';
import {
  claimsOf,
  heldNamesOf,
  readClaim,
  readHeldName,
  writeClaim,
  writeHeldName,
} from '../migration/backfill/claims.ts';
import type { Ruling } from '../migration/backfill/name-rulings.ts';
import { readRuling, ruleOnNames, writeRuling } from '../migration/backfill/name-rulings.ts';
import type { ImportTerms } from '../migration/backfill/settle-user.ts';
import { partitionOf } from '../migration/backfill/shards.ts';
import type { DatedUser } from '../migration/dated-user.ts';
import type { CommandContext } from './command-context.ts';
import { eachPart } from './pool-parts.ts';
import type { Spool } from './spool.ts';

/** Puts down the names of everybody who is listed, in parts by name: who shares a name is together. */
export const notesOfNames = (spool: Spool, parts: number, { rules, admission }: ImportTerms) => ({
  old: (user: DatedUser): void => {
    for (const claim of claimsOf(user, rules, admission)) {
      spool.add(`claims/${partitionOf(claim.name, parts)}`, writeClaim(claim));
    }
  },
  new: (user: DatedUser): void => {
    for (const held of heldNamesOf(user, rules.newPool)) {
      spool.add(`held/${partitionOf(held.name, parts)}`, writeHeldName(held));
    }
  },
});

/**
 * Joins the names of both pools, a part at a time; the rulings wait where the users do to whom they apply.
 * @param look sees the claims of each part.
 * @throws OperatorError after Ctrl-C, or if there is no room on the disk
 */
export const ruleOnParts = async (
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
  spool: Spool,
  parts: number,
  { rules }: ImportTerms,
  look: (claims: readonly Claim[]) => void = () => undefined,
): Promise<void> => {
  const progress = terminal.progress('Comparing names');
  try {
    for await (const part of eachPart(parts, signal)) {
      const claims = spool.take(`claims/${part}`, readClaim);
      const held = spool.take(`held/${part}`, readHeldName);
      look(claims);
      for (const ruling of ruleOnNames(claims, held, rules.newPool)) {
        spool.add(`rulings/${partitionOf(ruling.sub, parts)}`, writeRuling(ruling));
      }
      progress.update({ done: part + 1, total: parts });
    }
  } finally {
    progress.end();
  }
};

/** The rulings about the users of a part, by `sub`. */
export const rulingsOf = (spool: Spool, part: number): ReadonlyMap<string, readonly Ruling[]> =>
  Map.groupBy(spool.take(`rulings/${part}`, readRuling), ({ sub }) => sub);
