import type { GroupRules } from '../../migration/groups/group-rules.ts';
import type { OldPoolPlace } from './old-pool-place.ts';
import { oldPoolPlace } from './old-pool-place.ts';
import { TOKEN_ENVIRONMENT_VARIABLES as NAMES } from './token-environment-variables.ts';
import type { Variables } from './variable-reader.ts';
import { EnvironmentError, isStringRecord, VariableReader } from './variable-reader.ts';

/** What is needed to carry groups. */
interface GroupEnvironment {
  readonly oldPool: OldPoolPlace;
  readonly rules: GroupRules;
}

type WrittenRules = Pick<GroupRules, 'renames' | 'except'>;

const isWrittenRules = (value: unknown): value is WrittenRules =>
  typeof value === 'object' &&
  value !== null &&
  'renames' in value &&
  isStringRecord(value.renames) &&
  'except' in value &&
  Array.isArray(value.except) &&
  value.except.every((name) => typeof name === 'string');

/** @throws EnvironmentError with one entry per variable that is missing or unreadable. */
export const parseGroupEnvironment = (variables: Variables): GroupEnvironment => {
  const read = new VariableReader(variables);
  const oldPool = oldPoolPlace(read);
  const written = read.json<WrittenRules>(NAMES.groups, isWrittenRules, { renames: {}, except: [] });
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return { oldPool, rules: { ...written, oldUserPoolId: oldPool.userPoolId } };
};
