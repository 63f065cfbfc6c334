import { member } from '../migration/member.ts';

/** Whose tokens these are. */
interface TokenOwner {
  readonly username: string | undefined;
  readonly sub: string | undefined;
}

/**
 * The `username` and `sub` claims of an access token that Cognito just handed out. It came over TLS from Cognito
 * itself, so its signature is not checked; undefined what cannot be read.
 */
export const ownerOfAccessToken = (accessToken: string | undefined): TokenOwner => {
  const claims = readClaims(accessToken?.split('.')[1] ?? '');
  return { username: textAt(claims, 'username'), sub: textAt(claims, 'sub') };
};

const readClaims = (payload: string): unknown => {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

const textAt = (claims: unknown, name: string): string | undefined => {
  const claim = member(claims, name);
  return typeof claim === 'string' ? claim : undefined;
};
