import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LinkOptions } from '../../../cli/commands/link.ts';
import { link } from '../../../cli/commands/link.ts';
import { addFederatedUser, addIdentityProvider } from '../../../sandbox/cognito/fixtures.ts';
import { type Move, startMove, withMove } from '../../support/integration-move.ts';
import { addPerson, logDuring, movedUser, signIn } from '../../support/integration-people.ts';
import { deployedContextOf } from '../../support/operators-context.ts';

/** `migrate link` on two pools of a sandbox. */

const directory = mkdtempSync(join(tmpdir(), 'link-'));
let move: Move;
beforeAll(async () => {
  move = await startMove({ settings: { newPool: { linkable: true } } });
  addIdentityProvider(newPoolOf(move), 'Google');
  await addLinked(move, 'moved', 'Google');
  await addLinked(move, 'other-provider', 'Facebook');
  await addLinked(move, 'stays', 'Google', false);
  await addLinked(move, 'second-profile', 'Google');
  const providerUserId = 'second-profile-1';
  addFederatedUser(move.sandbox.services, newPoolOf(move), { providerName: 'Google', providerUserId });
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await move?.close();
});

const newPoolOf = ({ sandbox, newUserPoolId }: Move) => sandbox.services.pools.pool(newUserPoolId);

const addLinked = async (at: Move, username: string, providerName: string, moves = true) => {
  const person = await addPerson(at, username);
  const { pools } = at.sandbox.services;
  const { attributes } = pools.user(pools.pool(at.world.oldPool.userPoolId), username);
  const identity = { userId: `${username}-1`, providerName, providerType: providerName, primary: false };
  attributes.set('identities', JSON.stringify([identity]));
  if (moves) expect(await signIn(at, person.username, person.password)).toBe('tokens');
  return person;
};

const run = async (at: Move, { json = true, ...options }: Partial<LinkOptions> & { json?: boolean } = {}) => {
  const { context, stdout, stderr } = await deployedContextOf(at.sandbox, { json });
  const status = await link(context, { requestsPerSecond: 30, ...options });
  return { status, stdout: stdout(), stderr: stderr() };
};

const identitiesOf = (at: Move, username: string) =>
  at.sandbox.services.pools.user(newPoolOf(at), username).attributes.get('identities');

describe('migrate link', () => {
  test('with --dry-run counts, and links nobody', async () => {
    const { status, stdout } = await run(move, { dryRun: true });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      dryRun: true,
      linked: 2,
      already: 0,
      notLinked: { 'no-such-provider': 1, 'not-moved': 1 },
    });
    expect(identitiesOf(move, 'moved')).toBeUndefined();
  });

  test('links whoever moved, and writes down whom it could not link', async () => {
    const csv = join(directory, 'unlinked.csv');
    const { status, stdout, stderr } = await run(move, { csv, json: false });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^linked +1$/m);
    expect(stdout).toMatch(/^not linked: refused +1$/m);
    expect(stderr).toContain('Cognito: InvalidParameterException: Merging is not currently supported');
    expect(JSON.parse(identitiesOf(move, 'moved') ?? '')).toMatchObject([
      { providerName: 'Google', userId: 'moved-1' },
    ]);
    const [header, ...lines] = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    expect(header).toBe('reason,old_sub,old_username,provider,user_id,detail');
    expect(lines.map((line) => line.split(',').filter((_, index) => index !== 1)).sort()).toEqual(
      [
        ['no-such-provider', 'other-provider', 'Facebook', 'other-provider-1', ''],
        ['not-moved', 'stays', 'Google', 'stays-1', ''],
        ['refused', 'second-profile', 'Google', 'second-profile-1', expect.stringContaining('Merging')],
      ].map((cells) => expect.arrayContaining(cells.slice(0, 4))),
    );
  });

  test('once more leaves what is linked', async () => {
    const { stdout } = await run(move);
    expect(JSON.parse(stdout)).toMatchObject({ linked: 0, already: 1 });
  });
});

test('the lazy move counts whose link is lost', async () => {
  const lines = await logDuring(move, () => addLinked(move, 'late', 'Google'));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'Migrated', linkLost: true }));
  expect(lines).toContainEqual(expect.objectContaining({ LinksLost: 1 }));
  expect((await movedUser(move, { sub: await subOf('late') }))?.attributes).not.toHaveProperty('identities');
});

const subOf = async (username: string): Promise<string> => {
  const { pools } = move.sandbox.services;
  return pools.user(pools.pool(move.world.oldPool.userPoolId), username).sub;
};

test('a pool that was not made linkable links nobody, and the command says what Cognito said', () =>
  withMove({}, async (other) => {
    addIdentityProvider(newPoolOf(other), 'Google');
    await addLinked(other, 'moved', 'Google');
    const { status, stdout } = await run(other);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      notLinked: { refused: 1 },
      unlinked: [{ username: 'moved', detail: expect.stringContaining('Attribute cannot be updated') }],
    });
  }));
