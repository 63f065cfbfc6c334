/**
 * Whether a listing may have been cut short: nothing in ListUsers says how many users there are, so all that it can
 * be held against is Cognito's own estimate.
 */

/** How many users a pool has, by two sources. */
export interface PoolCount {
  /**
   * `EstimatedNumberOfUsers` of DescribeUserPool when the run began.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
   */
  readonly estimatedUsers: number;
  /** Absent where the run did not list the whole pool. */
  readonly listed?: number;
}

/** How far a listing is below the estimate. */
export type ListingGap = 'none' | 'noteworthy' | 'too-large';

/**
 * AWS does not say how often it counts, and gives no bounds. A healthy pool from which users had been deleted was seen
 * 14 % below its estimate: so a few percent are worth a word, and only far more than that stops a run. In pools of a
 * few hundred users, a morning's deletions are any percentage; nothing is said about less than a page of ListUsers.
 * @see https://github.com/aws/aws-cli/issues/7604
 */
const NOTEWORTHY = { share: 0.03, users: 60 };
const TOO_LARGE = { share: 0.25, users: 600 };

/** What is missing of a pool; none, where not the whole of it was listed. */
export const listingGap = ({ estimatedUsers, listed = estimatedUsers }: PoolCount): ListingGap => {
  const missing = estimatedUsers - listed;
  const exceeds = ({ share, users }: typeof NOTEWORTHY) =>
    missing > users && missing > share * estimatedUsers;
  if (exceeds(TOO_LARGE)) return 'too-large';
  return exceeds(NOTEWORTHY) ? 'noteworthy' : 'none';
};
