import { createHmac } from 'node:crypto';
import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type ConfirmSignUpRequest,
  type CreateUserPoolRequest,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type SignUpRequest,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, describe, expect, test } from '@jest/globals';
import { addUser, type FixtureUser } from '../../sandbox/cognito/fixtures.ts';
import { inProcessFunctions } from '../../sandbox/lambda/in-process.ts';
import { attributeList, createClient, createPool, type Rig, startRig } from '../support/real-client.ts';

const PRE_SIGN_UP = 'arn:aws:lambda:eu-west-1:111122223333:function:pre-sign-up';
const POST_CONFIRMATION = 'arn:aws:lambda:eu-west-1:111122223333:function:post-confirmation';
const Password = 'correct-horse';

/** What the triggers answer and have heard; each test sets it up anew. */
const triggers: { preSignUp: (event: never) => unknown; confirmed: string[] } = {
  preSignUp: (event) => event,
  confirmed: [],
};

const rig: Rig = await startRig({
  functions: inProcessFunctions({
    [PRE_SIGN_UP]: (event) => triggers.preSignUp(event as never),
    [POST_CONFIRMATION]: (event) => {
      triggers.confirmed.push((event as { triggerSource: string }).triggerSource);
      return event;
    },
  }),
});
afterAll(() => rig.close());

interface World {
  UserPoolId: string;
  ClientId: string;
  ClientSecret: string | undefined;
  signUp(
    Username: string,
    attributes?: Record<string, string>,
    input?: Partial<SignUpRequest>,
  ): Promise<unknown>;
  confirm(Username: string, input?: Partial<ConfirmSignUpRequest>): Promise<unknown>;
  code(username: string): string;
  get(Username: string): Promise<Record<string, unknown>>;
  add(username: string, fixture?: Omit<FixtureUser, 'username'>): ReturnType<typeof addUser>;
  /** An access token of this user. */
  tokenOf(username: string): Promise<string>;
}

async function world(
  poolSettings: Partial<CreateUserPoolRequest> = {},
  clientSettings: Parameters<typeof createClient>[2] = {},
): Promise<World> {
  const UserPoolId = await createPool(rig, {
    AliasAttributes: ['email', 'preferred_username'],
    LambdaConfig: { PreSignUp: PRE_SIGN_UP, PostConfirmation: POST_CONFIRMATION },
    ...poolSettings,
  });
  triggers.preSignUp = (event) => event;
  triggers.confirmed = [];
  const { ClientId, ClientSecret } = await createClient(rig, UserPoolId, clientSettings);
  const { services } = rig.sandbox;
  const pool = services.pools.pool(UserPoolId);
  const code = (username: string) => services.outbox.latest(UserPoolId, username)!.code;
  return {
    UserPoolId,
    ClientId,
    ClientSecret,
    code,
    signUp: (Username, attributes = {}, input = {}) =>
      rig.client.send(
        new SignUpCommand({
          ClientId,
          Username,
          Password,
          UserAttributes: attributeList(attributes),
          ...input,
        }),
      ),
    confirm: (Username, input = {}) =>
      rig.client.send(
        new ConfirmSignUpCommand({
          ClientId,
          Username,
          ConfirmationCode: input.ConfirmationCode ?? code(Username),
          ...input,
        }),
      ),
    get: async (Username) => {
      const user = await rig.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      return {
        status: user.UserStatus,
        ...Object.fromEntries(user.UserAttributes!.map(({ Name, Value }) => [Name, Value])),
      };
    },
    add: (username, fixture = {}) => addUser(services, pool, { username, ...fixture }),
    tokenOf: async (username) => {
      const client = services.pools.clientOf(pool, ClientId);
      const tokens = await services.tokens.issue({ pool, client, user: services.pools.user(pool, username) });
      return tokens.AccessToken!;
    },
  };
}

