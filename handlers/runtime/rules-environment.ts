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
import type { Variables } from './variable-reader.ts';
import { EnvironmentError, isStringRecord, VariableReader } from './variable-reader.ts';

/** Reads the rules, as a part of a larger environment. */
export const migrationRules = (read: VariableReader): MigrationRules => ({
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
});

/**
 * Parses the rules alone, for a function that decides and does not call the old pool.
 * @throws EnvironmentError with one entry per variable that is missing or unreadable.
 */
export const parseMigrationRules = (variables: Variables): MigrationRules => {
  const read = new VariableReader(variables);
  const rules = migrationRules(read);
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return rules;
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
