import type { UpdateGroupRequest, UpdateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import { describedGroup } from '../descriptions.ts';
import { groupSettings, namedGroup } from '../groups.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html */
export const updateGroup: Operation<'clock' | 'pools', UpdateGroupRequest, UpdateGroupResponse> =
  ({ clock, pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    const group = namedGroup(pool, input.GroupName);
    Object.assign(group, groupSettings(input), { modifiedAt: clock.now() });
    return { Group: describedGroup(pool, group) };
  };
