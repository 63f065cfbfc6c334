import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { movePeople, populate } from '../../bench/population.ts';
import { keyOf, type Planted, plantDifferences } from '../../bench/verify-plants.ts';
import { map } from '../../cli/commands/map.ts';
import { verify } from '../../cli/commands/verify.ts';
import { OperatorError } from '../../cli/operator-error.ts';
import { FakeClock } from '../../sandbox/clock.ts';
import { addUser } from '../../sandbox/cognito/fixtures.ts';
import { type BackfillWorld, startBackfillWorld } from '../support/integration-backfill.ts';
import { deployedContextOf } from '../support/operators-context.ts';
import { sdkClient } from '../support/real-client.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

/** Two pools, listed over the wire and compared; fifty of their people are not as they should be. */

const NATIVES = 40;
const PLANTS = 50;
const FAST = { requestsPerSecond: 100_000 };

interface VerifyWorld extends BackfillWorld {
  readonly people: number;
  readonly planted: readonly Planted[];
}

let small: VerifyWorld;
let large: VerifyWorld;
let directory: string;

const poolsOf = ({ sandbox, newPoolId }: BackfillWorld) => {
  const { services } = sandbox;
  return [services, services.pools.pool(OLD_POOL_ID), services.pools.pool(newPoolId)] as const;
};

const startWorld = async (people: number, plants: number): Promise<VerifyWorld> => {
  const clock = new FakeClock();
  const world = await startBackfillWorld({ sandbox: { clock } });
  const [services, old, moved] = poolsOf(world);
  populate(services, old, 0, people);
  clock.advanceBy(86_400_000);
  movePeople(services, old, moved, 0, people, () => true);
  for (let index = 0; index < NATIVES; index += 1) {
    addUser(services, moved, { username: `native-${index}`, attributes: { nickname: 'native' } });
  }
  const planted = plantDifferences(services, old, moved, plants);
  clock.advanceBy(60_000);
  return { ...world, people, planted };
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verify-test-'));
  large = await startWorld(3_000, PLANTS);
  small = await startWorld(60, PLANTS);
});
afterAll(async () => {
  await large?.close();
  await small?.close();
  await rm(directory, { recursive: true });
});

/** The lines of a file of differences, as a plant is told. */
const differencesIn = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(file, 'utf8');
  return text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => {
      const [kind, , attribute, reason, , oldUsername, , newUsername] = line.split(',');
      const username = kind === 'doubled' || oldUsername === '' ? newUsername : oldUsername;
      return [kind, `${attribute}${reason}`, username].join(' ');
    });
};

const contextOf = (world: BackfillWorld, json = false, signal?: AbortSignal) =>
  deployedContextOf(world.sandbox, { json, ...(signal === undefined ? {} : { signal }) });

