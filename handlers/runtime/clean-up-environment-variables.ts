/**
 * Environment variables of the clean-up's function, beside those that say where both pools are: what `stacks/` writes
 * and `handlers/` reads.
 */
export const CLEAN_UP_ENVIRONMENT_VARIABLES = {
  /** Hours after which a profile that nobody completed is removed. */
  afterHours: 'CLEAN_UP_AFTER_HOURS',
  /** ARN of the backfill's state machine; absent where no backfill is deployed. */
  stateMachineArn: 'BACKFILL_STATE_MACHINE_ARN',
} as const;
