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

/** Where the old pool is, and through which role it is reached. */
export interface OldPoolPlace {
  readonly userPoolId: string;
  readonly region: string;
  readonly role?: { readonly arn: string; readonly externalId?: string };
}

/** Everything that the stack tells the trigger. */
export interface Environment {
  readonly rules: MigrationRules;
  readonly oldPool: OldPoolPlace & {
    readonly clientId: string;
    readonly clientSecretArn?: string;
  };
  /** What a person sees when the old pool could not answer. */
  readonly failureSentence: string;
}

/** Names every variable that is missing or unreadable, at once. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(problems: readonly string[]) {
    super(
      `The function's environment is not what its stack writes: ${problems.join('; ')}. ` +
        'Deploy the stack again instead of editing the variables by hand.',
    );
  }
}

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment once.
 * @throws EnvironmentError with one entry per variable that is missing or unreadable.
 */
export const parseEnvironment = (variables: Variables): Environment => {
  const read = new VariableReader(variables);
  const clientSecretArn = read.optional(ENVIRONMENT_VARIABLES.oldClientSecretArn);
  const environment: Environment = {
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

/**
 * Parses the part of the environment that says where the old pool is, for a function that only looks at it.
 * @throws EnvironmentError with one entry per variable that is missing.
 */
export const parseOldPoolPlace = (variables: Variables): OldPoolPlace => {
  const read = new VariableReader(variables);
  const place = oldPoolPlace(read);
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return place;
};

export const oldPoolPlace = (read: VariableReader): OldPoolPlace => {
  const roleArn = read.optional(ENVIRONMENT_VARIABLES.oldRoleArn);
  const externalId = read.optional(ENVIRONMENT_VARIABLES.oldRoleExternalId);
  return {
    userPoolId: read.text(ENVIRONMENT_VARIABLES.oldUserPoolId),
    region: read.text(ENVIRONMENT_VARIABLES.oldRegion),
    ...(roleArn === undefined
      ? {}
      : { role: { arn: roleArn, ...(externalId === undefined ? {} : { externalId }) } }),
  };
};

const NO_POOL: NewPool = { aliases: [], caseSensitive: false, recovery: [], customAttributes: [] };

/** Collects problems instead of stopping at the first; what it returns then is never used. */
export class VariableReader {
  readonly problems: string[] = [];
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  optional(name: string): string | undefined {
    const value = this.#variables[name];
    return value === '' ? undefined : value;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(`${name} is missing`);
    return value ?? '';
  }

  /** A list may be empty, but not absent. */
  list(name: string): readonly string[] {
    const value = this.#variables[name];
    if (value === undefined) this.problems.push(`${name} is missing`);
    return (value ?? '').split(',').filter((entry) => entry !== '');
  }

  yesOrNo(name: string): boolean {
    return this.oneOf(name, ['true', 'false']) === 'true';
  }

  oneOf<T extends string>(name: string, allowed: readonly [T, ...T[]]): T {
    return this.member(this.text(name), name, allowed);
  }

  member<T extends string>(value: string, name: string, allowed: readonly [T, ...T[]]): T {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined && value !== '') this.problems.push(`${name} must be ${allowed.join(' or ')}`);
    return found ?? allowed[0];
  }

  json<T>(name: string, isShape: (value: unknown) => value is T, substitute: T): T {
    const value = parseJson(this.text(name));
    if (isShape(value)) return value;
    if (this.optional(name) !== undefined) this.problems.push(`${name} is not the JSON expected`);
    return substitute;
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const isStringRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((member) => typeof member === 'string');

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
