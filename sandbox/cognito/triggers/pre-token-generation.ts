import type { PreTokenGenerationLambdaVersionType } from '@aws-sdk/client-cognito-identity-provider';
import { API_SCOPE, type Bearer, type ClaimChanges, groupClaims, type TokenChanges } from '../claims.ts';
import type { Services } from '../services.ts';
import { eventAttributes } from './event-attributes.ts';
import { invalidLambdaResponse, invokeTrigger, isRecord } from './invoke.ts';

export type TokenGenerationSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens';

type Details = Readonly<Record<string, unknown>>;

/**
 * Asks the PreTokenGeneration function what the tokens shall say. Version 1 changes the ID token, versions 2 and
 * 3 the access token too; groups go into both.
 *
 * @returns undefined if the pool has no such trigger.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export async function invokePreTokenGeneration(
  services: Pick<Services, 'functions' | 'readings'>,
  { pool, client, user }: Bearer,
  source: TokenGenerationSource,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<ClaimChanges | undefined> {
  const lambdaVersion = pool.lambdaConfig.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  const version = EVENT_VERSION[lambdaVersion];
  const { groups, roles, preferredRole } = groupClaims(pool, user);
  const response = await invokeTrigger(services, {
    trigger: 'PreTokenGeneration',
    source,
    version,
    pool,
    client,
    userName: user.username,
    request: {
      userAttributes:
        services.readings.attributesBeforeTokens === 'all'
          ? eventAttributes(user)
          : eventAttributes(user, client),
      groupConfiguration: {
        groupsToOverride: groups,
        iamRolesToOverride: roles,
        preferredRole: preferredRole ?? null,
      },
      ...(version !== '1' && { scopes: [API_SCOPE] }),
      ...(clientMetadata && { clientMetadata }),
    },
    response: version === '1' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  });
  if (response === undefined) return undefined;
  return version === '1' ? changesOfVersion1(response) : changesOfVersion2(response);
}

const EVENT_VERSION: Readonly<Record<PreTokenGenerationLambdaVersionType, '1' | '2' | '3'>> = {
  V1_0: '1',
  V2_0: '2',
  V3_0: '3',
};

const UNCHANGED: TokenChanges = {
  claimsToAddOrOverride: {},
  claimsToSuppress: [],
  scopesToAdd: [],
  scopesToSuppress: [],
};

/** Version 1 takes strings only. */
function changesOfVersion1(response: Details): ClaimChanges {
  const details = object(response['claimsOverrideDetails']);
  const idToken = tokenChanges(details);
  for (const value of Object.values(idToken.claimsToAddOrOverride)) {
    if (typeof value !== 'string') throw invalidLambdaResponse();
  }
  return { idToken, accessToken: UNCHANGED, groups: groupChanges(details) };
}

function changesOfVersion2(response: Details): ClaimChanges {
  const details = object(response['claimsAndScopeOverrideDetails']);
  return {
    idToken: tokenChanges(object(details['idTokenGeneration'])),
    accessToken: tokenChanges(object(details['accessTokenGeneration'])),
    groups: groupChanges(details),
  };
}

function tokenChanges(details: Details): TokenChanges {
  return {
    claimsToAddOrOverride: object(details['claimsToAddOrOverride']),
    claimsToSuppress: strings(details['claimsToSuppress']),
    scopesToAdd: strings(details['scopesToAdd']),
    scopesToSuppress: strings(details['scopesToSuppress']),
  };
}

/**
 * `groupOverrideDetails` replaces the user's groups and roles as a whole: "If you provide an empty or null object in
 * the response, then Amazon Cognito suppresses the groups."
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
function groupChanges(details: Details): ClaimChanges['groups'] {
  const given = details['groupOverrideDetails'];
  if (given === undefined) return undefined;
  const groups = object(given);
  const preferredRole = groups['preferredRole'];
  return {
    groups: strings(groups['groupsToOverride']),
    roles: strings(groups['iamRolesToOverride']),
    preferredRole: typeof preferredRole === 'string' ? preferredRole : undefined,
  };
}

function object(value: unknown): Details {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw invalidLambdaResponse();
  return value;
}

function strings(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidLambdaResponse();
  return value.map((item) => {
    if (typeof item !== 'string') throw invalidLambdaResponse();
    return item;
  });
}
