import { CLEAN_UP_ENVIRONMENT_VARIABLES as NAMES } from './clean-up-environment-variables.ts';
import type { OldPoolPlace } from './old-pool-place.ts';
import { oldPoolPlace } from './old-pool-place.ts';
import type { Variables } from './variable-reader.ts';
import { EnvironmentError, VariableReader } from './variable-reader.ts';

/** Everything that the stack tells the clean-up, beside the new pool. */
interface CleanUpEnvironment {
  readonly oldPool: OldPoolPlace;
  readonly afterHours: number;
  /** Absent where no backfill is deployed. */
  readonly stateMachineArn?: string;
}

/** @throws EnvironmentError with one entry per variable that is missing or unreadable. */
export const parseCleanUpEnvironment = (variables: Variables): CleanUpEnvironment => {
  const read = new VariableReader(variables);
  const oldPool = oldPoolPlace(read);
  const hours = read.text(NAMES.afterHours);
  if (hours !== '' && !/^[1-9]\d*$/.test(hours)) {
    read.problems.push(`${NAMES.afterHours} is not a number of hours`);
  }
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  const stateMachineArn = read.optional(NAMES.stateMachineArn);
  return {
    oldPool,
    afterHours: Number(hours),
    ...(stateMachineArn === undefined ? {} : { stateMachineArn }),
  };
};
