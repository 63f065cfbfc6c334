import * as z from 'zod';
import { GROUPS_MODES } from '../../migration/groups/group-rules.ts';
import { group, listOf, oneOf, textLike } from './fields.ts';

const groupName = () =>
  textLike(
    /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
    'the name of a group',
    'Write it as in the pool: 1 to 128 characters without spaces.',
  );

const roleArn = () =>
  textLike(
    /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    'the ARN of a role',
    'Write it like arn:aws:iam::123456789012:role/editors.',
  );

/**
 * Groups of the old pool, and who is in them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export const groupsSchema = group({
  /**
   * Memberships. `carry`: they are in a person's first token of the new pool, and then in the new pool; a function
   * runs before every token. `drop`: they stay behind, and where nothing else needs it there is no such function.
   * What was carried stays; so `drop` also ends the carrying when everybody has come.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
   * @default carry
   */
  mode: oneOf(GROUPS_MODES).default('carry'),
  /**
   * Groups that have another name in the new pool: old name -> new name.
   * @default - none
   */
  renames: z
    .record(z.string(), groupName(), {
      error: 'is not a list of pairs. Write an object: {"old-name": "new-name"}.',
    })
    .default({}),
  /**
   * Groups that stay behind, by their old names.
   * @default - none, beside the groups that Cognito made for identity providers
   */
  except: listOf(groupName(), 'groups').default([]),
  /**
   * IAM roles of the groups: ARN in the old pool -> ARN in the new. A role that is not named here does not come
   * along. The trust policy of the new role must know the identity pool that uses the new pool.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html#assigning-iam-roles-to-groups
   * @default - none
   */
  roles: z
    .record(z.string(), roleArn(), {
      error:
        'is not a list of pairs. Write an object: {"arn:aws:iam::...:role/old": "arn:aws:iam::...:role/new"}.',
    })
    .default({}),
});

/** Of `groups`, with defaults filled in. */
export type GroupsSettings = z.output<typeof groupsSchema>;