describe('verify', () => {
  test('finds every one of fifty planted differences, and nothing else', async () => {
    const { context, stdout } = await contextOf(large, true);
    const csv = join(directory, 'differences.csv');
    expect(await verify(context, { ...FAST, csv })).toBe(1);
    expect([...(await differencesIn(csv))].sort()).toEqual(large.planted.map(keyOf).sort());
    expect((await stat(csv)).mode & 0o777).toBe(0o600);

    const missing = large.planted.filter(({ kind }) =>
      ['missing', 'left-behind', 'left-out'].includes(kind),
    ).length;
    const fromNowhere = large.planted.filter(({ kind }) =>
      ['invented', 'came-meanwhile'].includes(kind),
    ).length;
    const doubled = large.planted.filter(({ kind }) => kind === 'doubled').length;
    const together = PLANTS - missing - fromNowhere;
    const summary = JSON.parse(stdout());
    expect(summary).toMatchObject({
      oldUsers: large.people + PLANTS - fromNowhere,
      newUsers: large.people + NATIVES + together + fromNowhere + doubled,
      moved: large.people + together,
      same: large.people,
      natives: NATIVES,
      clean: false,
    });
    expect(summary.differences.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(
      PLANTS,
    );
    expect(stdout()).not.toContain('Married');
    expect(stdout()).not.toContain('example.com');
  });

  test('tells people what is off and what to do', async () => {
    const { context, stdout, stderr } = await contextOf(small);
    expect(await verify(context, { ...FAST })).toBe(1);
    expect(stdout()).toMatch(/of whom nothing differs +60/);
    expect(stdout()).toMatch(/off +A contact is verified that was not in the old pool +email_verified/);
    expect(stdout()).toMatch(/fine +Not in the new pool, and need not be +federated/);
    expect(stderr()).toContain('Set the flag to false');
    expect(stderr()).toContain('(no-verified-contact)');
  });

  test('shows values where that was asked for', async () => {
    const { context, stdout } = await contextOf(small, true);
    const csv = join(directory, 'values.csv');
    await verify(context, { ...FAST, csv, values: true });
    expect(await readFile(csv, 'utf8')).toContain('Ann,Married');
    expect(stdout()).toContain('"Somebody else"');
  });

  test('accepts a reason that the operator accepts', async () => {
    const { context, stdout } = await contextOf(small, true);
    await verify(context, { ...FAST, accept: ['no-verified-contact'] });
    expect(JSON.parse(stdout()).differences).toContainEqual({
      kind: 'left-out',
      detail: 'no-verified-contact',
      count: 3,
      off: false,
    });
  });

  test('leaves nothing behind, and writes no file, if it is stopped', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('user-migration-spool-'));
    const stop = new AbortController();
    const { context } = await contextOf(small, false, stop.signal);
    const csv = join(directory, 'stopped.csv');
    const going = verify(
      {
        ...context,
        terminal: { ...context.terminal, progress: () => ({ update: () => stop.abort(), end: () => {} }) },
      },
      { ...FAST, csv },
    );
    await expect(going).rejects.toBeInstanceOf(OperatorError);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('user-migration-spool-'))).toEqual(
      before,
    );
    expect((await readdir(directory)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  test('refuses a file that it cannot write before it lists anything', async () => {
    const { context, stderr } = await contextOf(small);
    const csv = join(directory, 'nowhere', 'differences.csv');
    await expect(verify(context, { ...FAST, csv })).rejects.toThrow(/cannot be written/);
    expect(stderr()).toBe('');
  });
});

describe('map', () => {
  const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1);

  test('tells where everybody is who has moved', async () => {
    const { context, stdout, stderr } = await contextOf(small);
    expect(await map(context, FAST)).toBe(1);
    const [header, ...lines] = linesOf(stdout());
    expect(header).toBe('old_sub,old_username,new_sub,new_username');
    const [services, old, moved] = poolsOf(small);
    const from = services.pools.user(old, 'user-0000007');
    const to = services.pools.user(moved, 'user-0000007');
    expect(lines).toContain([from.sub, from.username, to.sub, to.username].join(','));
    expect(lines.every((line) => /^[\w-]+,[\w-]+,[\w-]+,[\w-]+$/.test(line))).toBe(true);
    expect(stderr()).toContain('more than one user');
  });

  test('with --all also of those who have not moved, as objects with --json', async () => {
    const { context, stdout } = await contextOf(small, true);
    await map(context, { ...FAST, all: true });
    const people = linesOf(stdout()).map((line) => JSON.parse(line));
    const [services, old] = poolsOf(small);
    const { sub } = services.pools.user(old, 'planted-0');
    expect(people).toContainEqual({ oldSub: sub, oldUsername: 'planted-0', newSub: '', newUsername: '' });
  });
});

test('where people changed their profiles after the move, nothing is off', async () => {
  const clock = new FakeClock();
  const quiet = await startBackfillWorld({ sandbox: { clock } });
  const client = sdkClient(quiet.sandbox);
  try {
    const { services } = quiet.sandbox;
    const [old, moved] = [services.pools.pool(OLD_POOL_ID), services.pools.pool(quiet.newPoolId)];
    populate(services, old, 0, 100);
    movePeople(services, old, moved, 0, 100, () => true);
    clock.advanceBy(60_000);
    const UserAttributes = [{ Name: 'given_name', Value: 'Changed' }];
    await client.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: moved.id,
        Username: 'user-0000001',
        UserAttributes,
      }),
    );
    const { context, stdout, stderr } = await deployedContextOf(quiet.sandbox);
    expect(await verify(context, FAST)).toBe(0);
    expect(stdout()).toMatch(/fine +Changed in the new pool after the move +given_name +1/);
    expect(stderr()).toContain('Nothing is off.');
    const mapped = await deployedContextOf(quiet.sandbox);
    expect(await map(mapped.context, FAST)).toBe(0);
  } finally {
    client.destroy();
    await quiet.close();
  }
});
