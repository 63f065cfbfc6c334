import { DeleteUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FailReason } from '../../migration/reasons.ts';
import { SOURCE_SUB } from '../../migration/rules.ts';
import { addUser } from '../../sandbox/cognito/fixtures.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { type Move, type MoveOptions, startMove, withMove } from '../support/integration-move.ts';
import {
  addPerson,
  callsDuring,
  logDuring,
  movedUser,
  REFUSED,
  signIn,
  TRY_AGAIN,
  usersOfNewPool,
} from '../support/integration-people.ts';

/** Whatever comes in: the documented outcome or one clear error, and never half a user. */

let move: Move;
beforeAll(async () => {
  move = await startMove();
});
afterAll(() => move?.close());

/** Somebody whom years of other software have put into the old pool: nothing is checked. */
function addOddPerson(
  username: string,
  attributes: Readonly<Record<string, string>>,
  password = passwordOf(username),
) {
  const { services } = move.sandbox;
  const pool = services.pools.pool(move.world.oldPool.userPoolId);
  const user = addUser(services, pool, {
    username,
    attributes: { email: `odd-${pool.users.size}@example.com`, email_verified: 'true', ...attributes },
    state: { password },
  });
  return { username, password, sub: user.sub, email: user.attributes.get('email')! };
}

describe('malformed events, given to the deployed function directly', () => {
  const event = (changes: object = {}) => ({
    version: '1',
    triggerSource: 'UserMigration_Authentication',
    region: 'eu-west-1',
    userPoolId: move.newUserPoolId,
    userName: 'event-person',
    callerContext: { awsSdkVersion: 'x', clientId: move.newClientId },
    request: { password: passwordOf('event-person'), validationData: null, userAttributes: null },
    response: { userAttributes: null },
    ...changes,
  });

  beforeAll(async () => {
    await addPerson(move, 'event-person');
  });

  /** What the function logged as its reason. */
  const reasonsDuring = async (attempt: () => Promise<unknown>) =>
    (await logDuring(move, attempt)).flatMap(({ reason }) => (reason === undefined ? [] : [reason]));

  test.each<[string, () => unknown, string]>([
    ['null', () => null, 'unknown-trigger-source'],
    ['a number', () => 42, 'unknown-trigger-source'],
    ['an empty list', () => [], 'unknown-trigger-source'],
    ['an empty object', () => ({}), 'unknown-trigger-source'],
    ['another trigger source', () => event({ triggerSource: 'PreSignUp_SignUp' }), 'unknown-trigger-source'],
    ['a trigger source of another type', () => event({ triggerSource: ['x'] }), 'unknown-trigger-source'],
    [
      'a trigger source of the prototype',
      () => event({ triggerSource: '__proto__' }),
      'unknown-trigger-source',
    ],
    ['no user name', () => event({ userName: undefined }), 'malformed-event'],
    ['user name null', () => event({ userName: null }), 'malformed-event'],
    ['an empty user name', () => event({ userName: '' }), 'malformed-event'],
    ['a user name of another type', () => event({ userName: { length: 5 } }), 'malformed-event'],
    ['no user pool', () => event({ userPoolId: undefined }), 'malformed-event'],
    ['no request', () => event({ request: undefined }), 'malformed-event'],
    ['request null', () => event({ request: null }), 'malformed-event'],
    ['no password', () => event({ request: {} }), 'malformed-event'],
    ['password null', () => event({ request: { password: null } }), 'malformed-event'],
    ['a password of another type', () => event({ request: { password: 12345678 } }), 'malformed-event'],
    [
      'an inherited password',
      () => event({ request: JSON.parse('{"__proto__":{"password":"x"}}') }),
      'malformed-event',
    ],
    ['a user name with white space', () => event({ userName: 'event person' }), 'malformed-name'],
    [
      'a user name with a control character',
      () => event({ userName: 'event\u0000person' }),
      'malformed-name',
    ],
    ['a user name of 129 characters', () => event({ userName: 'x'.repeat(129) }), 'malformed-name'],
    ['half a character', () => event({ userName: 'x\ud800' }), 'malformed-name'],
  ])('%s: declined, and no pool is asked', async (_, malformed, reason) => {
    const given = malformed();
    let result: unknown;
    const calls = await callsDuring(move, async () => {
      expect(
        await reasonsDuring(async () => {
          result = await move.functions.invokeDirectly(move.functionArn, given);
        }),
      ).toEqual([reason]);
    });
    expect(result).toMatchObject({ kind: 'returned', payload: { response: {} } });
    expect(calls).toMatchObject({ oldPool: [], newPool: [] });
  });

  test.each<[string, () => object]>([
    ['no Region', () => ({ region: undefined })],
    ['Region null', () => ({ region: null })],
    ['no caller context', () => ({ callerContext: null })],
    ['no response', () => ({ response: undefined })],
    ['response null', () => ({ response: null })],
    [
      'members that nobody knows yet',
      () => ({ version: '99', newMember: { deep: [1, 2, 3] }, response: { extra: true } }),
    ],
  ])('%s: tolerated', async (_, changes) => {
    const result = await move.functions.invokeDirectly(move.functionArn, event(changes()));
    expect(result).toMatchObject({
      kind: 'returned',
      payload: {
        userName: 'event-person',
        response: {
          userAttributes: { username: 'event-person', email: 'event-person@example.com' },
          finalUserStatus: 'CONFIRMED',
          messageAction: 'SUPPRESS',
        },
      },
    });
  });
});