describe('SignUp', () => {
  test('waits for the code that went to the e-mail address', async () => {
    const { signUp, confirm, get } = await world();
    expect(await signUp('ada', { email: 'ada@example.com' })).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(await get('ada')).toMatchObject({ status: 'UNCONFIRMED' });
    await confirm('ada');
    expect(await get('ada@example.com')).toMatchObject({ status: 'CONFIRMED', email_verified: 'true' });
    expect(triggers.confirmed).toEqual(['PostConfirmation_ConfirmSignUp']);
  });

  test('sends the code to the phone where both are verified', async () => {
    const { signUp } = await world({ AutoVerifiedAttributes: ['email', 'phone_number'] });
    expect(await signUp('ada', { email: 'a@example.com', phone_number: '+15550100' })).toMatchObject({
      CodeDeliveryDetails: { Destination: '+****0100', DeliveryMedium: 'SMS' },
    });
  });

  test.each<[string, string, Record<string, string>, string, string]>([
    ['a taken username', 'ada', {}, 'UsernameExistsException', 'User already exists'],
    [
      'a preferred_username where it is an alias',
      'eve',
      { preferred_username: 'e' },
      'InvalidParameterException',
      'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
    ],
    [
      'an attribute that the client may not write',
      'eve',
      { email_verified: 'true' },
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
    [
      'a custom attribute that the client was not given',
      'eve',
      { 'custom:plan': 'x' },
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
    [
      'an e-mail address as username',
      'e@example.com',
      {},
      'InvalidParameterException',
      'Username cannot be of email format since user pool is configured for email alias.',
    ],
  ])('refuses %s', async (_, username, attributes, name, message) => {
    const { add, signUp } = await world({ Schema: [{ Name: 'plan', AttributeDataType: 'String' }] });
    add('ada');
    await expect(signUp(username, attributes)).rejects.toMatchObject({ name, message });
  });

  test('refuses without a required attribute', async () => {
    const { signUp } = await world({ Schema: [{ Name: 'name', Required: true }] });
    await expect(signUp('ada')).rejects.toMatchObject({
      message: 'Attributes did not conform to the schema: name: The attribute is required\n',
    });
  });

  test('is closed where only administrators create users', async () => {
    const { signUp } = await world({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    await expect(signUp('ada')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
  });

  test('of a client with a secret needs its hash', async () => {
    const { signUp, ClientId, ClientSecret } = await world({}, { GenerateSecret: true });
    const SecretHash = createHmac('sha256', ClientSecret!).update(`ada${ClientId}`).digest('base64');
    await expect(signUp('ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signUp('eve', {}, { SecretHash })).rejects.toMatchObject({
      message: `Unable to verify secret hash for client ${ClientId}`,
    });
    await expect(signUp('ada', {}, { SecretHash })).resolves.toMatchObject({ UserConfirmed: false });
  });

  test('is refused by a PreSignUp function that throws', async () => {
    const { signUp, get } = await world();
    triggers.preSignUp = () => {
      throw new Error('Not you');
    };
    await expect(signUp('ada')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Not you.',
    });
    await expect(get('ada')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('is confirmed and verified by a PreSignUp function that says so', async () => {
    const { signUp, get } = await world();
    triggers.preSignUp = (event) => ({
      ...(event as object),
      response: { autoConfirmUser: true, autoVerifyEmail: true },
    });
    expect(await signUp('ada', { email: 'a@example.com' })).toMatchObject({ UserConfirmed: true });
    expect(await get('a@example.com')).toMatchObject({ status: 'CONFIRMED', email_verified: 'true' });
    expect(triggers.confirmed).toEqual(['PostConfirmation_ConfirmSignUp']);
  });

  test('with an e-mail address as username names the user by the sub', async () => {
    const { signUp, get, UserPoolId } = await world({
      UsernameAttributes: ['email'],
      AliasAttributes: undefined,
    });
    const answer = (await signUp('ada@example.com')) as { UserSub: string };
    expect(await get('ada@example.com')).toMatchObject({ sub: answer.UserSub, status: 'UNCONFIRMED' });
    expect(rig.sandbox.services.outbox.latest(UserPoolId, answer.UserSub)).toMatchObject({
      purpose: 'sign-up',
    });
    await expect(signUp('ada@example.com')).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });
});

describe('ConfirmSignUp', () => {
  test('wrong, old and used codes do not confirm', async () => {
    const { signUp, confirm, code, ClientId } = await world();
    await signUp('ada', { email: 'a@example.com' });
    const first = code('ada');
    await rig.client.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ada' }));
    const wrong = code('ada') === '000000' ? '000001' : '000000';
    await expect(confirm('ada', { ConfirmationCode: wrong })).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.',
    });
    if (first !== code('ada')) {
      await expect(confirm('ada', { ConfirmationCode: first })).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await confirm('ada');
    await expect(confirm('ada')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  test('a code works for a day', async () => {
    const { signUp, confirm } = await world();
    await signUp('ada', { email: 'a@example.com' });
    rig.clock.advanceBy(24 * 3_600_000);
    await expect(confirm('ada')).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  test('the sixth guess within an hour is not looked at', async () => {
    const { signUp, confirm, code } = await world();
    await signUp('ada', { email: 'a@example.com' });
    const wrong = code('ada') === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 5; guess += 1) {
      await expect(confirm('ada', { ConfirmationCode: wrong })).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(confirm('ada')).rejects.toMatchObject({ name: 'LimitExceededException' });
    rig.clock.advanceBy(3_600_000);
    await expect(confirm('ada')).resolves.toBeDefined();
  });

  test('an e-mail address that somebody else signs in with is taken only by force', async () => {
    const { add, signUp, confirm, get } = await world();
    add('ada', { attributes: { email: 'a@example.com', email_verified: 'true' } });
    await signUp('eve', { email: 'a@example.com' });
    await expect(confirm('eve')).rejects.toMatchObject({ name: 'AliasExistsException' });
    expect(await get('eve')).toMatchObject({ status: 'UNCONFIRMED' });
    await confirm('eve', { ForceAliasCreation: true });
    expect(await get('ada')).toMatchObject({ email_verified: 'false' });
    expect(await get('eve')).toMatchObject({ status: 'CONFIRMED', email_verified: 'true' });
  });

  test.each([
    ['LEGACY', { name: 'UserNotFoundException', message: 'Username/client id combination not found.' }],
    ['ENABLED', { name: 'ExpiredCodeException' }],
  ] as const)('an unknown user under %s', async (PreventUserExistenceErrors, error) => {
    const { confirm } = await world({}, { PreventUserExistenceErrors });
    await expect(confirm('nobody', { ConfirmationCode: '123456' })).rejects.toMatchObject(error);
  });

  test('a code for an unknown user is simulated under ENABLED', async () => {
    const { ClientId } = await world({}, { PreventUserExistenceErrors: 'ENABLED' });
    const answer = await rig.client.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'nobody' }));
    expect(answer.CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL', Destination: 'n***@n***' });
  });
});

describe('one’s own profile', () => {
  const update = (AccessToken: string, attributes: Record<string, string>) =>
    rig.client.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: attributeList(attributes) }),
    );
  const verify = (AccessToken: string, Code: string) =>
    rig.client.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));

  test('shows what the client may read', async () => {
    const { add, tokenOf } = await world(
      { Schema: [{ Name: 'plan', AttributeDataType: 'String' }] },
      { ReadAttributes: ['email'] },
    );
    const { sub } = add('ada', { attributes: { email: 'a@example.com', name: 'Ada', 'custom:plan': 'x' } });
    const answer = await rig.client.send(new GetUserCommand({ AccessToken: await tokenOf('ada') }));
    expect(answer).toMatchObject({
      Username: 'ada',
      UserAttributes: [
        { Name: 'sub', Value: sub },
        { Name: 'email', Value: 'a@example.com' },
      ],
    });
  });

  test.each(['', 'x.y.z'])('is closed to the token "%s"', async (AccessToken) => {
    await expect(rig.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  test('takes only what the client may write', async () => {
    const { add, tokenOf, get } = await world({}, { WriteAttributes: ['name'] });
    add('ada');
    const token = await tokenOf('ada');
    await update(token, { name: 'Ada' });
    await expect(update(token, { nickname: 'A' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    });
    await rig.client.send(
      new DeleteUserAttributesCommand({ AccessToken: token, UserAttributeNames: ['name'] }),
    );
    expect(await get('ada')).not.toHaveProperty('name');
  });

  test('a new e-mail address counts at once, unverified, until its code comes back', async () => {
    const { add, tokenOf, get, code } = await world();
    add('ada', { attributes: { email: 'old@example.com', email_verified: 'true' } });
    const token = await tokenOf('ada');
    expect(await update(token, { email: 'new@example.com' })).toMatchObject({
      CodeDeliveryDetailsList: [{ Destination: 'n***@e***', AttributeName: 'email' }],
    });
    expect(await get('ada')).toMatchObject({ email: 'new@example.com', email_verified: 'false' });
    await verify(token, code('ada'));
    expect(await get('new@example.com')).toMatchObject({ email_verified: 'true' });
  });

  test('where addresses are verified first, the old one stays until the code comes back', async () => {
    const { add, tokenOf, get, code } = await world({
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    add('ada', { attributes: { email: 'old@example.com', email_verified: 'true' } });
    const token = await tokenOf('ada');
    await update(token, { email: 'new@example.com', name: 'Ada' });
    expect(await get('old@example.com')).toMatchObject({ email_verified: 'true', name: 'Ada' });
    await rig.client.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken: token, AttributeName: 'email' }),
    );
    await verify(token, code('ada'));
    expect(await get('new@example.com')).toMatchObject({ email: 'new@example.com', email_verified: 'true' });
    await expect(get('old@example.com')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('does not take an e-mail address that somebody else signs in with', async () => {
    const { add, tokenOf } = await world();
    add('ada', { attributes: { email: 'a@example.com', email_verified: 'true' } });
    add('eve');
    await expect(update(await tokenOf('eve'), { email: 'a@example.com' })).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
  });

  test('an alias goes to who verifies the address last', async () => {
    const { add, tokenOf, get, code } = await world();
    add('eve');
    const token = await tokenOf('eve');
    await update(token, { email: 'a@example.com' });
    add('ada', { attributes: { email: 'a@example.com', email_verified: 'true' } });
    await verify(token, code('eve'));
    expect((await get('a@example.com'))['sub']).toBe((await get('eve'))['sub']);
    expect(await get('ada')).toMatchObject({ email_verified: 'false' });
  });

  test('is deleted by its owner', async () => {
    const { add, tokenOf, get } = await world();
    add('ada');
    await rig.client.send(new DeleteUserCommand({ AccessToken: await tokenOf('ada') }));
    await expect(get('ada')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
