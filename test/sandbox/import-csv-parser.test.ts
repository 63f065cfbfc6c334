import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { csv, type ImportWorld, person, type Row, startImportWorld } from '../support/import-world.ts';

const POOL: Partial<CreateUserPoolRequest> = {
  AliasAttributes: ['email', 'preferred_username'],
  UsernameConfiguration: { CaseSensitive: false },
  AutoVerifiedAttributes: ['email', 'phone_number'],
  Schema: [
    { Name: 'given_name', Required: true },
    { Name: 'source_sub', AttributeDataType: 'String', Mutable: false },
    {
      Name: 'plan',
      AttributeDataType: 'String',
      StringAttributeConstraints: { MinLength: '1', MaxLength: '9' },
    },
    { Name: 'age', AttributeDataType: 'Number' },
    { Name: 'vip', AttributeDataType: 'Boolean' },
  ],
};

let world: ImportWorld;
let count = 0;
/** Nobody before has had this name. */
const newPerson = (more: Row = {}): Row => {
  count += 1;
  return person(`user${count}`, { given_name: 'Ada', ...more });
};

beforeAll(async () => {
  world = await startImportWorld(POOL, { importJobs: { tooMany: 'never' } });
});
afterAll(() => world.close());

async function storedOf(row: Row) {
  const Username = row['cognito:username']!.trim();
  const { UserStatus, Enabled, UserAttributes } = await world.client.send(
    new AdminGetUserCommand({ UserPoolId: world.UserPoolId, Username }),
  );
  const attributes = Object.fromEntries(UserAttributes!.map(({ Name, Value }) => [Name!, Value!]));
  return { UserStatus, Enabled, attributes };
}

/** The log's only line, without its beginning. */
async function reasonFor(row: Row): Promise<string> {
  const job = await world.importRows(row);
  const [line = '', ...others] = await world.linesOf(job);
  expect(others).toEqual([]);
  return line.replace('Line Number 1 - ', '');
}

describe('a row becomes a user', () => {
  test('who has to reset the password, is enabled and has the attributes of the row', async () => {
    const row = newPerson({
      name: 'Ada King',
      'custom:source_sub': 'old-sub',
      preferred_username: 'countess',
    });
    expect(await reasonFor(row)).toBe('[SUCCEEDED] The import succeeded.');
    expect(await storedOf(row)).toEqual({
      UserStatus: 'RESET_REQUIRED',
      Enabled: true,
      attributes: {
        sub: expect.stringMatching(/^[\da-f-]{36}$/),
        given_name: 'Ada',
        name: 'Ada King',
        preferred_username: 'countess',
        email: row['email'],
        email_verified: 'true',
        'custom:source_sub': 'old-sub',
      },
    });
  });

  test.each<[string, Row, Row]>([
    [
      'a comma after a backslash',
      { address: String.raw`1 Main St\, London\, UK` },
      { address: '1 Main St, London, UK' },
    ],
    ['white space around a value', { name: ' \t Ada  King ' }, { name: 'Ada  King' }],
    ['other alphabets', { name: 'Ада Лавлейс 🎩' }, { name: 'Ада Лавлейс 🎩' }],
    ['a birthdate as mm/dd/yyyy', { birthdate: '02/29/1980' }, { birthdate: '1980-02-29' }],
    ['an updated_at in seconds', { updated_at: '1471453471' }, { updated_at: '1471453471' }],
    ['a boolean in lower case', { 'custom:vip': 'true' }, { 'custom:vip': 'true' }],
    ['a boolean in upper case', { 'custom:vip': 'FALSE' }, { 'custom:vip': 'false' }],
    [
      'an e-mail address that is not verified',
      { email_verified: 'FALSE', phone_number: '+15550100', phone_number_verified: 'TRUE' },
      { email_verified: 'false', phone_number_verified: 'true' },
    ],
    ['a contact without its flag', { phone_number: '+15550101' }, { phone_number_verified: 'false' }],
    ['what a spreadsheet would take for a formula', { name: '=1+1' }, { name: '=1+1' }],
    ['an apostrophe', { name: "O'Brien" }, { name: "O'Brien" }],
  ])('with %s', async (_, more, expected) => {
    const row = newPerson(more);
    expect(await reasonFor(row)).toBe('[SUCCEEDED] The import succeeded.');
    expect((await storedOf(row)).attributes).toMatchObject(expected);
  });

  test('empty cells are absent attributes', async () => {
    const row = newPerson();
    await world.importRows(row);
    expect(Object.keys((await storedOf(row)).attributes).sort()).toEqual([
      'email',
      'email_verified',
      'given_name',
      'sub',
    ]);
  });

  test('nobody gets a message', async () => {
    await world.importRows(newPerson());
    expect(world.sandbox.services.outbox.messages()).toEqual([]);
  });

  test('columns may stand in any order', async () => {
    const row = newPerson({ name: 'Ada' });
    const job = await world.run(csv((await world.header()).toReversed(), [row]));
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
    expect((await storedOf(row)).attributes).toMatchObject({ name: 'Ada' });
  });

  test('the last line may lack its end', async () => {
    const row = newPerson();
    const job = await world.run(csv(await world.header(), [row]).trimEnd());
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
  });
});