describe('hostile attribute values of people of the old pool', () => {
  const LONGEST = 'x'.repeat(2048);

  test.each([
    ['control characters', 'name', 'A\u0000B\u0001C\u001b[31mD\u007f'],
    ['line breaks and tabs', 'address', 'Line 1\r\nLine 2\n\tLine 3\u2028Line 4'],
    ['characters of four bytes', 'name', '𝒵𝑜ë 🎈👩‍👩‍👧‍👦 𠜎'],
    ['commas, quotation marks and backslashes', 'nickname', String.raw`O'Brien, "Bob" \, \" \\ ;=`],
    ['a formula', 'nickname', '=HYPERLINK("http://evil.example","x")'],
    ['markup', 'profile', '<script>alert(1)</script>'],
    ['JSON', 'custom:plan', '{"__proto__":{"admin":true}}'],
    ['the longest value that Cognito takes', 'name', LONGEST],
    ['text from right to left', 'family_name', 'كوهين \u202eevil'],
  ])('%s arrive as they were: %s', async (kind, name, value) => {
    const person = addOddPerson(`odd-${kind.replaceAll(/\W+/g, '-')}`, { [name]: value });
    expect(await signIn(move, person.username, person.password)).toBe('tokens');
    expect((await movedUser(move, person))?.attributes[name]).toBe(value);
  });

  test.each<[string, Record<string, string>]>([
    ['longer than Cognito takes', { name: `${LONGEST}x` }],
    ['much longer than Cognito takes', { 'custom:plan': '🎈'.repeat(20_000) }],
    ['an attribute called __proto__', JSON.parse('{"__proto__":"polluted"}')],
    [
      'attributes named like members of every object',
      { constructor: 'x', toString: 'y', hasOwnProperty: 'z' },
    ],
    ['an attribute that the new pool lacks', { 'custom:legacy_id': '4711' }],
    ['attributes of developers only', { 'dev:custom:secret': 'x' }],
    ['birthdate that is none', { birthdate: '31/12/1990' }],
    ['phone number that is none', { phone_number: '0049 151 2345', phone_number_verified: 'true' }],
    ['time of change that is none', { updated_at: 'yesterday' }],
    ['identities', { identities: '[{"userId":"1"}]' }],
    ['a link and a way of somebody else', { [SOURCE_SUB]: 'somebody-else', 'custom:source_via': 'import' }],
  ])('%s: the person moves without', async (kind, attributes) => {
    const person = addOddPerson(`bad-${kind.replaceAll(/\W+/g, '-')}`, attributes);
    const log = await logDuring(move, async () => {
      expect(await signIn(move, person.username, person.password)).toBe('tokens');
    });
    const moved = await movedUser(move, person);
    expect(Object.keys(moved!.attributes).toSorted()).toEqual(
      ['custom:source_sub', 'custom:source_via', 'email', 'email_verified', 'sub'].toSorted(),
    );
    expect(moved!.attributes).toMatchObject({ [SOURCE_SUB]: person.sub, 'custom:source_via': 'sign-in' });
    for (const value of Object.values(attributes)) {
      if (value.length > 5) expect(JSON.stringify(log)).not.toContain(value);
    }
  });

  test.each([
    ['with white space', 'two words'],
    ['with a control character', 'bell\u0007'],
    ['too long for a name', 'x'.repeat(129)],
    ['nothing but white space', '   '],
    ['shaped like an e-mail address', 'x@y'],
    ['shaped like a phone number', '+1'],
  ])('a preferred_username %s: the person moves without', async (kind, preferred_username) => {
    const person = addOddPerson(`pref-${kind.replaceAll(/\W+/g, '-')}`, { preferred_username });
    expect(await signIn(move, person.username, person.password)).toBe('tokens');
    expect((await movedUser(move, person))?.attributes).not.toHaveProperty('preferred_username');
  });

  test.each([
    ['quotation mark', 'quo"te'],
    ['backslash', String.raw`back\slash`],
    ['both at the end', String.raw`tail\"`],
    ['a filter of its own', '"or"username^="'],
    ['four bytes', 'ballon-🎈'],
    ['combining marks', 'e\u0301clair'],
  ])('a preferred_username with %s works, typed', async (kind, preferred_username) => {
    const person = addOddPerson(`quoted-${kind.replaceAll(/\W+/g, '-')}`, { preferred_username });
    expect(await signIn(move, preferred_username, person.password)).toBe('tokens');
    expect(await movedUser(move, person)).toMatchObject({
      username: person.username,
      attributes: { preferred_username },
    });
  });

  test('an e-mail address of 2,000 characters stays, unverified: nobody could type it', async () => {
    const email = `${'e'.repeat(1990)}@example.com`;
    const person = addOddPerson('long-address', { email });
    expect(await signIn(move, person.username, person.password)).toBe('tokens');
    expect((await movedUser(move, person))?.attributes).toMatchObject({ email, email_verified: 'false' });
  });

  test.each([
    ['white space inside and outside', ' spaces inside And out 1! '],
    ['line breaks', 'line\nbreak'],
    ['four bytes', 'pässwörd-🔑-7A'],
    ['256 characters', 'p'.repeat(256)],
    ['quotation marks', String.raw`"\",{}`],
    ['one character', 'x'],
  ])('a password with %s survives', async (kind, password) => {
    const person = addOddPerson(`password-${kind.replaceAll(/\W+/g, '-')}`, {}, password);
    expect(await signIn(move, person.username, password)).toBe('tokens');
    const again = await callsDuring(move, async () => {
      expect(await signIn(move, person.username, password)).toBe('tokens');
    });
    expect(again.oldPool).toEqual([]);
  });
});

