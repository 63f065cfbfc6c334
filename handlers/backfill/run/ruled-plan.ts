import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { objectionToSettings } from '../../../migration/backfill/resume-objections.ts';
import { runSettingsOf } from '../../../migration/backfill/run-settings.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import type { RunPlan } from './run-objects.ts';
import { readPlan } from './run-objects.ts';

/** Somebody deployed other settings while the run went on. */
class SettingsChanged extends Error {
  override readonly name = 'SettingsChanged';
}

/**
 * The plan of a run, for a step that applies the rules: they must be those with which the run began.
 * @throws ObjectMissing
 * @throws SettingsChanged
 */
export const readRuledPlan = async (
  { store, rules }: { readonly store: Pick<ObjectStore, 'read'>; readonly rules: MigrationRules },
  runId: string,
): Promise<RunPlan> => {
  const plan = await readPlan(store, runId);
  const objection = objectionToSettings(plan.settings, runSettingsOf(rules));
  if (objection !== undefined) throw new SettingsChanged(objection);
  return plan;
};
