import { createHmac } from 'node:crypto';

/**
 * What Cognito asks of an app client with a secret: Base64(HMAC-SHA256(secret, username + client id)).
 * @param username the identifier as it is sent, alias or not.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
export const secretHash = (clientSecret: string, clientId: string, username: string): string =>
  createHmac('sha256', clientSecret).update(`${username}${clientId}`).digest('base64');