describe('a row imports nobody', () => {
  const AUTO_VERIFIED =
    '[FAILED] The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).';
  test.each<[string, Row, string]>([
    ['without a username', { 'cognito:username': '' }, '[FAILED] The row has no cognito:username.'],
    [
      'with a space in the username',
      { 'cognito:username': 'a da' },
      '[FAILED] The cognito:username has a space or a tab.',
    ],
    [
      'with a username of 129 characters',
      { 'cognito:username': 'x'.repeat(129) },
      'length less than or equal to 128',
    ],
    [
      'with a username like an e-mail address, which is an alias',
      { 'cognito:username': 'a@b.example' },
      'Username cannot be of email format',
    ],
    ['without a verified contact', { email_verified: 'FALSE' }, AUTO_VERIFIED],
    ['with an empty verified flag', { email_verified: '' }, AUTO_VERIFIED],
    [
      'with a verified flag and no address',
      { email: '' },
      '[FAILED] email_verified is true and there is no email.',
    ],
    [
      'with a verified number and no number',
      { phone_number_verified: 'TRUE' },
      '[FAILED] phone_number_verified is true and there is no phone_number.',
    ],
    ['without a required attribute', { given_name: ' ' }, 'given_name: The attribute is required'],
    [
      'with a value that is too long',
      { 'custom:plan': '0123456789' },
      'String must be no longer than 9 characters',
    ],
    ['with a number that is none', { 'custom:age': 'old' }, 'Value must be a number'],
    [
      'with a boolean that is none',
      { 'custom:vip': '1' },
      '[FAILED] The custom:vip is neither TRUE nor FALSE.',
    ],
    ['with no e-mail address', { email: 'ada' }, 'Invalid email address format.'],
    ['with a phone number that is none', { phone_number: '0123' }, 'Invalid phone number format.'],
    [
      'with a birthdate as the pool keeps it',
      { birthdate: '1985-02-01' },
      '[FAILED] The birthdate is no date in the format mm/dd/yyyy.',
    ],
    [
      'with a birthdate that no calendar has',
      { birthdate: '02/30/1985' },
      '[FAILED] The birthdate is no date in the format mm/dd/yyyy.',
    ],
    [
      'with an updated_at in milliseconds',
      { updated_at: '1471453471000' },
      '[FAILED] The updated_at is no epoch time in seconds.',
    ],
    ['with MFA on where the pool has none', { 'cognito:mfa_enabled': 'TRUE' }, 'contradicts the MFA setting'],
    [
      'with a comma that no backslash precedes',
      { name: 'King, Ada' },
      '[FAILED] The row has more values than the header has columns.',
    ],
    [
      'of more than 16,000 characters',
      { name: 'x'.repeat(16_000) },
      '[FAILED] The row is longer than 16000 characters.',
    ],
  ])('%s', async (_, more, reason) => {
    const row = newPerson(more);
    const said = await reasonFor(row);
    expect(said).toContain(reason);
    expect(said).toMatch(/^\[FAILED\] /);
  });

  test('whose username is taken, in any case: it is skipped', async () => {
    const row = newPerson();
    await world.importRows(row);
    const again = { ...newPerson(), 'cognito:username': row['cognito:username']!.toUpperCase() };
    expect(await reasonFor(again)).toBe('[SKIPPED] The user already exists.');
  });

  test('whose username is somebody’s preferred_username: it is skipped', async () => {
    await world.importRows(newPerson({ preferred_username: 'the-first' }));
    const row = newPerson({ 'cognito:username': 'the-first' });
    expect(await reasonFor(row)).toBe('[SKIPPED] The user already exists.');
  });

  test('whose username stands in the file before', async () => {
    const row = newPerson();
    expect(await world.importRows(row, row)).toMatchObject({ ImportedUsers: 1, SkippedUsers: 1 });
  });

  test.each<[string, Row, Row]>([
    ['verified e-mail address', { email: 'held@example.com' }, { email: 'Held@example.com' }],
    ['preferred_username', { preferred_username: 'held' }, { preferred_username: 'HELD' }],
  ])('whose %s somebody else holds: it fails', async (_, holder, claimant) => {
    await world.importRows(newPerson(holder));
    expect(await reasonFor(newPerson(claimant))).toMatch(
      /^\[FAILED\] An account with the given .* already exists\.$/,
    );
  });

  test('no line of the log has a value of the file', async () => {
    const secret = 'hush@hush';
    const job = await world.importRows(
      newPerson({ email: secret }),
      newPerson({ 'custom:vip': secret }),
      newPerson({ 'custom:plan': `${secret}${secret}` }),
      newPerson({ 'cognito:username': `${secret} ${secret}` }),
    );
    expect(job).toMatchObject({ ImportedUsers: 1, FailedUsers: 3 });
    expect((await world.linesOf(job)).join()).not.toContain('hush');
  });
});

