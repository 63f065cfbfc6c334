import { ENVIRONMENT_VARIABLES } from './environment-variables.ts';
import type { OldPoolPlace } from './old-pool-place.ts';
import { oldPoolPlace } from './old-pool-place.ts';
import { SIGN_UP_ENVIRONMENT_VARIABLES as NAMES } from './sign-up-environment-variables.ts';
import type { Variables } from './variable-reader.ts';
import { EnvironmentError, VariableReader } from './variable-reader.ts';

/** What the guard of sign-ups needs to know. */
interface SignUpEnvironment {
  readonly oldPool: OldPoolPlace;
  /** Whether usernames of the old pool may differ by case only. */
  readonly caseSensitive: boolean;
  readonly refusal: string;
  readonly failureSentence: string;
}

/** @throws EnvironmentError with one entry per variable that is missing or unreadable. */
export const parseSignUpEnvironment = (variables: Variables): SignUpEnvironment => {
  const read = new VariableReader(variables);
  const environment = {
    oldPool: oldPoolPlace(read),
    caseSensitive: read.yesOrNo(ENVIRONMENT_VARIABLES.oldPoolCaseSensitive),
    refusal: read.text(NAMES.refusal),
    failureSentence: read.text(ENVIRONMENT_VARIABLES.failureSentence),
  };
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return environment;
};
