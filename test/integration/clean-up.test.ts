import {
  AdminDisableUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NOTHING } from '../migration/clean-up/profiles.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import {
  addPerson,
  holderOf,
  movedUser,
  type Person,
  REFUSED,
  signIn,
} from '../support/integration-people.ts';

/** Profiles that anybody can make of people who know nothing of it, and the function that takes them away again. */

const HOUR = 3_600_000;

let move: Move;
beforeAll(async () => {
  move = await startMove({ settings: { cleanUp: {}, groups: {}, backfill: {}, alarms: { enabled: false } } });
});
afterAll(() => move?.close());

const forgetPassword = (Username: string): Promise<unknown> =>
  move.cognito.send(new ForgotPasswordCommand({ ClientId: move.newClientId, Username }));

/** As if everybody of the new pool had come so many hours before. */
const letHoursPass = (hours: number): void => {
  const { pools } = move.sandbox.services;
  const pool = pools.pool(move.newUserPoolId);
  for (let index = 0; index < pools.index(pool).all.length; index += 1) {
    const user = pools.index(pool).all.at(index);
    if (user === undefined) continue;
    const { createdAt, modifiedAt } = user;
    Object.assign(user, { createdAt: createdAt - hours * HOUR, modifiedAt: modifiedAt - hours * HOUR });
  }
};

const cleanUp = async (event: { readonly time?: string } = {}): Promise<unknown> => {
  const [, definition] =
    Object.entries(move.stack.functions).find(([id]) => id.startsWith('CleanUpFunction')) ?? [];
  return move.functions.invokeDirectly(definition!.functionArn, event);
};

const finished = (counts: object = {}) => ({
  kind: 'returned',
  payload: {
    ended: 'finished',
    ...NOTHING,
    ...counts,
  },
});

let people = 0;
const addVictims = (count: number): Promise<readonly Person[]> =>
  Promise.all(
    Array.from({ length: count }, () => {
      people += 1;
      return addPerson(move, `victim-${people}`);
    }),
  );

test('attack: locking people out by mass forgot-password: after the clean-up each old password moves its person', async () => {
  const victims = await addVictims(50);
  for (const { username } of victims) await forgetPassword(username);
  const [first] = victims;
  expect(await signIn(move, first!.username, first!.password)).toBe(REFUSED);

  letHoursPass(23);
  expect(await cleanUp()).toEqual(finished());
  letHoursPass(1);
  expect(await cleanUp()).toEqual(finished({ removed: 50 }));
  for (const victim of victims) {
    expect(await signIn(move, victim.username, victim.password)).toBe('tokens');
    expect((await movedUser(move, victim))?.attributes['custom:source_via']).toBe('sign-in');
  }
}, 120_000);

describe('the clean-up leaves', () => {
  test('whoever chose a new password, and whom an administrator disabled', async () => {
    const [completed, disabled] = await addVictims(2);
    await forgetPassword(completed!.username);
    const [message] = move.sandbox.services.outbox.messages({
      userPoolId: move.newUserPoolId,
      username: completed!.username,
    });
    await move.cognito.send(
      new ConfirmForgotPasswordCommand({
        ClientId: move.newClientId,
        Username: completed!.username,
        ConfirmationCode: message!.code,
        Password: 'Quite-Another-8!',
      }),
    );
    await forgetPassword(disabled!.username);
    letHoursPass(25);
    await move.cognito.send(
      new AdminDisableUserCommand({ UserPoolId: move.newUserPoolId, Username: disabled!.username }),
    );
    expect(await cleanUp()).toEqual(finished());
    expect(await signIn(move, completed!.username, 'Quite-Another-8!')).toBe('tokens');
    expect((await movedUser(move, disabled!))?.status).toBe('RESET_REQUIRED');
  });

  // Whether a code that is asked for again changes the date of a user, AWS does not say; played as if it did.
  test('a profile that changed since it was made, if only by another code', async () => {
    const [victim] = await addVictims(1);
    await forgetPassword(victim!.username);
    letHoursPass(2);
    await forgetPassword(victim!.username);
    const now = Date.now();
    // Their time ran out half an hour before the last full hour.
    letHoursPass(22.5 + (now % HOUR) / HOUR);
    const event = { time: new Date(now).toISOString() };
    expect(await cleanUp(event)).toEqual(finished({ changed: 1, newlyChanged: 1 }));
    letHoursPass(1);
    expect(await cleanUp(event)).toEqual(finished({ changed: 1 }));
    expect(await signIn(move, victim!.username, victim!.password)).toBe(REFUSED);
  });

  // The last test: from here on nothing is removed in this world.
  test('everybody once a backfill has begun', async () => {
    const [victim] = await addVictims(1);
    await forgetPassword(victim!.username);
    letHoursPass(25);
    const { endpoint, region } = move.sandbox;
    const credentials = { accessKeyId: 'administrator', secretAccessKey: 'administrator' };
    const workflow = new SFNClient({ endpoint, region, credentials });
    const stateMachineArn = move.stack.outputs['BackfillStateMachineArn'];
    await workflow.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
    workflow.destroy();
    expect(await cleanUp()).toMatchObject({ payload: { ended: 'backfill', removed: 0 } });
    expect(await holderOf(move, victim!.username)).toBe(victim!.username);
  });
});
