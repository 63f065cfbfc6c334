import { expect, test } from '@jest/globals';
import { forget, forgetCommand } from '../../cli/commands/forget.ts';
import type { RemovalOptions } from '../../cli/commands/removal.ts';
import { undo } from '../../cli/commands/undo.ts';
import { OperatorError } from '../../cli/operator-error.ts';
import { refuseWhileRunsBringBack, tellRunsSince } from '../../cli/unfinished-runs.ts';
import { type BackfillWorld, signIn, withTwentyPeople } from '../support/integration-backfill.ts';
import { deployedContextOf, type OperatorOptions } from '../support/operators-context.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

/** `migrate forget` and `migrate undo` where a backfill could bring back whoever is deleted. */

const A_DAY = 86_400_000;

const nextOf = (world: BackfillWorld) => {
  const [user] = world.sandbox.services.pools.pool(OLD_POOL_ID).users.values();
  return user;
};

/** Deletes whoever of the old pool is next. */
const deleting = async (
  world: BackfillWorld,
  command: typeof forget,
  options: Partial<RemovalOptions> = {},
  operatorOptions: OperatorOptions = {},
) => {
  const { context, stderr } = await deployedContextOf(world.sandbox, operatorOptions);
  const user = nextOf(world);
  const asking = { ask: async () => undefined };
  const status = await command(context, user?.username ?? '', { asking, yes: true, ...options });
  return { status, stderr: stderr() };
};

/** A run that somebody stops before its import begins. */
const halt = async (world: BackfillWorld, runId: string): Promise<void> => {
  world.sandbox.stepFunctions.interference.abortAt('StartImport');
  expect(await world.run({ runId })).toMatchObject({ status: 'ABORTED' });
};

test('whoever is in the files of a run that halted is not deleted, until it came to its end', () =>
  withTwentyPeople({}, async (world) => {
    await halt(world, 'halted');
    const users = world.sandbox.services.pools.pool(OLD_POOL_ID).users.size;
    for (const command of [forget, undo]) {
      await expect(deleting(world, command)).rejects.toMatchObject({
        message: expect.stringContaining('The backfill halted did not end with an import'),
        remedy: expect.stringMatching(/backfill --resume halted.*--accept-unfinished-run halted\.$/),
      });
      await expect(deleting(world, command, { acceptUnfinishedRun: ['other'] })).rejects.toThrow(
        OperatorError,
      );
    }
    expect(world.sandbox.services.pools.pool(OLD_POOL_ID).users.size).toBe(users);
    expect(await world.run({ runId: 'halted' })).toMatchObject({ status: 'SUCCEEDED' });
    const { status, stderr } = await deleting(world, forget);
    expect(status).toBe(0);
    expect(stderr).toContain('resume no backfill that began before now and has not ended');
    expect(stderr).not.toContain('Never resume');
  }));

test('a dry run of the same id that was aborted hides no run that halted', () =>
  withTwentyPeople({}, async (world) => {
    await halt(world, 'halted');
    world.sandbox.stepFunctions.interference.abortAt('Plan');
    expect(await world.run({ runId: 'halted', dryRun: true })).toMatchObject({ status: 'ABORTED' });
    for (const command of [forget, undo]) {
      await expect(deleting(world, command)).rejects.toThrow('The backfill halted did not end');
    }
  }));

test('files that were made stay to be imported, though the run was resumed for no more', () =>
  withTwentyPeople({}, async (world) => {
    await world.run({ runId: 'files', import: false });
    expect(await world.run({ runId: 'files' })).toMatchObject({ status: 'SUCCEEDED' });
    await expect(deleting(world, forget)).rejects.toThrow('The backfill files did not end with an import');
  }));

test.each([
  ['forget', forget],
  ['undo', undo],
] as const)('a run that begins while the operator is asked ends it: %s', (_, command) =>
  withTwentyPeople({}, async (world) => {
    const { username } = nextOf(world)!;
    if (command === undo) await signIn(world, username);
    const [before, movedBefore] = [
      world.sandbox.services.pools.pool(OLD_POOL_ID).users.size,
      world.sourceSubs().length,
    ];
    const asking = {
      ask: async () => {
        await halt(world, 'meanwhile');
        return username;
      },
    };
    await expect(deleting(world, command, { asking, yes: false })).rejects.toThrow(
      'The backfill meanwhile did not end with an import',
    );
    expect(world.sandbox.services.pools.pool(OLD_POOL_ID).users.size).toBe(before);
    expect(world.sourceSubs()).toHaveLength(movedBefore);
  }),
);

