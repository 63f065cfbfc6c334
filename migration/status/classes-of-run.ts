import { FAILED_ADVICE } from '../backfill/reason-texts.ts';
import type { Totals } from '../backfill/totals.ts';
import type { CensusLine } from '../check/census.ts';
import { classesOf } from '../check/census.ts';

/** Everybody whom a run has listed, once, by class and reason. */
export const classesOfRun = (totals: Totals): readonly CensusLine[] => {
  const classes = classesOf({ tally: totals });
  const ofRun = [
    { what: 'Imported', people: totals.imported, advice: 'They reset their password at their next visit.' },
    { what: 'Signed in meanwhile', people: totals.skipped, advice: '' },
    { what: 'Refused by Cognito', people: totals.failed, advice: FAILED_ADVICE },
  ].filter(({ people }) => people > 0);
  return [...classes.slice(0, 1), ...ofRun, ...classes.slice(1)];
};
