import type * as z from 'zod';
import { isReservedClaim, TOKENS } from '../../migration/tokens/old-sub-claim.ts';
import { group, listOf, oneOf, textWithout, written } from './fields.ts';

const complaintAbout = (name: string): string | undefined => {
  if (!/^[\w:./-]{1,100}$/.test(name)) {
    return `${written(name)} is no name for a claim. Use 1 to 100 letters, digits and characters of _:./- .`;
  }
  return isReservedClaim(name)
    ? `${written(name)} means something else in tokens of Cognito. Choose another name, for example old_sub.`
    : undefined;
};

/**
 * A claim with the `sub` that somebody had in the old pool, for back ends that know people by it. Only people who
 * came from the old pool have it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const oldSubClaimSchema = group({
  /** Name of the claim, for example `old_sub`. */
  name: textWithout(complaintAbout, 'Write a name, for example old_sub.'),
  /**
   * The tokens that have it. Access tokens need the feature plan essentials or plus.
   * @default id, access
   */
  tokens: listOf(oneOf(TOKENS), 'tokens').default([...TOKENS]),
});

/** Of `oldSubClaim`, with defaults filled in. */
export type OldSubClaimSettings = z.output<typeof oldSubClaimSchema>;
