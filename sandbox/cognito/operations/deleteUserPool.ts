import type { DeleteUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html */
export const deleteUserPool: Operation<'importJobs' | 'pools', DeleteUserPoolRequest, Record<never, never>> =
  ({ importJobs, pools }) =>
  async ({ UserPoolId }) => {
    const pool = pools.pool(UserPoolId);
    importJobs.refuseDuringImport(pool);
    if (pool.deletionProtection === 'ACTIVE') {
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      );
    }
    pools.remove(pool.id);
    return {};
  };
