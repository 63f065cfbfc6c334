import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { explainName } from '../../../cli/commands/explain.ts';
import { signInPlainly } from '../../../sandbox/demo/perform.ts';
import { type Move, startMove } from '../../support/integration-move.ts';
import { deployedContextOf } from '../../support/operators-context.ts';
import { createUser, user } from '../../support/sandbox.ts';

/** `migrate explain` on two pools of a sandbox: what an operator reads, and whether it then is so. */

const PASSWORD = 'Correct-Horse-7';
let move: Move;
beforeAll(async () => {
  move = await startMove();
  const { cognito, world, newUserPoolId: UserPoolId } = move;
  const oldPool = world.oldPool.userPoolId;
  for (const name of ['ada', 'bea', 'cleo', 'dora', 'eve']) {
    const attributes = {
      email: `${name}@example.com`,
      email_verified: 'true',
      preferred_username: `${name}-x`,
    };
    await createUser(cognito, oldPool, user({ username: name, password: PASSWORD, attributes }));
  }
  await cognito.send(new CreateGroupCommand({ UserPoolId: oldPool, GroupName: 'editors' }));
  await cognito.send(
    new AdminAddUserToGroupCommand({ UserPoolId: oldPool, Username: 'ada', GroupName: 'editors' }),
  );
  for (const name of ['bea', 'cleo', 'eve']) await signInPlainly(world, name, PASSWORD);
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username: 'bea',
      UserAttributes: [
        { Name: 'email', Value: 'bea.new@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: 'cleo' }));
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'dora', MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: 'eve' }));
});
afterAll(() => move?.close());

const explained = async (identifier: string, options: { readonly json?: boolean } = {}) => {
  const { context, stdout, stderr } = await deployedContextOf(move.sandbox, options);
  const status = await explainName(context, identifier);
  return { status, stdout: stdout(), stderr: stderr() };
};

describe('what the operator reads', () => {
  test('is no line of somebody’s own making, piped into a file or not', async () => {
    const forged = 'x\n\nNew pool\n  username  root\u001b[2J';
    const attributes = { preferred_username: forged };
    const { cognito, world } = move;
    await createUser(
      cognito,
      world.oldPool.userPoolId,
      user({ username: 'mallory', password: PASSWORD, attributes }),
    );
    const { stdout } = await explained('mallory');
    expect(stdout.match(/^New pool$/gm)).toHaveLength(1);
    expect(stdout).toMatch(/^ {2}preferred_username {2}x\ufffd\ufffdNew pool/m);
    expect(stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
    const [person] = JSON.parse((await explained('mallory', { json: true })).stdout).oldPool;
    expect(person.attributes.preferred_username).toBe(forged);
    expect((await explained('no\nbody')).stdout).toMatch(/^no\ufffdbody\n\nOld pool\n/);
  });

  test('about somebody who can move', async () => {
    const { status, stdout, stderr } = await explained('ada');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<sub>')).toBe(`ada

Old pool
  username            ada
  found by            the pool itself, by this name
  look-up             direct: the old pool signs them in by this name
  sub                 <sub>
  state               CONFIRMED, enabled
  email               ada@example.com (verified)
  phone_number        none
  preferred_username  ada-x
  second factors      none
  groups              1

New pool
  Nobody has this name, and nobody is linked to the person of the old pool.

If they sign in now with the right password
  Moves, as ada (CONFIRMED)
  They move, and this password is theirs in the new pool too.
  preferred_username: Keep or get one

If they sign in now with a wrong password
  Declined: wrong-password
  The old pool refuses the password.

If they use "Forgot password?"
  Moves, as ada (RESET_REQUIRED)
  They move, and get a code for a new password.
  preferred_username: Keep or get one

Tell them
  Please sign in with the password that you have always had.
  If the password is refused, please choose "Forgot password?".

What cannot be seen from here
  Whether they are locked out: five wrong passwords in a row lock a user of the old pool for up to 15 minutes.
  Whether the old pool will answer within the five seconds of a trigger.
`);
  });

  test.each<[string, string, number, readonly string[]]>([
    [
      'a preferred_username',
      'ada-x',
      0,
      ['look-up             preferred_username: nobody else has this one'],
    ],
    ['a name that nobody has', 'nobody', 1, ['Nobody has this name.', 'Declined: unknown-user']],
    [
      'somebody who moved and changed the address, by the old one',
      'bea@example.com',
      1,
      [
        'Declined: already-moved',
        'found by            the link between the pools (custom:source_sub)',
        'link                bea of the old pool; moved by sign-in',
        'Please sign in as bea or bea.new@example.com or bea-x, with your password.',
      ],
    ],
    [
      'and by the new one',
      'bea.new@example.com',
      0,
      ['The new pool decides, for bea: signs-in', 'none of the trigger leads to them by this name'],
    ],
    [
      'somebody who must still choose a password',
      'cleo',
      0,
      [
        'The new pool decides, for cleo: reset-required',
        'a wrong password\n  The same.',
        'Please choose "Forgot password?" and type cleo.',
      ],
    ],
    [
      'a name that a stranger took',
      'dora',
      1,
      [
        'The new pool decides, for somebody else: dora',
        'link            none: made in the new pool, not by the migration',
        'Please sign in as dora@example.com or dora-x, with your password.',
      ],
    ],
    [
      'somebody disabled in the new pool',
      'eve',
      1,
      ['CONFIRMED, DISABLED', 'They are disabled in the new pool.'],
    ],
  ])('about %s', async (_, identifier, status, lines) => {
    const explanation = await explained(identifier);
    expect(explanation).toMatchObject({ status, stderr: '' });
    for (const line of lines) expect(explanation.stdout).toContain(line);
  });

  test('as JSON', async () => {
    const { status, stdout } = await explained('bea.new@example.com', { json: true });
    const { sub } = JSON.parse((await explained('bea', { json: true })).stdout).oldPool[0];
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      identifier: 'bea.new@example.com',
      wayIn: 'password',
      oldPool: [{ foundBy: 'link', username: 'bea', status: 'CONFIRMED', enabled: true, factors: [] }],
      newPool: [
        {
          foundBy: 'name',
          sourceSub: sub,
          sourceVia: 'sign-in',
          attributes: { email: 'bea.new@example.com', email_verified: 'true' },
        },
      ],
      rulings: {
        'right-password': { kind: 'in-new-pool', reason: 'signs-in', username: 'bea' },
        'wrong-password': { kind: 'in-new-pool', reason: 'wrong-password' },
        'forgot-password': { kind: 'in-new-pool', reason: 'sends-code' },
      },
      unknowable: [],
    });
  });
});

describe('and it is so', () => {
  test.each([
    ['bea@example.com', 'NotAuthorizedException'],
    ['bea', 'tokens'],
    ['bea.new@example.com', 'tokens'],
    ['cleo', 'NotAuthorizedException'],
    ['dora', 'NotAuthorizedException'],
    ['eve', 'NotAuthorizedException'],
    ['dora@example.com', 'tokens'],
  ])('%s gets %s', async (typed, answer) => {
    expect(await signInPlainly(move.world, typed, PASSWORD)).toBe(answer);
  });

  test('nobody moved by being explained', async () => {
    const request = new AdminGetUserCommand({ UserPoolId: move.newUserPoolId, Username: 'ada' });
    await expect(move.cognito.send(request)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
