import { addClient, addPool, addUser, signIn, type TestCognito, testCognito } from './cognito.ts';

/** A pool with a signed-in Ada; its clock starts at the real time. */
export function tokenWorld(client: Parameters<typeof addClient>[2] = {}) {
  const cognito = testCognito();
  // aws-jwt-verify looks at the real clock.
  cognito.clock.advanceBy(Date.now() - cognito.clock.now());
  const pool = addPool(cognito, { Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }] });
  const user = addUser(cognito, pool, {
    attributes: {
      email: 'ada@example.com',
      email_verified: 'true',
      address: '1 Analytical Way',
      'custom:plan': 'gold',
    },
  });
  return { cognito, pool, user, client: addClient(cognito, pool, client) };
}

export async function tokensOf(cognito: TestCognito, client: Parameters<typeof signIn>[1]) {
  const { AuthenticationResult } = await signIn(cognito, client);
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken };
}
