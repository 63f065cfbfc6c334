/** Text as a filter of ListUsers takes it. */
const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

/**
 * A filter of ListUsers: who has this value, or one that begins like it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export const listUsersFilter = (attribute: string, operator: '=' | '^=', value: string): string =>
  `${attribute} ${operator} ${quoted(value)}`;

/**
 * Longest filter of ListUsers, in characters. A longer one is refused, so nobody can be found by it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export const LONGEST_FILTER = 256;
