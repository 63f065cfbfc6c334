import type {
  DescribeRiskConfigurationRequest,
  DescribeRiskConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError } from '../errors.ts';
import type { Operation } from '../services.ts';

/**
 * Nobody can set a risk configuration here, so that there is nothing in it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html
 */
export const describeRiskConfiguration: Operation<
  'pools',
  DescribeRiskConfigurationRequest,
  DescribeRiskConfigurationResponse
> =
  ({ pools }) =>
  async ({ UserPoolId, ClientId }) => {
    const pool = pools.pool(UserPoolId);
    const mode = pool.otherSettings?.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
    if (mode === 'OFF') {
      throw new CognitoError(
        'UserPoolAddOnNotEnabledException',
        'Threat protection is not enabled for this user pool.',
      );
    }
    if (ClientId !== undefined) pools.clientOf(pool, ClientId);
    return {
      RiskConfiguration: { UserPoolId: pool.id, ...(ClientId === undefined ? {} : { ClientId }) },
    };
  };
