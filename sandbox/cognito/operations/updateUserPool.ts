import type {
  UpdateUserPoolRequest,
  UpdateUserPoolResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../services.ts';
import { checkPoolName, mutableSettings, refuseOtherPlans } from '../user-pool-settings.ts';

/**
 * "If you don't provide a value for an attribute, Amazon Cognito sets it to its default value."
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export const updateUserPool: Operation<
  'clock' | 'importJobs' | 'pools',
  UpdateUserPoolRequest,
  UpdateUserPoolResponse
> =
  ({ clock, importJobs, pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    importJobs.refuseDuringImport(pool);
    if (input.PoolName !== undefined) checkPoolName(input.PoolName);
    refuseOtherPlans(input);
    const settings = mutableSettings(input);
    // The methods themselves belong to SetUserPoolMfaConfig.
    const enabledMfas = settings.mfaConfiguration === 'OFF' ? [] : pool.enabledMfas;
    Object.assign(pool, settings, {
      enabledMfas: [...new Set([...enabledMfas, ...settings.enabledMfas])],
      name: input.PoolName ?? pool.name,
      modifiedAt: clock.now(),
    });
    return {};
  };
