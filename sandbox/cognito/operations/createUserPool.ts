import type {
  CreateUserPoolRequest,
  CreateUserPoolResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedPool } from '../descriptions.ts';
import { newUserPool } from '../new-user-pool.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html */
export const createUserPool: Operation<'clock' | 'pools', CreateUserPoolRequest, CreateUserPoolResponse> =
  ({ clock, pools }) =>
  async (input) => {
    const pool = newUserPool({ clock, region: pools.region, accountId: pools.accountId }, input);
    pools.add(pool);
    return { UserPool: describedPool(pool) };
  };
