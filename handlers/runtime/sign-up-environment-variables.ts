/**
 * Environment variables of the function behind the PreSignUp trigger, beside those of `environment-variables.ts` that
 * say where the old pool is and whether it minds case: what `stacks/` writes and `handlers/` reads.
 */
export const SIGN_UP_ENVIRONMENT_VARIABLES = {
  /** The sentence for somebody whose details belong to a person of the old pool. */
  refusal: 'SIGN_UP_REFUSAL',
} as const;
