import { randomBytes, randomUUID } from 'node:crypto';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { errors, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import { accessTokenClaims, type Bearer, type ClaimChanges, idTokenClaims } from './claims.ts';
import { notAuthorized } from './errors.ts';
import type { AppClient, User, UserPool } from './state.ts';
import type { UserPools } from './user-pools.ts';

/** One sign-in, from which several generations of tokens may come. */
interface SignIn {
  /** The `event_id` of all its tokens. */
  readonly eventId: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly user: User;
  readonly originJti: string;
  readonly authTime: number;
  readonly refreshUntil: number;
  revoked: boolean;
}

const KEY_ID = 'sandbox-signing-key';

/** Making 2,048-bit RSA keys takes a tenth of a second and they protect nothing here: one does for all pools. */
let signingKey: ReturnType<typeof makeSigningKey> | undefined;

async function makeSigningKey() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk: JWK = { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: KEY_ID };
  return { privateKey, publicKey, jwk };
}

function theSigningKey(): ReturnType<typeof makeSigningKey> {
  signingKey ??= makeSigningKey();
  return signingKey;
}

/**
 * ID, access and refresh tokens, signed so that a verifier with the pool's JWKS accepts them.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export class Tokens {
  readonly #clock: Clock;
  readonly #pools: UserPools;
  readonly #byRefreshToken = new Map<string, SignIn>();
  readonly #byEventId = new Map<string, SignIn>();
  readonly #byUser = new WeakMap<User, SignIn[]>();

  constructor(deps: { clock: Clock; pools: UserPools }) {
    this.#clock = deps.clock;
    this.#pools = deps.pools;
  }

  /** The `iss` of the pool's tokens; the real service's address, because that is what verifiers insist on. */
  issuer(pool: Pick<UserPool, 'id' | 'region'>): string {
    return `https://cognito-idp.${pool.region}.amazonaws.com/${pool.id}`;
  }

  /** What `/<userPoolId>/.well-known/jwks.json` serves. */
  async jwks(userPoolId: string): Promise<{ keys: readonly JWK[] }> {
    this.#pools.pool(userPoolId);
    return { keys: [(await theSigningKey()).jwk] };
  }

  /** All three tokens of a new sign-in. `changes` is what the PreTokenGeneration function wants. */
  async issue(bearer: Bearer, changes?: ClaimChanges): Promise<AuthenticationResultType> {
    const now = this.#clock.now();
    const signIn: SignIn = {
      eventId: randomUUID(),
      userPoolId: bearer.pool.id,
      clientId: bearer.client.clientId,
      user: bearer.user,
      originJti: randomUUID(),
      authTime: now,
      refreshUntil: now + bearer.client.refreshTokenValidity * 1000,
      revoked: false,
    };
    const RefreshToken = this.#remember(signIn);
    return { ...(await this.#idAndAccessToken(bearer, signIn, changes)), RefreshToken };
  }

  /** New ID and access tokens of the same sign-in; throws NotAuthorizedException where `refreshable` does. */
  async refresh(
    client: AppClient,
    refreshToken: string,
    changes?: ClaimChanges,
  ): Promise<AuthenticationResultType> {
    const { bearer, signIn } = this.#refreshable(client, refreshToken);
    return this.#idAndAccessToken(bearer, signIn, changes);
  }

  /**
   * Whose refresh token this is. Throws NotAuthorizedException "Invalid Refresh Token", "Refresh Token has
   * expired", "Refresh Token has been revoked" or "User is disabled.".
   */
  refreshable(client: AppClient, refreshToken: string): Bearer {
    return this.#refreshable(client, refreshToken).bearer;
  }

  /**
   * Who is behind the access token of an authorized call (GetUser, ChangePassword, ...). Throws
   * NotAuthorizedException "Invalid Access Token", "Access Token has expired", "Access Token has been revoked"
   * or "User is disabled.".
   */
  async verifyAccessToken(token: string | undefined): Promise<Bearer> {
    const claims = await this.#verifiedClaims(token);
    const signIn = this.#byEventId.get(String(claims['event_id']));
    if (claims['token_use'] !== 'access' || signIn === undefined) throw notAuthorized('Invalid Access Token');
    const { pool, client } = this.#pools.client(signIn.clientId);
    if (!this.#exists(pool, signIn.user)) throw notAuthorized('Invalid Access Token');
    if (isRevoked(signIn)) throw notAuthorized('Access Token has been revoked');
    if (!signIn.user.enabled) throw notAuthorized('User is disabled.');
    return { pool, user: signIn.user, client };
  }

  /** Which client a refresh token was issued to; undefined if it is none that was ever issued. */
  clientOfRefreshToken(refreshToken: string): string | undefined {
    return this.#byRefreshToken.get(refreshToken)?.clientId;
  }

  /** Ends one sign-in: its refresh token and all that came of it. An unknown token is ignored. */
  revoke(refreshToken: string): void {
    const signIn = this.#byRefreshToken.get(refreshToken);
    if (signIn !== undefined) signIn.revoked = true;
  }

  /** Ends every sign-in of this user (GlobalSignOut, AdminUserGlobalSignOut). */
  revokeAll(user: User): void {
    user.signedOutAt = this.#clock.now();
    for (const signIn of this.#byUser.get(user) ?? []) signIn.revoked = true;
    this.#byUser.delete(user);
  }

  #refreshable(client: AppClient, refreshToken: string): { bearer: Bearer; signIn: SignIn } {
    const signIn = this.#byRefreshToken.get(refreshToken);
    if (signIn === undefined || signIn.clientId !== client.clientId) {
      throw notAuthorized('Invalid Refresh Token');
    }
    const pool = this.#pools.pool(signIn.userPoolId);
    if (!this.#exists(pool, signIn.user)) throw notAuthorized('Invalid Refresh Token');
    if (signIn.refreshUntil <= this.#clock.now()) throw notAuthorized('Refresh Token has expired');
    if (isRevoked(signIn)) throw notAuthorized('Refresh Token has been revoked');
    if (!signIn.user.enabled) throw notAuthorized('User is disabled.');
    return { bearer: { pool, user: signIn.user, client }, signIn };
  }

  async #verifiedClaims(token: string | undefined): Promise<Record<string, unknown>> {
    try {
      const { publicKey } = await theSigningKey();
      const verified = await jwtVerify(token ?? '', publicKey, {
        algorithms: ['RS256'],
        currentDate: new Date(this.#clock.now()),
      });
      return verified.payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw notAuthorized('Access Token has expired');
      throw notAuthorized('Invalid Access Token');
    }
  }

  #exists(pool: UserPool, user: User): boolean {
    return this.#pools.find(pool, user.username) === user;
  }

  #remember(signIn: SignIn): string {
    const refreshToken = randomBytes(256).toString('base64url');
    this.#byRefreshToken.set(refreshToken, signIn);
    this.#byEventId.set(signIn.eventId, signIn);
    const others = this.#byUser.get(signIn.user);
    if (others === undefined) this.#byUser.set(signIn.user, [signIn]);
    else others.push(signIn);
    return refreshToken;
  }

  async #idAndAccessToken(
    bearer: Bearer,
    signIn: SignIn,
    changes: ClaimChanges | undefined,
  ): Promise<AuthenticationResultType> {
    const common = {
      ...(bearer.client.enableTokenRevocation && { origin_jti: signIn.originJti }),
      event_id: signIn.eventId,
      auth_time: Math.floor(signIn.authTime / 1000),
    };
    const { client } = bearer;
    const [AccessToken, IdToken] = await Promise.all([
      this.#sign(
        bearer.pool,
        { ...accessTokenClaims(bearer, changes), ...common },
        client.accessTokenValidity,
      ),
      this.#sign(bearer.pool, { ...idTokenClaims(bearer, changes), ...common }, client.idTokenValidity),
    ]);
    return { AccessToken, IdToken, ExpiresIn: client.accessTokenValidity, TokenType: 'Bearer' };
  }

  async #sign(pool: UserPool, claims: Record<string, unknown>, validitySeconds: number): Promise<string> {
    const issuedAt = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
      .setIssuer(this.issuer(pool))
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + validitySeconds)
      .sign((await theSigningKey()).privateKey);
  }
}

const isRevoked = (signIn: SignIn): boolean => signIn.revoked || signIn.authTime < signIn.user.signedOutAt;
