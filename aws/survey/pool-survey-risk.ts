import type {
  CognitoIdentityProviderClient,
  RiskConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeRiskConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { RiskFacts } from '../../migration/check/survey.ts';
import { exceptionOf } from '../pool-call.ts';

const NOTHING = 'NO_ACTION';

const acts = (action: { readonly EventAction?: string | undefined } | undefined): boolean =>
  action?.EventAction !== undefined && action.EventAction !== NOTHING;

const readRisk = (risk: RiskConfigurationType): RiskFacts => {
  const takeover = risk.AccountTakeoverRiskConfiguration?.Actions;
  return {
    blocksLeakedPasswords: acts(risk.CompromisedCredentialsRiskConfiguration?.Actions),
    stopsOddSignIns: [takeover?.LowAction, takeover?.MediumAction, takeover?.HighAction].some(acts),
  };
};

/**
 * What threat protection does about sign-ins through an app client, or through any that has no risk configuration
 * of its own.
 * @returns undefined where the pool has no threat protection.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html
 */
export const describeRisk = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  clientId: string | undefined,
): Promise<RiskFacts | undefined> => {
  try {
    const { RiskConfiguration = {} } = await client.send(
      new DescribeRiskConfigurationCommand({
        UserPoolId,
        ...(clientId === undefined ? {} : { ClientId: clientId }),
      }),
    );
    return readRisk(RiskConfiguration);
  } catch (error) {
    if (exceptionOf(error).name === 'UserPoolAddOnNotEnabledException') return undefined;
    throw error;
  }
};
