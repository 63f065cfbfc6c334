import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { addClient, refusal, type TestCognito } from '../support/cognito.ts';
import { tokensOf, tokenWorld } from '../support/token-world.ts';

describe('the refresh token', () => {
  const refresh = (cognito: TestCognito, ClientId: string, REFRESH_TOKEN: string) =>
    cognito.call.InitiateAuth({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN },
    });

  test('gives new tokens of the same sign-in, and no new refresh token', async () => {
    const { cognito, client } = tokenWorld();
    const first = await tokensOf(cognito, client);
    const signedInAt = decodeJwt(first.AccessToken)['auth_time'];
    cognito.clock.advanceBy(7_200_000);

    const { AuthenticationResult } = await refresh(cognito, client.clientId, first.RefreshToken);

    const access = decodeJwt(AuthenticationResult!.AccessToken!);
    expect(access['auth_time']).toBe(signedInAt);
    expect(access['origin_jti']).toBe(decodeJwt(first.AccessToken)['origin_jti']);
    expect(access['jti']).not.toBe(decodeJwt(first.AccessToken)['jti']);
    expect(AuthenticationResult).not.toHaveProperty('RefreshToken');
  });

  test('works through GetTokensFromRefreshToken too', async () => {
    const { cognito, client } = tokenWorld();
    const { RefreshToken } = await tokensOf(cognito, client);
    const answer = await cognito.call.GetTokensFromRefreshToken({ ClientId: client.clientId, RefreshToken });
    expect(answer.AuthenticationResult?.AccessToken).toEqual(expect.any(String));
  });

  test.each<[string, (w: ReturnType<typeof tokenWorld>, refreshToken: string) => unknown, string]>([
    ['it expired', ({ cognito }) => cognito.clock.advanceBy(31 * 86_400_000), 'Refresh Token has expired'],
    [
      'it was revoked',
      ({ cognito, client }, Token) => cognito.call.RevokeToken({ ClientId: client.clientId, Token }),
      'Refresh Token has been revoked',
    ],
    [
      'the user signed out everywhere',
      ({ cognito, user }) => cognito.services.tokens.revokeAll(user),
      'Refresh Token has been revoked',
    ],
    [
      'the user was disabled',
      ({ user }) => {
        user.enabled = false;
      },
      'User is disabled.',
    ],
  ])('is refused when %s', async (_, happens, message) => {
    const there = tokenWorld();
    const { RefreshToken } = await tokensOf(there.cognito, there.client);
    await happens(there, RefreshToken);

    expect(await refusal(refresh(there.cognito, there.client.clientId, RefreshToken))).toBe(
      `NotAuthorizedException: ${message}`,
    );
  });

  test('belongs to one client', async () => {
    const { cognito, pool, client } = tokenWorld();
    const other = addClient(cognito, pool);
    const { RefreshToken } = await tokensOf(cognito, client);

    expect(await refusal(refresh(cognito, other.clientId, RefreshToken))).toBe(
      'NotAuthorizedException: Invalid Refresh Token',
    );
    expect(
      await refusal(cognito.call.RevokeToken({ ClientId: other.clientId, Token: RefreshToken })),
    ).toContain('UnauthorizedException');
  });

  test('revoked, takes its access tokens with it, and no other token can be revoked', async () => {
    const { cognito, client } = tokenWorld();
    const { AccessToken, RefreshToken } = await tokensOf(cognito, client);
    const { clientId: ClientId } = client;

    expect(await refusal(cognito.call.RevokeToken({ ClientId, Token: AccessToken }))).toContain(
      'UnsupportedTokenTypeException',
    );
    await cognito.call.RevokeToken({ ClientId, Token: RefreshToken });
    expect(await refusal(cognito.services.tokens.verifyAccessToken(AccessToken))).toBe(
      'NotAuthorizedException: Access Token has been revoked',
    );
  });
});
