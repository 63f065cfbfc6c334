import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { CsvPool } from '../migration/backfill/csv.ts';
import type { NewPool } from '../migration/rules.ts';
import { CONTACTS } from '../migration/rules.ts';

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

/**
 * ARN of the function that a pool asks about people whom it does not know; undefined where it asks none.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html
 */
export const readMigrationTrigger = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<string | undefined> =>
  (await client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.LambdaConfig?.UserMigration;

/** The new pool as the rows of an import file need to know it. */
export const csvPoolOf = (pool: PoolDescription, { aliases }: Pick<NewPool, 'aliases'>): CsvPool => ({
  newPool: { aliases },
  autoVerified: CONTACTS.filter((contact) => pool.autoVerified.includes(contact)),
  requiredAttributes: pool.required,
  mfaRequired: pool.mfa === 'ON',
});
