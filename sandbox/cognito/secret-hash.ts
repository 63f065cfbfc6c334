import { createHmac, timingSafeEqual } from 'node:crypto';
import { notAuthorized } from './errors.ts';
import type { AppClient, User } from './state.ts';

/** What a client with a secret sends as SECRET_HASH: Base64(HMAC-SHA256(secret, username + client id)). */
export function secretHash(clientSecret: string, username: string, clientId: string): string {
  return createHmac('sha256', clientSecret)
    .update(username + clientId, 'utf8')
    .digest('base64');
}

/**
 * Refuses a call of a client with a secret whose hash is missing or was made of another user name. A client
 * without a secret is not asked for one.
 *
 * @param username the user name that the hash must be made of: as typed in a first call, the stored one in the
 *   answer to a challenge.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export function checkSecretHash(client: AppClient, username: string, hash: string | undefined): void {
  if (client.clientSecret === undefined) return;
  if (typeof hash !== 'string') {
    throw notAuthorized(
      `Client ${client.clientId} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const expected = Buffer.from(secretHash(client.clientSecret, username, client.clientId));
  const received = Buffer.from(hash);
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.clientId}`);
  }
}

/** As `checkSecretHash` for a call that follows a sign-in: the hash is made of the stored username or the `sub`. */
export function checkSecretHashOf(
  client: AppClient,
  user: Pick<User, 'username' | 'sub'>,
  hash: string | undefined,
): void {
  const madeOfSub =
    client.clientSecret !== undefined && hash === secretHash(client.clientSecret, user.sub, client.clientId);
  if (!madeOfSub) checkSecretHash(client, user.username, hash);
}

/** For the two operations that take the secret itself (RevokeToken, GetTokensFromRefreshToken). */
export function checkClientSecret(client: AppClient, secret: string | undefined): void {
  if (client.clientSecret !== secret)
    throw notAuthorized(`Invalid client secret for client ${client.clientId}`);
}