test.each([
  ['forget', forget, 'is deleted'],
  ['undo', undo, 'is removed'],
] as const)('a run that begins with the deletion is named, with what to do: %s', (name, command, done) =>
  withTwentyPeople({}, async (world) => {
    const { username, sub } = nextOf(world)!;
    if (command === undo) await signIn(world, username);
    const { context, stderr } = await deployedContextOf(world.sandbox);
    const { stepFunctions } = world.sandbox;
    let begun: ReturnType<typeof stepFunctions.startExecution> | undefined;
    const talk = (line: string): void => {
      context.terminal.talk(line);
      if (!line.includes(done)) return;
      const arn = world.stack.outputs['BackfillStateMachineArn']!;
      begun = stepFunctions.startExecution(arn, { name: 'meanwhile', input: '{}' });
    };
    const status = await command({ ...context, terminal: { ...context.terminal, talk } }, username, {
      ...{ asking: { ask: async () => undefined }, yes: true },
    });
    expect(status).toBe(1);
    expect(stderr()).toMatch(
      new RegExp(`The backfill meanwhile began or went on meanwhile.*run "${name} ${sub}" once more`),
    );
    await (await begun)?.ended;
  }),
);

test.each([
  ['forget', forget, 'is deleted'],
  ['undo', undo, 'is removed'],
] as const)('that runs could not be asked after the deletion hides nothing: %s', (name, command, done) =>
  withTwentyPeople({}, async (world) => {
    await halt(world, 'given-up');
    const { username, sub } = nextOf(world)!;
    if (command === undo) await signIn(world, username);
    const { context, stdout, stderr } = await deployedContextOf(world.sandbox, { json: true });
    const talk = (line: string): void => {
      context.terminal.talk(line);
      if (!line.includes(done)) return;
      const failure = { kind: 'error', name: 'AccessDeniedException', message: 'No' } as const;
      world.sandbox.interference.failNext('ListExecutions', failure);
    };
    const status = await command({ ...context, terminal: { ...context.terminal, talk } }, username, {
      ...{ asking: { ask: async () => undefined }, yes: true, acceptUnfinishedRun: ['given-up'] },
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout())).toMatchObject({ dryRun: false, old: { username }, runsSince: null });
    expect(stderr()).toContain('whether a backfill began meanwhile could not be asked (No)');
    expect(stderr()).toContain(`run "${name} ${sub}" once more`);
    expect(stderr()).toContain('Never resume the backfill given-up');
  }),
);

test('of the runs since, a dry run brings nobody back, and one that was over before is none', () =>
  withTwentyPeople({}, async (world) => {
    await world.run({ runId: 'before' });
    const { context } = await deployedContextOf(world.sandbox);
    const seen = await refuseWhileRunsBringBack(context, []);
    await world.run({ dryRun: true });
    expect(await tellRunsSince(context, seen, 'forget ann')).toEqual([]);
    await world.run({ runId: 'since' });
    expect(await tellRunsSince(context, seen, 'forget ann')).toEqual(['since']);
  }));

test('a run that the operator gives up hinders nobody, and must not be resumed', () =>
  withTwentyPeople({}, async (world) => {
    await halt(world, 'given-up');
    const { status, stderr } = await deleting(world, forget, { acceptUnfinishedRun: ['given-up'] });
    expect(status).toBe(0);
    expect(stderr).toContain('Never resume the backfill given-up, and import none of its files');
  }));

test('files that were made and not imported count like a run that halted; undo says so, too', () =>
  withTwentyPeople({}, async (world) => {
    expect(await world.run({ usernames: ['nobody-there'] })).toMatchObject({ error: 'PilotUnknown' });
    await world.run({ dryRun: true });
    await world.run({ runId: 'dry', dryRun: true });
    await world.run({ runId: 'files', import: false });
    await expect(deleting(world, forget)).rejects.toThrow('The backfill files did not end with an import');
    expect(await world.run({ runId: 'files', import: true })).toMatchObject({ status: 'SUCCEEDED' });
    await world.run({ runId: 'files' });
    expect(await deleting(world, forget)).toMatchObject({ status: 0 });
    await world.run({ runId: 'more', import: false });
    const undone = await deleting(world, undo, { acceptUnfinishedRun: ['files', 'more'] });
    expect(undone.stderr).toContain('Never resume the backfill more, and');
    expect(undone.stderr).not.toContain('the backfill files');
  }));

test('a run whose files have expired hinders nobody', () =>
  withTwentyPeople({ backfill: { expireAfterDays: 3 } }, async (world) => {
    await halt(world, 'old');
    const after = (days: number) => ({ now: () => world.sandbox.services.clock.now() + days * A_DAY });
    await expect(deleting(world, forget, {}, after(4))).rejects.toThrow('The backfill old did not end');
    expect(await deleting(world, forget, {}, after(6))).toMatchObject({ status: 0 });
  }));

test('--accept-unfinished-run names one run, and may be repeated', () => {
  const command = forgetCommand({ deployed: async () => undefined } as never);
  command.exitOverride().action(() => undefined);
  command.parse(['ann', '--accept-unfinished-run', 'a', '--accept-unfinished-run', 'b'], { from: 'user' });
  expect(command.opts()).toEqual({ acceptUnfinishedRun: ['a', 'b'] });
});
