import { required } from './errors.ts';
import type { User, UserPool } from './state.ts';
import type { UserPools } from './user-pools.ts';

/**
 * The user whom an administrator's request means: by username, `sub`, or a name to sign in with.
 * @throws CognitoError ResourceNotFoundException, UserNotFoundException
 */
export function namedUser(
  pools: UserPools,
  request: { UserPoolId?: string | undefined; Username?: string | undefined },
): { pool: UserPool; user: User } {
  const pool = pools.pool(request.UserPoolId);
  return { pool, user: pools.user(pool, required(request.Username, 'username')) };
}
