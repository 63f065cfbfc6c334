import type { UserPool } from '../cognito/state.ts';

/** Columns that are no attributes. */
export const USERNAME_COLUMN = 'cognito:username';
export const MFA_COLUMN = 'cognito:mfa_enabled';
export const PASSWORD_HASH_COLUMN = 'password_hash';

/** Attributes that only Cognito writes. */
const NOT_IMPORTED: ReadonlySet<string> = new Set(['sub', 'identities']);

/**
 * The columns of a pool's import file, in the order of GetCSVHeader.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export const csvColumns = (pool: UserPool, withPasswordHashes: boolean): string[] => [
  ...[...pool.schema.keys()].filter((name) => !NOT_IMPORTED.has(name)),
  MFA_COLUMN,
  USERNAME_COLUMN,
  ...(withPasswordHashes ? [PASSWORD_HASH_COLUMN] : []),
];
