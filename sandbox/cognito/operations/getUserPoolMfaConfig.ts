import type {
  GetUserPoolMfaConfigRequest,
  GetUserPoolMfaConfigResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedMfaConfig } from '../mfa-config.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html */
export const getUserPoolMfaConfig: Operation<
  'pools',
  GetUserPoolMfaConfigRequest,
  GetUserPoolMfaConfigResponse
> =
  ({ pools }) =>
  async ({ UserPoolId }) =>
    describedMfaConfig(pools.pool(UserPoolId));
