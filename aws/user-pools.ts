import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';

/** What a backfill asks about a pool before it begins. */
export interface PoolDescription {
  readonly name: string;
  /** Cognito's own guess, hours old. */
  readonly estimatedUsers: number;
  /** `OFF`, `ON` or `OPTIONAL`. */
  readonly mfa: string;
  /** The contacts that the pool verifies: an import needs one. */
  readonly autoVerified: readonly string[];
  /** `UsernameConfiguration.CaseSensitive`; absent means true. */
  readonly caseSensitive: boolean;
  /** Names of attributes that every user must have. */
  readonly required: readonly string[];
  /** Whether people may sign in by a code alone, sent to their e-mail or phone. */
  readonly passwordless: boolean;
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html */
export const describeUserPool =
  (client: CognitoIdentityProviderClient) =>
  async (UserPoolId: string): Promise<PoolDescription> => {
    const { UserPool: pool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
    const factors = pool?.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
    return {
      name: pool?.Name ?? '',
      estimatedUsers: pool?.EstimatedNumberOfUsers ?? 0,
      mfa: pool?.MfaConfiguration ?? 'OFF',
      autoVerified: pool?.AutoVerifiedAttributes ?? [],
      caseSensitive: pool?.UsernameConfiguration?.CaseSensitive ?? true,
      required: (pool?.SchemaAttributes ?? []).flatMap(({ Name, Required }) =>
        Required === true && Name !== undefined && Name !== 'sub' ? [Name] : [],
      ),
      passwordless: factors.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP'),
    };
  };