describe('hostile names, typed by strangers', () => {
  test.each([
    ['a control character', 'anna\u0000'],
    ['a line break', 'anna\nanna'],
    ['white space', 'anna anna'],
    ['129 characters', 'x'.repeat(129)],
    ['100,000 characters', 'x'.repeat(100_000)],
    ['half a character', 'x\ud800'],
  ])('%s: declined without asking the old pool', async (_, typed) => {
    const calls = await callsDuring(move, async () => {
      expect(await signIn(move, typed, 'Not-my-passw0rd!')).toBe(REFUSED);
    });
    expect(calls).toMatchObject({ oldPool: [], invocations: 1 });
  });

  test.each([
    '__proto__',
    'constructor',
    '*',
    '"',
    '\\',
    '%00',
    '../..',
    '$(reboot)',
    "' OR 1=1 --".replaceAll(' ', '_'),
  ])('%s: nobody is called that', async (typed) => {
    expect(await signIn(move, typed, 'Not-my-passw0rd!')).toBe(REFUSED);
  });
});

describe('a deployment that cannot work: one sentence for the person, one line for the operator, no user', () => {
  const LAST_RESORT = 'Sign-in is not possible at the moment. Please try again later.';

  interface Fault {
    readonly fault: string;
    readonly reason: FailReason;
    readonly environment?: NonNullable<MoveOptions['environment']>;
    readonly breakIt?: (broken: Move) => Promise<unknown>;
  }

  const expectFailure = async (broken: Move, reason: FailReason, attempt: () => Promise<void>) => {
    const log = await logDuring(broken, attempt);
    expect(log).toContainEqual(
      expect.objectContaining({ message: 'Failed', reason, needsOperator: reason !== 'network' }),
    );
    expect(log).toContainEqual(expect.objectContaining({ Reason: reason, Failed: 1 }));
    expect(JSON.stringify(log)).not.toContain(passwordOf('anna'));
    expect(await usersOfNewPool(broken)).toEqual([]);
  };

  test.each<Fault>([
    {
      fault: 'the old pool cannot be reached',
      reason: 'network',
      // Nothing listens there.
      environment: () => ({ AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://127.0.0.1:9' }),
    },
    {
      fault: 'the old pool is deleted',
      reason: 'no-such-pool-or-client',
      breakIt: ({ cognito, world: { oldPool } }) =>
        cognito.send(new DeleteUserPoolCommand({ UserPoolId: oldPool.userPoolId })),
    },
    {
      fault: 'the id of the old pool is another, which the role may not touch',
      reason: 'no-permission',
      environment: () => ({ OLD_USER_POOL_ID: 'eu-west-1_Elsewhere' }),
    },
    {
      fault: 'the function has no credentials',
      reason: 'no-permission',
      environment: () => ({ AWS_ACCESS_KEY_ID: undefined }),
    },
    {
      fault: 'a variable is missing',
      reason: 'function-environment',
      environment: () => ({ OLD_USER_POOL_ID: undefined }),
    },
    {
      fault: 'a variable is unreadable',
      reason: 'function-environment',
      environment: () => ({ NEW_POOL: '{"aliases":' }),
    },
  ])('$fault: $reason, at sign-in and at a forgotten password', async ({ reason, environment, breakIt }) => {
    await withMove(environment === undefined ? {} : { environment }, async (broken) => {
      await addPerson(broken, 'anna');
      await breakIt?.(broken);
      await expectFailure(broken, reason, async () => {
        expect(await signIn(broken, 'anna', passwordOf('anna'))).toBe(
          reason === 'function-environment'
            ? `UserNotFoundException: UserMigration failed with error ${LAST_RESORT}.`
            : TRY_AGAIN,
        );
        expect(await broken.world.app.forgotPassword('anna')).toBe('UserLambdaValidationException');
      });
    });
  });

  test.each<Fault>([
    {
      fault: 'does not allow the flow',
      reason: 'flow-not-enabled',
      breakIt: ({ world }) => world.allowFlow(false),
    },
    {
      fault: 'does not exist',
      reason: 'no-such-pool-or-client',
      environment: () => ({ OLD_CLIENT_ID: 'nosuchclient' }),
    },
    {
      fault: 'has a secret that was not given',
      reason: 'client-secret',
      environment: ({ clientIdWithSecret }) => ({ OLD_CLIENT_ID: clientIdWithSecret }),
    },
  ])(
    'the old app client $fault: $reason; a forgotten password needs no client',
    async ({ reason, environment, breakIt }) => {
      await withMove(environment === undefined ? {} : { environment }, async (broken) => {
        await addPerson(broken, 'anna');
        await breakIt?.(broken);
        await expectFailure(broken, reason, async () => {
          expect(await signIn(broken, 'anna', passwordOf('anna'))).toBe(TRY_AGAIN);
        });
        expect(await broken.world.app.forgotPassword('anna')).toBe('code-announced');
        expect(await usersOfNewPool(broken)).toMatchObject([{ status: 'RESET_REQUIRED' }]);
      });
    },
  );

  test('the log names the variable that is missing', async () => {
    const environment = () => ({ LOOKUPS: undefined, MFA_USERS: 'perhaps', FAILURE_SENTENCE: '' });
    await withMove({ environment }, async (broken) => {
      const log = JSON.stringify(await logDuring(broken, () => signIn(broken, 'anna', 'Not-my-passw0rd!')));
      expect(log).toContain('LOOKUPS is missing');
      expect(log).toContain('MFA_USERS must be decline or reset or confirm');
      expect(log).toContain('FAILURE_SENTENCE is missing');
    });
  });
});
