import type { GetGroupRequest, GetGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import { describedGroup } from '../descriptions.ts';
import { namedGroup } from '../groups.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html */
export const getGroup: Operation<'pools', GetGroupRequest, GetGroupResponse> =
  ({ pools }) =>
  async ({ UserPoolId, GroupName }) => {
    const pool = pools.pool(UserPoolId);
    return { Group: describedGroup(pool, namedGroup(pool, GroupName)) };
  };
