import { AdminCreateUserCommand, AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { forget } from '../../../cli/commands/forget.ts';
import type { RemovalOptions } from '../../../cli/commands/removal.ts';
import { undo } from '../../../cli/commands/undo.ts';
import { CASE_SENSITIVE, type Move, startMove } from '../../support/integration-move.ts';
import { addPerson, holderOf, movedUser, REFUSED, signIn } from '../../support/integration-people.ts';
import { deployedContextOf } from '../../support/operators-context.ts';

/** `migrate forget` and `migrate undo` on two pools of a sandbox. */

let move: Move;
let caseSensitive: Move;
beforeAll(async () => {
  [move, caseSensitive] = await Promise.all([startMove(), startMove(CASE_SENSITIVE)]);
});
afterAll(() => Promise.all([move?.close(), caseSensitive?.close()]));

/** An operator who types this. */
const typing = (answer: string | undefined) => {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answer;
  };
  return { asking: { ask }, questions };
};
const NOBODY = typing(undefined).asking;

/** An operator who types this after something has happened. */
const typingAfter = (happens: () => Promise<unknown>, answer: string) => ({
  ask: async () => {
    await happens();
    return answer;
  },
});

const run = async (
  command: typeof forget,
  identifier: string,
  { json = false, ...options }: Partial<RemovalOptions> & { readonly json?: boolean } = {},
  { sandbox }: Move = move,
) => {
  const { context, stdout, stderr } = await deployedContextOf(sandbox, { json });
  const status = await command(context, identifier, { asking: NOBODY, ...options });
  return { status, stdout: stdout(), stderr: stderr() };
};

let people = 0;
const addMoved = async () => {
  people += 1;
  const person = await addPerson(move, `person-${people}`);
  expect(await signIn(move, person.username, person.password)).toBe('tokens');
  return person;
};
const addStaying = () => {
  people += 1;
  return addPerson(move, `person-${people}`);
};

const oldUser = (username: string, { sandbox, world }: Move = move) => {
  const { pools } = sandbox.services;
  return pools.find(pools.pool(world.oldPool.userPoolId), username);
};

