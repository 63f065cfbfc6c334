/**
 * Environment variables of the function behind the PreTokenGeneration trigger, beside those of
 * `environment-variables.ts` that say where the old pool is: what `stacks/` writes and `handlers/` reads.
 */
export const TOKEN_ENVIRONMENT_VARIABLES = {
  /** JSON of `renames` and `except` in `migration/groups/group-rules.ts`; absent where no groups are carried. */
  groups: 'GROUPS',
  /** Name of the claim with the old `sub`; absent where there is none. */
  oldSubClaim: 'OLD_SUB_CLAIM',
  /** List of `TOKENS`: where that claim goes. */
  oldSubClaimTokens: 'OLD_SUB_CLAIM_TOKENS',
} as const;
