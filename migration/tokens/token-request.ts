import type { Arrival } from '../groups/carry-groups.ts';
import type { GroupConfiguration } from '../groups/group.ts';
import { member } from '../member.ts';
import { GROUPS_CARRIED, SOURCE_SUB } from '../rules.ts';

/** What a PreTokenGeneration event tells, as far as it matters here. */
export interface TokenRequest {
  /** Version 1 can change the ID token and the groups, the others the access token too. */
  readonly version: 'V1' | 'V2';
  readonly userPoolId: string;
  readonly username: string;
  /** The person's `sub` in this pool. */
  readonly sub: string | undefined;
  /** The person's `sub` in the old pool; undefined for those who never were there. */
  readonly sourceSub: string | undefined;
  /** Whether nothing is left to carry. */
  readonly groupsCarried: boolean;
  /** The groups that the new pool would write into the token. */
  readonly configuration: GroupConfiguration;
}

const textAt = (value: unknown, name: string): string | undefined => {
  const text = member(value, name);
  return typeof text === 'string' && text !== '' ? text : undefined;
};

const textsAt = (value: unknown, name: string): readonly string[] => {
  const list = member(value, name);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
};

const configurationIn = (request: unknown): GroupConfiguration => {
  const groups = member(request, 'groupConfiguration');
  const preferredRole = textAt(groups, 'preferredRole');
  return {
    groups: textsAt(groups, 'groupsToOverride'),
    roles: textsAt(groups, 'iamRolesToOverride'),
    ...(preferredRole === undefined ? {} : { preferredRole }),
  };
};

/**
 * Reads a PreTokenGeneration event of any trigger source: whichever token comes first may carry groups, and a
 * refresh may carry what an earlier one could not. Undefined where no person gets a token.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const readTokenRequest = (event: unknown): TokenRequest | undefined => {
  const request = member(event, 'request');
  const attributes = member(request, 'userAttributes');
  const userPoolId = textAt(event, 'userPoolId');
  const username = textAt(event, 'userName');
  if (userPoolId === undefined || username === undefined) return undefined;
  return {
    version: textAt(event, 'version') === '1' ? 'V1' : 'V2',
    userPoolId,
    username,
    sub: textAt(attributes, 'sub'),
    sourceSub: textAt(attributes, SOURCE_SUB),
    groupsCarried: textAt(attributes, GROUPS_CARRIED) !== undefined,
    configuration: configurationIn(request),
  };
};

/** Whoever still has groups to carry; undefined for those who are done, and for those who never were in the old pool. */
export const arrivalOf = ({
  username,
  sub,
  sourceSub,
  groupsCarried,
  configuration,
}: TokenRequest): Arrival | undefined =>
  sourceSub === undefined || groupsCarried ? undefined : { username, sub, sourceSub, configuration };
