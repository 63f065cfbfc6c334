import type { MigrationRules } from '../../migration/rules.ts';
import { ENVIRONMENT_VARIABLES } from './environment-variables.ts';
import type { OldPoolPlace } from './old-pool-place.ts';
import { oldPoolPlace } from './old-pool-place.ts';
import { migrationRules } from './rules-environment.ts';
import type { Variables } from './variable-reader.ts';
import { EnvironmentError, VariableReader } from './variable-reader.ts';

/** Everything that the stack tells the trigger. */
export interface UserMigrationEnvironment {
  readonly rules: MigrationRules;
  readonly oldPool: OldPoolPlace & {
    readonly clientId: string;
    readonly clientSecretArn?: string;
  };
  /** What a person sees when the old pool could not answer. */
  readonly failureSentence: string;
}

/**
 * Parses the environment once.
 * @throws EnvironmentError with one entry per variable that is missing or unreadable.
 */
export const parseUserMigrationEnvironment = (variables: Variables): UserMigrationEnvironment => {
  const read = new VariableReader(variables);
  const clientSecretArn = read.optional(ENVIRONMENT_VARIABLES.oldClientSecretArn);
  const environment: UserMigrationEnvironment = {
    oldPool: {
      ...oldPoolPlace(read),
      clientId: read.text(ENVIRONMENT_VARIABLES.oldClientId),
      ...(clientSecretArn === undefined ? {} : { clientSecretArn }),
    },
    rules: migrationRules(read),
    failureSentence: read.text(ENVIRONMENT_VARIABLES.failureSentence),
  };
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return environment;
};
