/** What becomes of the memberships of the old pool. */
export const GROUPS_MODES = ['carry', 'drop'] as const;
export type GroupsMode = (typeof GROUPS_MODES)[number];

/** What the operator decided about groups that are carried. */
export interface GroupRules {
  readonly oldUserPoolId: string;
  /** Old group name -> new group name. */
  readonly renames: Readonly<Record<string, string>>;
  /** Groups of the old pool that stay there, by their old names. */
  readonly except: readonly string[];
}

/**
 * The group of the new pool that stands for one of the old; undefined if it stays behind. Groups that Cognito made
 * for an identity provider (`<user pool id>_<provider>`) tell where somebody signed in, not what they may do.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export const newNameOf = (
  name: string,
  { oldUserPoolId, renames, except }: GroupRules,
): string | undefined => {
  if (except.includes(name) || name.startsWith(`${oldUserPoolId}_`)) return undefined;
  return Object.hasOwn(renames, name) ? renames[name] : name;
};
