import type {
  CognitoIdentityProviderClient,
  LambdaConfigType,
  SchemaAttributeType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListIdentityProvidersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { OldPoolSource } from '../../migration/check/old-pool-source.ts';
import type { PoolFacts, PoolPasswordPolicy, SchemaAttribute, Unread } from '../../migration/check/survey.ts';
import { createGroupDefinitions } from '../group-definitions.ts';
import { readMfa } from './old-pool-conditions.ts';
import { surveyClients } from './pool-survey-clients.ts';
import { describeMappings } from './pool-survey-providers.ts';
import type { CarefulReader } from './pool-survey-reader.ts';

/** Most names on a page of ListIdentityProviders. */
const PAGE_SIZE = 60;

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

const readAttribute = (attribute: SchemaAttributeType): SchemaAttribute => {
  const { StringAttributeConstraints: text, NumberAttributeConstraints: number } = attribute;
  const min = numberOf(text?.MinLength ?? number?.MinValue);
  const max = numberOf(text?.MaxLength ?? number?.MaxValue);
  return {
    name: attribute.Name ?? '',
    type: attribute.AttributeDataType ?? 'String',
    required: attribute.Required ?? false,
    mutable: attribute.Mutable ?? true,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
};

const readPolicy = ({ Policies }: UserPoolType): PoolPasswordPolicy => {
  const policy = Policies?.PasswordPolicy;
  return {
    minLength: policy?.MinimumLength ?? 0,
    requireLowercase: policy?.RequireLowercase ?? false,
    requireUppercase: policy?.RequireUppercase ?? false,
    requireDigits: policy?.RequireNumbers ?? false,
    requireSymbols: policy?.RequireSymbols ?? false,
    temporaryPasswordDays: policy?.TemporaryPasswordValidityDays ?? 7,
    historySize: policy?.PasswordHistorySize ?? 0,
  };
};

/**
 * ARN by the trigger's name. `PreTokenGenerationConfig` is the newer form of `PreTokenGeneration`.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html
 */
const readTriggers = ({ KMSKeyID: _, ...triggers }: LambdaConfigType): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(triggers).flatMap(([name, trigger]) => {
      const arn = typeof trigger === 'string' ? trigger : trigger?.LambdaArn;
      return arn === undefined || arn === '' ? [] : [[name.replace(/Config$/, ''), arn]];
    }),
  );

type Described = Omit<PoolFacts, 'factors' | 'clients' | 'identityProviders' | 'providerMappings' | 'groups'>;

/** The answer of DescribeUserPool as the rules of `check` read it. */
const readPool = (pool: UserPoolType): Described => ({
  userPoolId: pool.Id ?? '',
  name: pool.Name ?? '',
  estimatedUsers: pool.EstimatedNumberOfUsers ?? 0,
  caseSensitive: pool.UsernameConfiguration?.CaseSensitive ?? true,
  aliases: pool.AliasAttributes ?? [],
  usernameAttributes: pool.UsernameAttributes ?? [],
  schema: (pool.SchemaAttributes ?? []).map(readAttribute),
  autoVerified: pool.AutoVerifiedAttributes ?? [],
  recovery: [...(pool.AccountRecoverySetting?.RecoveryMechanisms ?? [])]
    .sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
    .map(({ Name = '' }) => Name),
  mfa: pool.MfaConfiguration ?? 'OFF',
  passwordPolicy: readPolicy(pool),
  firstFactors: pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [],
  triggers: readTriggers(pool.LambdaConfig ?? {}),
  sendsByCognito: pool.EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER',
  canSendSms: pool.SmsConfiguration?.SnsCallerArn !== undefined,
  threatProtection: pool.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF',
  featurePlan: pool.UserPoolTier ?? '',
  selfSignUp: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
  deletionProtected: pool.DeletionProtection === 'ACTIVE',
  remembersDevices: pool.DeviceConfiguration !== undefined,
});

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html */
const listProviders = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<readonly string[]> => {
  const names: string[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page = await client.send(
      new ListIdentityProvidersCommand({
        UserPoolId,
        MaxResults: PAGE_SIZE,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    names.push(...(page.Providers ?? []).flatMap(({ ProviderName }) => ProviderName ?? []));
    NextToken = page.NextToken;
    if (NextToken === undefined) return names;
  }
};

/** The factors that a pool offers. */
const readFactors = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<readonly string[]> =>
  readMfa(await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).factors;

/**
 * Reads all that a pool says of itself. Of its parts, what the caller may not read is noted by the reader and left
 * out.
 * @throws the service's exception if the pool itself cannot be described.
 */
export const surveyPool =
  (client: CognitoIdentityProviderClient, reader: CarefulReader, which: Unread['pool']) =>
  async (userPoolId: string): Promise<OldPoolSource> => {
    const { UserPool = {} } = await client.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
    const factors = await reader.read(
      { pool: which, what: 'second factors', action: 'cognito-idp:GetUserPoolMfaConfig' },
      () => readFactors(client, userPoolId),
    );
    const identityProviders = await reader.read(
      { pool: which, what: 'identity providers', action: 'cognito-idp:ListIdentityProviders' },
      () => listProviders(client, userPoolId),
    );
    // What providers write into the old pool harms nobody any more.
    const providerMappings =
      which === 'new' && identityProviders !== undefined
        ? await reader.read(
            {
              pool: which,
              what: 'attribute mappings of identity providers',
              action: 'cognito-idp:DescribeIdentityProvider',
            },
            () => describeMappings(client, userPoolId, identityProviders),
          )
        : undefined;
    const groups = await reader.read({ pool: which, what: 'groups', action: 'cognito-idp:ListGroups' }, () =>
      createGroupDefinitions(client, userPoolId).list(),
    );
    const clients = await surveyClients(client, reader, which)(userPoolId);
    const { From: from, SourceArn: arn } = UserPool.EmailConfiguration ?? {};
    return {
      ...readPool(UserPool),
      ...(factors === undefined ? {} : { factors }),
      ...(identityProviders === undefined ? {} : { identityProviders }),
      ...(providerMappings === undefined ? {} : { providerMappings }),
      ...(groups === undefined ? {} : { groups }),
      ...(clients === undefined ? {} : { clients }),
      email: { ...(from === undefined ? {} : { from }), ...(arn === undefined ? {} : { arn }) },
    };
  };
