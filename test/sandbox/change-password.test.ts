import { describe, expect, test } from '@jest/globals';
import { refusal, signIn } from '../support/cognito.ts';
import { tokensOf, tokenWorld } from '../support/token-world.ts';

describe('ChangePassword', () => {
  const NEW = 'Another-Horse-8';
  const change = async (previous: string, proposed: string) => {
    const { cognito, client } = tokenWorld();
    const { AccessToken } = await tokensOf(cognito, client);
    return {
      cognito,
      client,
      call: cognito.call.ChangePassword({
        AccessToken,
        PreviousPassword: previous,
        ProposedPassword: proposed,
      }),
    };
  };

  test('replaces the password', async () => {
    const { cognito, client, call } = await change('Correct-Horse-7', NEW);
    await call;
    expect((await signIn(cognito, client, 'ada', NEW)).AuthenticationResult).toBeDefined();
    expect(await refusal(signIn(cognito, client))).toContain('Incorrect username or password.');
  });

  test.each([
    ['wrong', NEW, 'NotAuthorizedException: Incorrect username or password.'],
    ['Correct-Horse-7', 'short', 'InvalidPasswordException: Password did not conform with policy'],
  ])('from %s to %s is refused: %s', async (previous, proposed, expected) => {
    const { call } = await change(previous, proposed);
    expect(await refusal(call)).toContain(expected);
  });
});
