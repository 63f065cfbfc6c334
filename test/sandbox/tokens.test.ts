import { describe, expect, test } from '@jest/globals';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { refusal } from '../support/cognito.ts';
import { tokensOf, tokenWorld } from '../support/token-world.ts';

describe('tokens', () => {
  test.each(['id', 'access'] as const)('aws-jwt-verify accepts the %s token', async (tokenUse) => {
    const { cognito, pool, client, user } = tokenWorld();
    const { AccessToken, IdToken } = await tokensOf(cognito, client);
    const verifier = CognitoJwtVerifier.create({ userPoolId: pool.id, clientId: client.clientId, tokenUse });
    verifier.cacheJwks((await cognito.services.tokens.jwks(pool.id)) as never);

    const payload = await verifier.verify(tokenUse === 'id' ? IdToken : AccessToken);

    expect(payload.sub).toBe(user.sub);
  });

  test.each([
    ['agree: its role is preferred', 'arn:one', 'arn:one'],
    ['disagree: none is preferred', 'arn:other', undefined],
  ])('where two groups of the same precedence %s', async (_, roleArn, preferred) => {
    const { cognito, pool, client, user } = tokenWorld();
    const group = { createdAt: 0, modifiedAt: 0, precedence: 1 };
    pool.groups.set('one', { ...group, name: 'one', roleArn: 'arn:one' });
    pool.groups.set('other', { ...group, name: 'other', roleArn });
    user.groups.add('one').add('other');
    const { IdToken } = await tokensOf(cognito, client);
    expect(decodeJwt(IdToken)['cognito:preferred_role']).toBe(preferred);
    expect(decodeJwt(IdToken)['cognito:roles']).toEqual(['arn:one', roleArn]);
  });

  test('carry what Cognito puts into them', async () => {
    const { cognito, pool, client, user } = tokenWorld();
    pool.groups.set('admins', { name: 'admins', createdAt: 0, modifiedAt: 0, precedence: 1 });
    pool.groups.set('staff', {
      name: 'staff',
      createdAt: 0,
      modifiedAt: 0,
      precedence: 0,
      roleArn: 'arn:role',
    });
    user.groups.add('admins').add('staff');
    const { AccessToken, IdToken } = await tokensOf(cognito, client);

    const access = decodeJwt(AccessToken);
    const id = decodeJwt(IdToken);

    const now = Math.floor(cognito.clock.now() / 1000);
    const common = {
      sub: user.sub,
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${pool.id}`,
      'cognito:groups': ['staff', 'admins'],
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      jti: expect.any(String),
      auth_time: now,
      iat: now,
      exp: now + 3600,
    };
    expect(access).toEqual({
      ...common,
      client_id: client.clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: 'ada',
    });
    expect(id).toEqual({
      ...common,
      aud: client.clientId,
      token_use: 'id',
      'cognito:username': 'ada',
      'cognito:roles': ['arn:role'],
      'cognito:preferred_role': 'arn:role',
      email: 'ada@example.com',
      email_verified: true,
      address: { formatted: '1 Analytical Way' },
    });
    expect(id.jti).not.toBe(access.jti);
    const { keys } = await cognito.services.tokens.jwks(pool.id);
    expect(decodeProtectedHeader(IdToken)).toEqual({ alg: 'RS256', kid: keys[0]?.kid });
    expect(keys[0]).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
    expect(keys[0]).not.toHaveProperty('d');
  });

  test('the ID token holds only attributes that the client may read', async () => {
    const { cognito, client } = tokenWorld({ ReadAttributes: ['custom:plan'] });
    const id = decodeJwt((await tokensOf(cognito, client)).IdToken);
    expect(id).toMatchObject({ 'custom:plan': 'gold' });
    expect(id).not.toHaveProperty('email');
    expect(id).not.toHaveProperty('email_verified');
  });
});

describe('the access token', () => {
  test('says who is signed in', async () => {
    const { cognito, pool, client, user } = tokenWorld();
    const { AccessToken } = await tokensOf(cognito, client);
    expect(await cognito.services.tokens.verifyAccessToken(AccessToken)).toEqual({ pool, client, user });
  });

  test.each<
    [
      string,
      (w: ReturnType<typeof tokenWorld>, t: { AccessToken: string; IdToken: string }) => unknown,
      string,
    ]
  >([
    [
      'the life of the token is over',
      ({ cognito }) => cognito.clock.advanceBy(3_601_000),
      'Access Token has expired',
    ],
    [
      'the user signed out everywhere',
      ({ cognito }, { AccessToken }) => cognito.call.GlobalSignOut({ AccessToken }),
      'Access Token has been revoked',
    ],
    [
      'an administrator signed the user out',
      ({ cognito, pool }) => cognito.call.AdminUserGlobalSignOut({ UserPoolId: pool.id, Username: 'ada' }),
      'Access Token has been revoked',
    ],
    [
      'the user was disabled',
      ({ user }) => {
        user.enabled = false;
      },
      'User is disabled.',
    ],
    [
      'the user was deleted',
      ({ cognito, pool, user }) => cognito.services.pools.removeUser(pool, user),
      'Invalid Access Token',
    ],
  ])('is refused when %s', async (_, happens, message) => {
    const there = tokenWorld();
    const tokens = await tokensOf(there.cognito, there.client);
    await happens(there, tokens);

    expect(await refusal(there.cognito.services.tokens.verifyAccessToken(tokens.AccessToken))).toBe(
      `NotAuthorizedException: ${message}`,
    );
  });

  test.each([undefined, '', 'x.y.z'])('%s is none', async (token) => {
    const { cognito } = tokenWorld();
    expect(await refusal(cognito.services.tokens.verifyAccessToken(token))).toBe(
      'NotAuthorizedException: Invalid Access Token',
    );
  });

  test('is not the ID token, nor a forged one', async () => {
    const { cognito, client } = tokenWorld();
    const { AccessToken, IdToken } = await tokensOf(cognito, client);
    const [header, , signature] = AccessToken.split('.');
    const payload = Buffer.from(JSON.stringify({ ...decodeJwt(AccessToken), sub: 'eve' })).toString(
      'base64url',
    );
    for (const token of [IdToken, `${header}.${payload}.${signature}`]) {
      expect(await refusal(cognito.services.tokens.verifyAccessToken(token))).toBe(
        'NotAuthorizedException: Invalid Access Token',
      );
    }
  });

  test('of a sign-in after GlobalSignOut works', async () => {
    const { cognito, client } = tokenWorld();
    const before = await tokensOf(cognito, client);
    await cognito.call.GlobalSignOut({ AccessToken: before.AccessToken });
    const after = await tokensOf(cognito, client);
    expect(await cognito.services.tokens.verifyAccessToken(after.AccessToken)).toBeDefined();
  });
});
