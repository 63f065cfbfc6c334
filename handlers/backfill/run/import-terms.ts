import type { Admission } from '../../../migration/backfill/admission.ts';
import type { ImportTerms } from '../../../migration/backfill/settle-user.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import type { RunPlan } from './run-objects.ts';

/** Who is admitted to the import files of a run. */
export const admissionOf = (
  { options, disabledUsers }: RunPlan,
  { mfaUsers }: MigrationRules,
): Admission => ({ statuses: options.statuses, disabledUsers, mfaUsers });

/** What is the same for everybody of a run. */
export const termsOf = (plan: RunPlan, rules: MigrationRules): ImportTerms => ({
  rules,
  admission: admissionOf(plan, rules),
  columns: plan.columns,
  pool: plan.csvPool,
});
