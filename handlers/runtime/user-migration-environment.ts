import type { MigrationRules, NewPool } from '../../migration/rules.ts';
import {
  ALIASES,
  CONTACT_VERIFICATION,
  CONTACTS,
  CUSTOM_ATTRIBUTE_TYPES,
  FORGOT_PASSWORD,
  LOOKUPS,
  MFA_USERS,
  OLD_PASSWORDS,
} from '../../migration/rules.ts';
import { ENVIRONMENT_VARIABLES } from './environment-variables.ts';
import type { OldPoolPlace } from './old-pool-place.ts';
import { oldPoolPlace } from './old-pool-place.ts';
import type { Variables } from './variable-reader.ts';
import { EnvironmentError, isStringRecord, VariableReader } from './variable-reader.ts';

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
    rules: {
      oldPool: {
        caseSensitive: read.yesOrNo(ENVIRONMENT_VARIABLES.oldPoolCaseSensitive),
        mfaRequired: read.yesOrNo(ENVIRONMENT_VARIABLES.oldPoolMfaRequired),
      },
      newPool: read.json(ENVIRONMENT_VARIABLES.newPool, isNewPool, NO_POOL),
      lookups: read
        .list(ENVIRONMENT_VARIABLES.lookups)
        .map((lookup) => read.member(lookup, ENVIRONMENT_VARIABLES.lookups, LOOKUPS)),
      preferredUsernameSources: read.list(ENVIRONMENT_VARIABLES.preferredUsernameSources),
      mfaUsers: read.oneOf(ENVIRONMENT_VARIABLES.mfaUsers, MFA_USERS),
      forgotPassword: read.oneOf(ENVIRONMENT_VARIABLES.forgotPassword, FORGOT_PASSWORD),
      contactVerification: read.oneOf(ENVIRONMENT_VARIABLES.contactVerification, CONTACT_VERIFICATION),
      oldPasswords: read.oneOf(ENVIRONMENT_VARIABLES.oldPasswords, OLD_PASSWORDS),
      renames: read.json(ENVIRONMENT_VARIABLES.renames, isStringRecord, {}),
    },
    failureSentence: read.text(ENVIRONMENT_VARIABLES.failureSentence),
  };
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return environment;
};

const NO_POOL: NewPool = { aliases: [], caseSensitive: false, recovery: [], customAttributes: [] };

const isListOf = (allowed: readonly string[], value: unknown): boolean =>
  Array.isArray(value) && value.every((entry) => allowed.includes(entry));

const isCustomAttribute = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'type' in value &&
  CUSTOM_ATTRIBUTE_TYPES.some((type) => type === value.type);

/** The shape as far as a hand could have broken it; the stack writes nothing else. */
const isNewPool = (value: unknown): value is NewPool =>
  typeof value === 'object' &&
  value !== null &&
  'aliases' in value &&
  isListOf(ALIASES, value.aliases) &&
  'recovery' in value &&
  isListOf(CONTACTS, value.recovery) &&
  'customAttributes' in value &&
  Array.isArray(value.customAttributes) &&
  value.customAttributes.every(isCustomAttribute) &&
  'caseSensitive' in value &&
  typeof value.caseSensitive === 'boolean';
