import { randomInt } from 'node:crypto';
import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Clock } from '../clock.ts';
import { invalidParameter, required } from './errors.ts';
import { poolSchema } from './pool-schema.ts';
import type { UserPool } from './state.ts';
import { checkPoolName, mutableSettings, refuseOtherPlans } from './user-pool-settings.ts';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';

const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

export const newClientId = (): string => randomText(LOWER_ALPHANUMERIC, 26);
export const newClientSecret = (): string => randomText(LOWER_ALPHANUMERIC, 51);

/**
 * A pool without users as CreateUserPool makes it.
 * @throws CognitoError InvalidParameterException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */
export function newUserPool(
  { clock, region, accountId }: { clock: Clock; region: string; accountId: string },
  request: CreateUserPoolRequest,
): UserPool {
  const name = required(request.PoolName, 'poolName');
  checkPoolName(name);
  refuseOtherPlans(request);
  const { AliasAttributes = [], UsernameAttributes = [] } = request;
  if (AliasAttributes.length > 0 && UsernameAttributes.length > 0) {
    throw invalidParameter(
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    );
  }
  const shortId = randomText(ALPHANUMERIC, 9);
  const id = `${region}_${shortId}`;
  const now = clock.now();
  return {
    id,
    arn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`,
    name,
    region,
    accountId,
    shortId,
    caseSensitive: request.UsernameConfiguration?.CaseSensitive ?? true,
    aliasAttributes: AliasAttributes,
    usernameAttributes: UsernameAttributes,
    schema: poolSchema(request),
    ...mutableSettings(request),
    createdAt: now,
    modifiedAt: now,
    clients: new Map(),
    groups: new Map(),
    users: new Map(),
  };
}