describe('migrate forget', () => {
  test('deletes somebody who moved from both pools, the old one first; no sign-in brings them back', async () => {
    const person = await addMoved();
    const before = move.sandbox.requests.length;
    const { asking, questions } = typing(person.username);
    const { status, stdout } = await run(forget, `${person.username}@example.com`, { asking });
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^old +${person.username} .*\nnew +${person.username} `, 'm'));
    expect(questions).toEqual([
      `Deletes ${person.username} from the old pool and then from the new one. This cannot be taken back. Type the username to go on: `,
    ]);
    const deleted = move.sandbox.requests
      .slice(before)
      .filter(({ operation }) => operation === 'AdminDeleteUser')
      .map(({ userPoolId }) => userPoolId);
    expect(deleted).toEqual([move.world.oldPool.userPoolId, move.newUserPoolId]);
    expect(await signIn(move, person.username, person.password)).toBe(REFUSED);
    expect(await run(forget, person.username)).toMatchObject({ status: 1 });
  });

  test('takes a verified address that is an alias without asking', async () => {
    const person = await addStaying();
    expect(await run(forget, `${person.username}@example.com`, { yes: true })).toMatchObject({ status: 0 });
    expect(oldUser(person.username)).toBeUndefined();
  });

  test('deletes somebody who is in the old pool only', async () => {
    const person = await addStaying();
    expect(await run(forget, person.sub, { yes: true })).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('that may still bring them into the new pool'),
    });
    expect(oldUser(person.username)).toBeUndefined();
    expect(await signIn(move, person.username, person.password)).toBe(REFUSED);
  });

  test('finds what is left where the old pool has nobody any more', async () => {
    const person = await addMoved();
    const { userPoolId: UserPoolId } = move.world.oldPool;
    await move.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: person.username }));
    const { status, stdout } = await run(forget, person.username, { yes: true, json: true });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: false,
      old: null,
      new: { username: person.username, sub: expect.any(String), deletion: 'deleted' },
      movedSince: [],
      runsSince: [],
    });
    expect(await holderOf(move, person.username)).toBeUndefined();
  });

  test('that breaks off after the old pool says so, and finds what is left when it is run again', async () => {
    const person = await addMoved();
    const { interference } = move.sandbox;
    interference.passNext('AdminDeleteUser');
    interference.failNext('AdminDeleteUser', { kind: 'error', name: 'AccessDeniedException', message: 'No' });
    const broken = run(forget, person.username, { yes: true });
    await expect(broken).rejects.toMatchObject({
      message: 'They are deleted from the old pool, but not from the new one: No.',
      remedy: expect.stringContaining(`run "forget ${person.sub}" again`),
    });
    expect(oldUser(person.username)).toBeUndefined();
    expect(await holderOf(move, person.username)).toBeDefined();
    expect(await run(forget, person.sub, { yes: true })).toMatchObject({ status: 0 });
    expect(await holderOf(move, person.username)).toBeUndefined();
    expect(await run(forget, person.sub, { yes: true })).toMatchObject({ status: 1 });
  });

  test('that is repeated as advised deletes no stranger who took the name meanwhile', async () => {
    const person = await addMoved();
    const { stderr } = await run(forget, person.username, { yes: true });
    expect(stderr).toContain(`run "forget ${person.sub}" once more in a minute`);
    const stranger = { UserPoolId: move.newUserPoolId, Username: person.username };
    await move.cognito.send(new AdminCreateUserCommand({ ...stranger, MessageAction: 'SUPPRESS' }));
    expect(await run(forget, person.sub, { yes: true })).toMatchObject({ status: 1 });
    expect(await holderOf(move, person.username)).toBeDefined();
  });

  describe('while the operator is asked', () => {
    const removeFrom = (UserPoolId: string, Username: string) =>
      move.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    const expectGone = async (person: Awaited<ReturnType<typeof addMoved>>) => {
      expect(await movedUser(move, person)).toBeUndefined();
      expect(oldUser(person.username)).toBeUndefined();
      expect(await signIn(move, person.username, person.password)).toBe(REFUSED);
    };

    test('the person is moved once more: both profiles are deleted', async () => {
      const person = await addMoved();
      const asking = typingAfter(async () => {
        await removeFrom(move.newUserPoolId, person.username);
        expect(await signIn(move, person.username, person.password)).toBe('tokens');
      }, person.username);
      const { status, stdout, stderr } = await run(forget, person.username, { asking, json: true });
      expect(status).toBe(0);
      expect(stderr).toMatch(/The profile [0-9a-f-]{36} was gone from the new pool by then\./);
      expect(stderr).toMatch(/They had moved meanwhile: the profile [0-9a-f-]{36} is deleted, too\./);
      const { new: shown, movedSince } = JSON.parse(stdout);
      expect(movedSince).toEqual([{ username: person.username, sub: expect.any(String) }]);
      expect(movedSince[0].sub).not.toBe(shown.sub);
      await expectGone(person);
    });

    test('the person is moved for the first time: that profile is deleted, too', async () => {
      const person = await addStaying();
      const asking = typingAfter(() => signIn(move, person.username, person.password), person.username);
      const { status, stderr } = await run(forget, person.username, { asking });
      expect(status).toBe(0);
      expect(stderr).toContain(`${person.username} is deleted from the old pool and then from the new one.`);
      await expectGone(person);
    });

    test('somebody else deletes them from the old pool: that is said', async () => {
      const person = await addMoved();
      const { userPoolId } = move.world.oldPool;
      const asking = typingAfter(() => removeFrom(userPoolId, person.username), person.username);
      const { status, stderr } = await run(forget, person.username, { asking });
      expect(status).toBe(0);
      expect(stderr).toContain(`The user ${person.sub} was gone from the old pool by then.`);
      await expectGone(person);
    });

    test('somebody else deletes them from both: that is said', async () => {
      const person = await addMoved();
      const asking = typingAfter(async () => {
        await removeFrom(move.world.oldPool.userPoolId, person.username);
        await removeFrom(move.newUserPoolId, person.username);
      }, person.username);
      const { status, stdout, stderr } = await run(forget, person.username, { asking, json: true });
      expect(status).toBe(0);
      expect(stderr).toContain(`${person.username} was gone by then.`);
      expect(JSON.parse(stdout)).toMatchObject({ old: { deletion: 'gone' }, new: { deletion: 'gone' } });
    });

    test('the person is moved once more: undo removes nobody, and says so', async () => {
      const person = await addMoved();
      const asking = typingAfter(async () => {
        await removeFrom(move.newUserPoolId, person.username);
        await signIn(move, person.username, person.password);
      }, person.username);
      await expect(run(undo, person.username, { asking })).rejects.toMatchObject({
        message: expect.stringContaining('they have moved again'),
        remedy: expect.stringContaining(`run "undo ${person.sub}" again`),
      });
      expect(await movedUser(move, person)).toBeDefined();
    });

    test('the profile goes by itself: undo has what it wanted', async () => {
      const person = await addMoved();
      const asking = typingAfter(() => removeFrom(move.newUserPoolId, person.username), person.username);
      expect(await run(undo, person.username, { asking })).toMatchObject({ status: 0 });
    });
  });

  test('with --dry-run shows whom, and deletes nobody', async () => {
    const person = await addMoved();
    const { status, stderr } = await run(forget, person.username, { dryRun: true });
    expect(status).toBe(0);
    expect(stderr).toContain('Would be deleted from the old pool and then from the new one.');
    expect(await movedUser(move, person)).toBeDefined();
    expect(oldUser(person.username)).toBeDefined();
  });

  test.each([
    ['something else is typed', typing('person').asking, 'That is not the username; nothing was changed.'],
    ['nobody is at a terminal', NOBODY, 'Nobody is at a terminal to confirm it; nothing was changed.'],
  ])('does nothing where %s', async (_, asking, message) => {
    const person = await addMoved();
    await expect(run(forget, person.username, { asking })).rejects.toThrow(message);
    expect(await movedUser(move, person)).toBeDefined();
    expect(oldUser(person.username)).toBeDefined();
  });

  test('refuses a name that means two people', async () => {
    const person = await addStaying();
    await move.cognito.send(
      new AdminCreateUserCommand({
        ...{ UserPoolId: move.newUserPoolId, Username: person.username, MessageAction: 'SUPPRESS' },
      }),
    );
    await expect(run(forget, person.username, { yes: true })).rejects.toThrow('means 2 people');
    expect(oldUser(person.username)).toBeDefined();
    expect(await holderOf(move, person.username)).toBeDefined();
  });

  describe('an address that is only written in a profile', () => {
    const addUnproven = async () => {
      people += 1;
      const email = `stranger-${people}@example.com`;
      const person = await addPerson(move, `person-${people}`, { attributes: { email } });
      return { ...person, email };
    };

    test.each([forget, undo])('is no name with --yes (%p)', async (command) => {
      const person = await addUnproven();
      await expect(run(command, person.email, { yes: true })).rejects.toMatchObject({
        message: expect.stringContaining(`${person.email} is only written in this profile`),
        remedy: expect.stringContaining('name them by username or sub'),
      });
      expect(oldUser(person.username)).toBeDefined();
    });

    test('is shown as what it is, and asked about', async () => {
      const person = await addUnproven();
      const { asking } = typing(person.username);
      const { status, stdout } = await run(forget, person.email, { asking });
      expect(status).toBe(0);
      expect(stdout).toContain(`${person.email} (unverified)`);
      expect(stdout).toMatch(new RegExp(`^old +${person.username} +\\S+ +email `, 'm'));
      expect(oldUser(person.username)).toBeUndefined();
    });
  });

  test.each([
    ['forget', forget],
    ['undo', undo],
  ] as const)('%s spares a namesake in a pool that minds capitals', async (name, command) => {
    await addPerson(caseSensitive, `${name}-ann`, { attributes: {} });
    const capital = name.toUpperCase();
    const namesake = await addPerson(caseSensitive, `${capital}-ANN`, { attributes: {} });
    const { sub = '' } = oldUser(`${name}-ann`, caseSensitive) ?? {};
    expect(await run(forget, sub, { yes: true }, caseSensitive)).toMatchObject({ status: 0 });
    const again = () => run(command, `${name}-ann`, { yes: true }, caseSensitive);
    expect(await again()).toMatchObject({ status: 1 });
    // The new pool minds no capitals, and takes the name for the namesake from now on.
    expect(await signIn(caseSensitive, namesake.username, namesake.password)).toBe('tokens');
    await expect(again()).rejects.toThrow('or the old pool has another spelling of it');
    expect(oldUser(namesake.username, caseSensitive)).toBeDefined();
    expect(await movedUser(caseSensitive, namesake)).toBeDefined();
  });

  test('finds nobody, and says so', async () => {
    expect(await run(forget, 'nobody', { json: true })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('"old": null'),
    });
  });
});

describe('migrate undo', () => {
  test('removes the profile, and the next sign-in moves the person again', async () => {
    const person = await addMoved();
    const first = await holderOf(move, person.username);
    const { asking, questions } = typing(person.username);
    const { status, stderr } = await run(undo, person.username, { asking });
    expect(status).toBe(0);
    expect(questions).toHaveLength(1);
    expect(stderr).toContain('What is only in the new pool is lost: a password that they chose there');
    expect(await movedUser(move, person)).toBeUndefined();
    expect(await signIn(move, person.username, person.password)).toBe('tokens');
    expect(await holderOf(move, person.username)).toBe(first);
  });

  test('with --dry-run removes nobody', async () => {
    const person = await addMoved();
    expect(await run(undo, person.username, { dryRun: true, json: true })).toMatchObject({ status: 0 });
    expect(await movedUser(move, person)).toBeDefined();
  });

  test('refuses somebody who has not moved, and says what to do', async () => {
    const person = await addStaying();
    await expect(run(undo, person.username, { yes: true })).rejects.toMatchObject({
      message: 'They have not moved: there is nothing to undo.',
      remedy: expect.stringContaining('Let them sign in: that moves them.'),
    });
  });

  test('refuses somebody who could not come again', async () => {
    const person = await addMoved();
    const { userPoolId: UserPoolId } = move.world.oldPool;
    await move.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: person.username }));
    await expect(run(undo, person.username, { yes: true })).rejects.toThrow(
      'The old pool does not have them any more',
    );
    expect(await holderOf(move, person.username)).toBeDefined();
  });

  test('finds nobody, and says so', async () => {
    expect(await run(undo, 'nobody', { json: true })).toMatchObject({ status: 1 });
  });
});
