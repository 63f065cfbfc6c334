import { describe, expect, test } from '@jest/globals';
import { releaseLock, takeLock } from '../../../handlers/backfill/run/run-lock.ts';
import { MemoryObjects } from '../../support/memory-objects.ts';

const lockOf = (execution: string) => ({
  execution,
  runId: `run of ${execution}`,
  takenAt: '2026-01-01T00:00:00Z',
});
const deps = (store: MemoryObjects, running: readonly string[]) => ({
  store,
  executions: { isRunning: async (execution: string) => running.includes(execution) },
});

describe('the lock', () => {
  test('is taken by the first', async () => {
    const store = new MemoryObjects();
    expect(await takeLock(deps(store, []))(lockOf('one'))).toEqual({ kind: 'taken' });
    expect(store.json('lock.json')).toEqual(lockOf('one'));
  });

  test('is not given to a second while the first runs', async () => {
    const store = new MemoryObjects();
    await takeLock(deps(store, []))(lockOf('one'));
    expect(await takeLock(deps(store, ['one']))(lockOf('two'))).toEqual({ kind: 'busy', by: lockOf('one') });
  });

  test('is taken over from an execution that is over', async () => {
    const store = new MemoryObjects();
    await takeLock(deps(store, []))(lockOf('one'));
    expect(await takeLock(deps(store, []))(lockOf('two'))).toEqual({ kind: 'taken' });
    expect(store.json('lock.json')).toEqual(lockOf('two'));
  });

  test('is kept by an execution whose first try died', async () => {
    const store = new MemoryObjects();
    await takeLock(deps(store, []))(lockOf('one'));
    expect(await takeLock(deps(store, ['one']))(lockOf('one'))).toEqual({ kind: 'taken' });
  });

  test('goes to one of two that see a dead execution at once', async () => {
    const store = new MemoryObjects();
    await takeLock(deps(store, []))(lockOf('dead'));
    const results = await Promise.all(
      ['one', 'two'].map((execution) => takeLock(deps(store, ['one', 'two']))(lockOf(execution))),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual(['busy', 'taken']);
  });

  test('is not released by an invocation of an execution that is over, whose successor has it', async () => {
    const store = new MemoryObjects();
    await takeLock(deps(store, []))(lockOf('one'));
    const late = {
      read: async (key: string) => {
        const found = await store.read(key);
        await takeLock(deps(store, []))(lockOf('two'));
        return found;
      },
      write: store.write.bind(store),
      remove: store.remove.bind(store),
    };
    await releaseLock({ store: late })('one');
    expect(store.json('lock.json')).toEqual(lockOf('two'));
  });

  test('is released by its holder and nobody else', async () => {
    const store = new MemoryObjects();
    await takeLock(deps(store, []))(lockOf('one'));
    await releaseLock({ store })('two');
    expect(store.objects.has('lock.json')).toBe(true);
    await releaseLock({ store })('one');
    expect(store.objects.has('lock.json')).toBe(false);
  });
});
