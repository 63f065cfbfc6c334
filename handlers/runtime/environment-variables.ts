/**
 * The names of the environment variables that `stacks/` writes and `handlers/` reads: the one thing that both
 * share. Lists are comma-separated; `NEW_POOL` and `RENAMES` are JSON.
 */
export const ENVIRONMENT_VARIABLES = {
  /** Id of the pool that people leave, for example `eu-west-1_AbCdEfGhI`. */
  oldUserPoolId: 'OLD_USER_POOL_ID',
  /** Region of the old pool. */
  oldRegion: 'OLD_REGION',
  /** App client on the old pool with ALLOW_ADMIN_USER_PASSWORD_AUTH. */
  oldClientId: 'OLD_CLIENT_ID',
  /** ARN of the Secrets Manager secret that holds the old client's secret; absent if it has none. */
  oldClientSecretArn: 'OLD_CLIENT_SECRET_ARN',
  /** Role to assume for the old pool; absent in the same account. */
  oldRoleArn: 'OLD_ROLE_ARN',
  /** External id for that role. */
  oldRoleExternalId: 'OLD_ROLE_EXTERNAL_ID',
  /** List of IAM actions: what the function does with that role, which may allow more. */
  oldRoleActions: 'OLD_ROLE_ACTIONS',
  /** `true` or `false`. */
  oldPoolCaseSensitive: 'OLD_POOL_CASE_SENSITIVE',
  /** `true` or `false`. */
  oldPoolMfaRequired: 'OLD_POOL_MFA_REQUIRED',
  /** JSON of `NewPool` in `migration/rules.ts`. */
  newPool: 'NEW_POOL',
  /** List of `Lookup`. */
  lookups: 'LOOKUPS',
  /** List of attribute names and `email-local-part`. */
  preferredUsernameSources: 'PREFERRED_USERNAME_SOURCES',
  /** One of `MFA_USERS`. */
  mfaUsers: 'MFA_USERS',
  /** One of `FORGOT_PASSWORD`. */
  forgotPassword: 'FORGOT_PASSWORD',
  /** One of `CONTACT_VERIFICATION`. */
  contactVerification: 'CONTACT_VERIFICATION',
  /** One of `OLD_PASSWORDS`. */
  oldPasswords: 'OLD_PASSWORDS',
  /** JSON object, old attribute name -> new attribute name. */
  renames: 'RENAMES',
  /** The neutral sentence that a person sees when the old pool could not answer. */
  failureSentence: 'FAILURE_SENTENCE',
} as const;
