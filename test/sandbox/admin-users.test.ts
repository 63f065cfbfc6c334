import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  type AdminCreateUserRequest,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addFederatedUser, addUser, type FixtureUser } from '../../sandbox/cognito/fixtures.ts';
import { attributeList, createPool, type Rig, startRig } from '../support/real-client.ts';

const rig: Rig = await startRig();
afterAll(() => rig.close());

let UserPoolId: string;
beforeEach(async () => {
  UserPoolId = await createPool(rig, {
    AliasAttributes: ['email', 'preferred_username'],
    UsernameConfiguration: { CaseSensitive: false },
    Schema: [
      { Name: 'plan', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '5' } },
      { Name: 'source_sub', AttributeDataType: 'String', Mutable: false },
      { Name: 'age', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '18' } },
      { Name: 'name', Required: true },
    ],
  });
});

const pool = () => rig.sandbox.services.pools.pool(UserPoolId);
const add = (username: string, fixture: Omit<FixtureUser, 'username'> = {}) =>
  addUser(rig.sandbox.services, pool(), { username, ...fixture });

const create = (Username: string, input: Partial<AdminCreateUserRequest> = {}) =>
  rig.client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS', ...input }));

async function get(Username: string) {
  const user = await rig.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
  const attributes = Object.fromEntries(user.UserAttributes!.map(({ Name, Value }) => [Name, Value]));
  return { ...user, attributes };
}

const update = (Username: string, attributes: Record<string, string>) =>
  rig.client.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: attributeList(attributes) }),
  );