describe('a file that cannot be parsed fails as a whole', () => {
  const HEADER = 'The header in the CSV file does not match the expected headers.';
  const utf8 = (text: string) => new TextEncoder().encode(text);
  test.each<[string, (header: string[]) => string | Uint8Array<ArrayBuffer>, string]>([
    ['nothing in it', () => '', 'The file is empty.'],
    ['a byte order mark', (header) => `\ufeff${csv(header, [newPerson()])}`, HEADER],
    ['a column missing', (header) => csv(header.slice(1), [newPerson()]), HEADER],
    ['an unknown column', (header) => csv([...header, 'custom:colour'], [newPerson()]), HEADER],
    ['a column twice', (header) => csv([...header, 'name'], [newPerson()]), HEADER],
    ['no header', (header) => csv(header, [newPerson()]).split('\n')[1]!, HEADER],
    ['semicolons', (header) => csv(header, [newPerson()]).replaceAll(',', ';'), HEADER],
    [
      'another encoding',
      (header) => new Uint8Array([...utf8(csv(header, [])), 0xe4, 10]),
      'The file is not encoded in UTF-8.',
    ],
    [
      'more than 500,000 users',
      (header) => csv(header, []) + '\n'.repeat(500_001),
      'The file has more than 500000 users.',
    ],
    [
      'more than 100 MB',
      (header) => csv(header, []) + 'x'.repeat(100_000_000),
      'The file is larger than 100 MB.',
    ],
  ])('with %s', async (_, body, message) => {
    const job = await world.run(body(await world.header()));
    expect(job).toMatchObject({
      Status: 'Failed',
      CompletionMessage: message,
      ImportedUsers: 0,
      FailedUsers: 0,
    });
  });

  test('a file without users succeeds', async () => {
    expect(await world.importRows()).toMatchObject({ Status: 'Succeeded', ImportedUsers: 0 });
  });
});

describe('settings of the pool', () => {
  const inPool = async <T>(pool: Partial<CreateUserPoolRequest>, use: (other: ImportWorld) => Promise<T>) => {
    const other = await startImportWorld(pool, { importJobs: { tooMany: 'never' } });
    try {
      return await use(other);
    } finally {
      await other.close();
    }
  };
  const outcome = (pool: Partial<CreateUserPoolRequest>, row: Row) =>
    inPool(pool, async (other) => (await other.linesOf(await other.importRows(row)))[0]);
  const status = (pool: Partial<CreateUserPoolRequest>, row: Row) =>
    inPool(pool, async (other) => {
      await other.importRows(row);
      const { users } = other.sandbox.services.pools.pool(other.UserPoolId);
      return Array.from(users.values(), (user) => [user.status, ...user.mfaMethods].join());
    });

  test('a pool that verifies phone numbers only takes nobody without a verified one', async () => {
    const pool: Partial<CreateUserPoolRequest> = { AutoVerifiedAttributes: ['phone_number'] };
    expect(await outcome(pool, person('ada'))).toContain('does not set any of the auto verified attributes');
    const ada = person('ada', { phone_number: '+15550100', phone_number_verified: 'TRUE' });
    expect(await outcome(pool, ada)).toContain('SUCCEEDED');
  });

  test('where MFA is required, mfa_enabled cannot be false', async () => {
    const pool: Partial<CreateUserPoolRequest> = {
      MfaConfiguration: 'ON',
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111122223333:role/sms' },
    };
    expect(await outcome(pool, person('ada'))).toContain('contradicts the MFA setting');
    const ada = person('ada', { 'cognito:mfa_enabled': 'TRUE', phone_number: '+15550100' });
    expect(await status(pool, ada)).toEqual(['RESET_REQUIRED,SMS_MFA']);
  });

  test('where one-time passwords are offered, whoever can get one is CONFIRMED', async () => {
    const pool: Partial<CreateUserPoolRequest> = {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SMS_OTP'] } },
    };
    expect(await status(pool, person('ada'))).toEqual(['RESET_REQUIRED']);
    expect(await status(pool, person('ada', { phone_number: '+15550100' }))).toEqual(['CONFIRMED']);
  });

  test('where e-mail addresses are usernames, they stand in cognito:username', async () => {
    const pool: Partial<CreateUserPoolRequest> = { UsernameAttributes: ['email'] };
    const row = person('ada', { 'cognito:username': 'ada@example.com' });
    await inPool(pool, async (other) => {
      expect(await other.importRows(row, row)).toMatchObject({ ImportedUsers: 1, SkippedUsers: 1 });
      const Username = 'ada@example.com';
      const user = await other.client.send(
        new AdminGetUserCommand({ UserPoolId: other.UserPoolId, Username }),
      );
      expect(user.Username).toMatch(/^[\da-f-]{36}$/);
    });
    expect(await outcome(pool, person('ada'))).toContain('Username should be an email.');
  });

  test('whoever was there before the import stays as they are', async () => {
    await inPool({}, async (other) => {
      const request = { UserPoolId: other.UserPoolId, Username: 'ada' };
      await other.client.send(new AdminCreateUserCommand({ ...request, MessageAction: 'SUPPRESS' }));
      await other.importRows(person('ada'));
      const { UserStatus } = await other.client.send(new AdminGetUserCommand(request));
      expect(UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    });
  });
});
