import type { CreateGroupRequest, CreateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import { describedGroup } from '../descriptions.ts';
import { required } from '../errors.ts';
import { groupExists, groupSettings } from '../groups.ts';
import type { Operation } from '../services.ts';
import type { Group } from '../state.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html */
export const createGroup: Operation<'clock' | 'pools', CreateGroupRequest, CreateGroupResponse> =
  ({ clock, pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    const name = required(input.GroupName, 'groupName');
    if (pool.groups.has(name)) throw groupExists();
    const now = clock.now();
    const group: Group = { name, ...groupSettings(input), createdAt: now, modifiedAt: now };
    pool.groups.set(name, group);
    return { Group: describedGroup(pool, group) };
  };