describe('AdminCreateUser', () => {
  test('makes a user who must change the password', async () => {
    const { User } = await create('ada', {
      UserAttributes: attributeList({ email: 'ada@example.com', email_verified: 'True' }),
    });
    expect(User).toMatchObject({
      Username: 'ada',
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      Enabled: true,
      UserCreateDate: new Date(rig.clock.now()),
    });
    expect((await get('ada')).attributes).toMatchObject({ email_verified: 'true' });
    expect(rig.sandbox.services.outbox.latest(UserPoolId, 'ada')).toBeUndefined();
  });

  test.each<[string, Record<string, string>, Partial<AdminCreateUserRequest>, string[]]>([
    ['by e-mail if that is all there is', { email: 'a@example.com' }, {}, ['EMAIL']],
    ['by text message first', { email: 'a@example.com', phone_number: '+15550100' }, {}, ['SMS']],
    [
      'by both if asked for',
      { email: 'a@example.com', phone_number: '+15550100' },
      { DesiredDeliveryMediums: ['EMAIL', 'SMS'] },
      ['EMAIL', 'SMS'],
    ],
    ['to nobody without a contact', {}, {}, []],
  ])('sends an invitation %s', async (_, attributes, input, mediums) => {
    await create('ada', {
      MessageAction: undefined,
      TemporaryPassword: 'for-the-first-time',
      UserAttributes: attributeList(attributes),
      ...input,
    });
    const messages = rig.sandbox.services.outbox.messages({ userPoolId: UserPoolId, username: 'ada' });
    expect(messages.map(({ medium }) => medium)).toEqual(mediums);
    for (const message of messages) {
      expect(message).toMatchObject({ purpose: 'invitation', code: 'for-the-first-time' });
    }
  });

  test('sends it again only to those who have not come', async () => {
    await create('ada', { UserAttributes: attributeList({ email: 'ada@example.com' }) });
    await create('ada', { MessageAction: 'RESEND', TemporaryPassword: 'another-one' });
    expect(rig.sandbox.services.outbox.latest(UserPoolId, 'ada')).toMatchObject({ code: 'another-one' });
    add('grace');
    await expect(create('grace', { MessageAction: 'RESEND' })).rejects.toMatchObject({
      name: 'UnsupportedUserStateException',
      message: 'Resend not possible. grace status is not FORCE_CHANGE_PASSWORD',
    });
    await expect(create('nobody', { MessageAction: 'RESEND' })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  test.each<[string, string, Record<string, string>, string, string]>([
    ['a taken username', 'ADA', {}, 'UsernameExistsException', 'User account already exists'],
    ['a space in the username', 'a b', {}, 'InvalidParameterException', 'regular expression pattern'],
    [
      'a username of 129 characters',
      'x'.repeat(129),
      {},
      'InvalidParameterException',
      'less than or equal to 128',
    ],
    [
      'an e-mail address as username',
      'e@example.com',
      {},
      'InvalidParameterException',
      'Username cannot be of email format since user pool is configured for email alias.',
    ],
    [
      'an unknown attribute',
      'eve',
      { 'custom:none': 'x' },
      'InvalidParameterException',
      'Attributes did not conform to the schema: custom:none: Attribute does not exist in the schema.',
    ],
    [
      'a value that is too long for the schema',
      'eve',
      { 'custom:plan': 'sixsix' },
      'InvalidParameterException',
      'custom:plan: String must be no longer than 5 characters',
    ],
    [
      'a number that is too small',
      'eve',
      { 'custom:age': '17' },
      'InvalidParameterException',
      'custom:age: Number must be no less than 18',
    ],
    [
      'no number',
      'eve',
      { 'custom:age': 'old' },
      'InvalidParameterException',
      'custom:age: Value must be a number',
    ],
    [
      'a value of 2,049 characters',
      'eve',
      { name: 'x'.repeat(2049) },
      'InvalidParameterException',
      'less than or equal to 2048',
    ],
    [
      'no e-mail address',
      'eve',
      { email: 'eve' },
      'InvalidParameterException',
      'Invalid email address format.',
    ],
    [
      'no phone number',
      'eve',
      { phone_number: '0155' },
      'InvalidParameterException',
      'Invalid phone number format.',
    ],
    [
      'a birthdate in another order',
      'eve',
      { birthdate: '31/12/1990' },
      'InvalidParameterException',
      'birthdate',
    ],
    ['a sub', 'eve', { sub: 'mine' }, 'InvalidParameterException', 'user.sub: Attribute cannot be updated.'],
    [
      'a taken e-mail address',
      'eve',
      { email: 'ada@example.com', email_verified: 'true' },
      'AliasExistsException',
      'An account with the given email already exists.',
    ],
  ])('refuses %s', async (_, username, attributes, name, message) => {
    add('ada', { attributes: { email: 'ada@example.com', email_verified: 'true' } });
    await expect(create(username, { UserAttributes: attributeList(attributes) })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(pool().users.size).toBe(1);
  });

  test.each([
    ['short', 'InvalidPasswordException', 'Password did not conform with policy: Password not long enough'],
    ['with a space', 'InvalidParameterException', '1 validation error detected'],
    ['x'.repeat(257), 'InvalidParameterException', 'less than or equal to 256'],
  ])('refuses the temporary password %s', async (TemporaryPassword, name, message) => {
    await expect(create('ada', { TemporaryPassword })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  test('moves an e-mail alias if forced', async () => {
    add('ada', { attributes: { email: 'a@example.com', email_verified: 'true' } });
    await create('eve', {
      UserAttributes: attributeList({ email: 'a@example.com', email_verified: 'true' }),
      ForceAliasCreation: true,
    });
    expect((await get('a@example.com')).Username).toBe('eve');
    expect((await get('ada')).attributes).toMatchObject({ email_verified: 'false' });
  });

  test.each([
    [['email'], 'ada', 'Username should be an email.'],
    [['phone_number'], 'ada', 'Username should be a phone number.'],
    [['email', 'phone_number'], 'ada', 'Username should be either an email or a phone number.'],
  ] as const)(
    'in a pool with %s as username refuses another one',
    async (UsernameAttributes, Username, message) => {
      const other = await createPool(rig, { UsernameAttributes: [...UsernameAttributes] });
      await expect(create(Username, { UserPoolId: other })).rejects.toMatchObject({ message });
    },
  );

  test('in a pool with e-mail as username names the user by the sub', async () => {
    const other = await createPool(rig, { UsernameAttributes: ['email'] });
    const { User } = await create('ada@example.com', { UserPoolId: other });
    expect(User!.Attributes).toEqual([
      { Name: 'sub', Value: User!.Username },
      { Name: 'email', Value: 'ada@example.com' },
    ]);
  });
});

describe('AdminGetUser', () => {
  test('shows second factors', async () => {
    add('ada', {
      state: { mfaMethods: new Set(['SOFTWARE_TOKEN_MFA', 'SMS_MFA']), preferredMfa: 'SMS_MFA' },
    });
    expect(await get('ada')).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
      PreferredMfaSetting: 'SMS_MFA',
    });
    add('grace');
    const grace = await get('grace');
    expect([grace.UserMFASettingList, grace.PreferredMfaSetting]).toEqual([undefined, undefined]);
  });

  test('takes any name that works, and no other', async () => {
    const { sub } = add('ada', {
      attributes: { email: 'a@example.com', email_verified: 'true', preferred_username: 'countess' },
    });
    for (const name of ['ADA', sub, 'A@example.com', 'Countess'])
      expect((await get(name)).Username).toBe('ada');
    await expect(get('nobody')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});

describe('attributes', () => {
  test('are set and, by an empty value or by name, deleted', async () => {
    add('ada', { attributes: { 'custom:plan': 'free', nickname: 'A', gender: 'f' } });
    await update('ada', { 'custom:plan': 'paid', nickname: '' });
    await rig.client.send(
      new AdminDeleteUserAttributesCommand({ UserPoolId, Username: 'ada', UserAttributeNames: ['gender'] }),
    );
    const { attributes } = await get('ada');
    expect(attributes).toEqual({ sub: attributes['sub'], 'custom:plan': 'paid' });
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'that are immutable do not change',
      { 'custom:source_sub': 'other' },
      'user.custom:source_sub: Attribute cannot be updated.',
    ],
    ['that are required do not go', { name: '' }, 'name: The attribute is required'],
    [
      'that nobody knows are refused',
      { constructor: 'x' },
      'constructor: Attribute does not exist in the schema.',
    ],
  ])('%s', async (_, attributes, message) => {
    add('ada', { attributes: { name: 'Ada', 'custom:source_sub': 'mine' } });
    await expect(update('ada', attributes)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['a preferred_username', { preferred_username: 'Countess' }],
    ['a verified e-mail address', { email: 'a@example.com', email_verified: 'true' }],
  ])('do not take %s from somebody else', async (_, attributes) => {
    add('ada', {
      attributes: { preferred_username: 'countess', email: 'a@example.com', email_verified: 'true' },
    });
    add('eve');
    await expect(update('eve', attributes)).rejects.toMatchObject({ name: 'AliasExistsException' });
  });

  test('a new e-mail address is unverified and gets a code', async () => {
    add('ada', { attributes: { email: 'old@example.com', email_verified: 'true' } });
    await update('ada', { email: 'new@example.com' });
    expect((await get('ada')).attributes).toMatchObject({
      email: 'new@example.com',
      email_verified: 'false',
    });
    expect(rig.sandbox.services.outbox.latest(UserPoolId, 'ada')).toMatchObject({
      purpose: 'verify-attribute',
      destination: 'new@example.com',
    });
  });
});

describe('states', () => {
  test('a user is disabled and enabled', async () => {
    add('ada');
    await rig.client.send(new AdminDisableUserCommand({ UserPoolId, Username: 'ada' }));
    expect(await get('ada')).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
    await rig.client.send(new AdminEnableUserCommand({ UserPoolId, Username: 'ada' }));
    expect(await get('ada')).toMatchObject({ Enabled: true });
  });

  test.each([
    [true, 'CONFIRMED'],
    [false, 'FORCE_CHANGE_PASSWORD'],
    [undefined, 'FORCE_CHANGE_PASSWORD'],
  ])('a password set with Permanent %s leaves the user %s', async (Permanent, status) => {
    add('ada', { state: { status: 'RESET_REQUIRED' } });
    await rig.client.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: 'ada', Password: 'eight-or-more', Permanent }),
    );
    expect(await get('ada')).toMatchObject({ UserStatus: status });
  });

  test('a federated user gets no password', async () => {
    addFederatedUser(rig.sandbox.services, pool(), { providerName: 'Google', providerUserId: '7' });
    await expect(
      rig.client.send(
        new AdminSetUserPasswordCommand({ UserPoolId, Username: 'Google_7', Password: 'eight-or-more' }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('a password is reset with a code to a verified contact, and not without one', async () => {
    add('ada', { attributes: { email: 'a@example.com', email_verified: 'true' } });
    add('eve', { attributes: { email: 'e@example.com' } });
    const reset = (Username: string) =>
      rig.client.send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));
    await reset('ada');
    expect(await get('ada')).toMatchObject({ UserStatus: 'RESET_REQUIRED' });
    expect(rig.sandbox.services.outbox.latest(UserPoolId, 'ada')).toMatchObject({
      purpose: 'forgot-password',
    });
    await expect(reset('eve')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await get('eve')).toMatchObject({ UserStatus: 'CONFIRMED' });
  });

  test('an unconfirmed user is confirmed once', async () => {
    add('ada', { state: { status: 'UNCONFIRMED' } });
    const confirm = () => rig.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'ada' }));
    await confirm();
    await expect(confirm()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  test('a deleted user is gone, and the name is free', async () => {
    const { sub } = add('ada');
    await rig.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: 'ada' }));
    await expect(get(sub)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect((await create('ada')).User!.Attributes![0]!.Value).not.toBe(sub);
  });
});

describe('groups', () => {
  const GroupName = 'editors';
  const group = () => ({ UserPoolId, GroupName });

  beforeEach(async () => {
    add('ada');
    await rig.client.send(new CreateGroupCommand({ ...group(), Description: 'who edits', Precedence: 1 }));
  });

  test('are shown, changed and listed', async () => {
    await rig.client.send(new UpdateGroupCommand({ ...group(), Precedence: 0 }));
    const { Group } = await rig.client.send(new GetGroupCommand(group()));
    expect(Group).toMatchObject({ GroupName, Description: 'who edits', Precedence: 0 });
    const { Groups } = await rig.client.send(new ListGroupsCommand({ UserPoolId }));
    expect(Groups).toEqual([Group]);
  });

  test('have members until those or the group go', async () => {
    const membership = { ...group(), Username: 'ada' };
    const members = async () =>
      (await rig.client.send(new ListUsersInGroupCommand(group()))).Users!.map(({ Username }) => Username);
    await rig.client.send(new AdminAddUserToGroupCommand(membership));
    expect(await members()).toEqual(['ada']);
    await rig.client.send(new AdminRemoveUserFromGroupCommand(membership));
    expect(await members()).toEqual([]);
    await rig.client.send(new AdminAddUserToGroupCommand(membership));
    await rig.client.send(new DeleteGroupCommand(group()));
    const { Groups } = await rig.client.send(
      new AdminListGroupsForUserCommand({ UserPoolId, Username: 'ada' }),
    );
    expect(Groups).toEqual([]);
  });

  test('exist once, and are missed by name', async () => {
    await expect(rig.client.send(new CreateGroupCommand(group()))).rejects.toMatchObject({
      name: 'GroupExistsException',
    });
    await expect(
      rig.client.send(new GetGroupCommand({ UserPoolId, GroupName: '__proto__' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Group not found.' });
  });
});
