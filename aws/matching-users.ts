import type {
  CognitoIdentityProviderClient,
  ListUsersResponse,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PoolCallFailed } from '../migration/ports.ts';
import { unlessNotFound } from './pool-call.ts';

/** A page may be short or empty and still not be the last; an equality filter seldom needs a second. */
const MOST_PAGES = 5;

interface Match {
  readonly UserPoolId: string;
  /** As `listUsersFilter` writes it. */
  readonly Filter: string;
  /** How many tell enough; more may come. @default - everybody who matches */
  readonly enough?: number;
}

/**
 * Whom a filter of ListUsers finds. Nobody means that there is nobody: an empty page that has a successor is not the
 * answer. Bills nobody as active.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 * @throws PoolCallFailed also where the pages do not end
 */
export const matchingUsers = async (
  client: CognitoIdentityProviderClient,
  { enough = Number.POSITIVE_INFINITY, ...request }: Match,
  signal: AbortSignal,
): Promise<readonly UserType[]> => {
  const found: UserType[] = [];
  let PaginationToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const place = PaginationToken === undefined ? {} : { PaginationToken };
    const listing: ListUsersResponse | undefined = await unlessNotFound(
      client.send(new ListUsersCommand({ ...request, ...place }), { abortSignal: signal }),
      signal,
    );
    found.push(...(listing?.Users ?? []));
    PaginationToken = listing?.PaginationToken;
    if (PaginationToken === undefined || found.length >= enough) return found;
  }
  throw new PoolCallFailed('InternalErrorException', 'ListUsers returned page after page without an end');
};
