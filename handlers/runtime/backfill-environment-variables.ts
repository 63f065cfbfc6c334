/**
 * Environment variables of the backfill's functions, beside those of `environment-variables.ts`: what `stacks/`
 * writes and `handlers/` reads.
 */
export const BACKFILL_ENVIRONMENT_VARIABLES = {
  /** Name of the bucket for a run's objects. */
  bucket: 'BACKFILL_BUCKET',
  /** Id of the pool that people come to. */
  newUserPoolId: 'NEW_USER_POOL_ID',
  /** ARN of the role with which Cognito writes the logs of import jobs. */
  importLogsRoleArn: 'IMPORT_LOGS_ROLE_ARN',
  /** One of `DISABLED_USERS`. */
  disabledUsers: 'DISABLED_USERS',
} as const;
