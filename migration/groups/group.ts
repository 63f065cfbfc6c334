/**
 * A group of a user pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html
 */
export interface Group {
  readonly name: string;
  readonly description?: string;
  /** The lower, the stronger; none is the weakest. */
  readonly precedence?: number;
  /** The IAM role that an identity pool may give to members. */
  readonly roleArn?: string;
}

/** What a token says of groups: the members of `groupConfiguration` and `groupOverrideDetails`. */
export interface GroupConfiguration {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole?: string;
}

const strength = ({ precedence }: Group): number => precedence ?? Number.POSITIVE_INFINITY;

/** The role of the strongest groups that have one; none where equally strong groups disagree. */
const preferredRoleOf = (withRole: readonly Group[]): string | undefined => {
  const strongest = Math.min(...withRole.map(strength));
  const roles = new Set(
    withRole.filter((group) => strength(group) === strongest).map(({ roleArn }) => roleArn),
  );
  return roles.size === 1 ? [...roles][0] : undefined;
};

/**
 * What Cognito itself would write about somebody in these groups.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export const configurationOf = (members: readonly Group[]): GroupConfiguration => {
  const groups = members.toSorted((a, b) => (strength(a) === strength(b) ? 0 : strength(a) - strength(b)));
  const withRole = groups.filter(({ roleArn }) => roleArn !== undefined);
  const preferredRole = preferredRoleOf(withRole);
  return {
    groups: groups.map(({ name }) => name),
    roles: groups.flatMap(({ roleArn }) => roleArn ?? []),
    ...(preferredRole === undefined ? {} : { preferredRole }),
  };
};
