/**
 * The `username` claim of an access token that Cognito just handed out. It came over TLS from Cognito itself,
 * so its signature is not checked; undefined if it cannot be read.
 */
export const usernameInAccessToken = (accessToken: string | undefined): string | undefined => {
  const payload = accessToken?.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const username: unknown =
      typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'username') : undefined;
    return typeof username === 'string' ? username : undefined;
  } catch {
    return undefined;
  }
};
