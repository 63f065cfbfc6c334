import type { Executions } from '../../../aws/executions.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { LOCK_KEY, readJson } from './run-objects.ts';

/** `lock.json`: which execution may work. */
interface Lock {
  readonly execution: string;
  readonly runId: string;
  /** ISO 8601. */
  readonly takenAt: string;
}

type LockResult = { readonly kind: 'taken' } | { readonly kind: 'busy'; readonly by: Lock };

interface Deps {
  readonly store: Pick<ObjectStore, 'read' | 'write' | 'remove'>;
  readonly executions: Executions;
}

/** Others may take and release the lock while we look; more often than this it is not by chance. */
const ATTEMPTS = 5;

/**
 * Makes this execution the only one that works. A lock whose execution is over, because it was aborted or its
 * last step failed, is taken over.
 */
export const takeLock =
  ({ store, executions }: Deps) =>
  async (lock: Lock): Promise<LockResult> => {
    const text = JSON.stringify(lock);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const fresh = await store.write(LOCK_KEY, text, { only: 'if-absent' });
      if (fresh.kind === 'written') return { kind: 'taken' };
      const found = await readJson<Lock>(store, LOCK_KEY);
      if (found === undefined) continue;
      const mine = found.value.execution === lock.execution;
      if (!mine && (await executions.isRunning(found.value.execution))) {
        return { kind: 'busy', by: found.value };
      }
      const result = await store.write(LOCK_KEY, text, { only: 'if-unchanged', etag: found.etag });
      if (result.kind === 'written') return { kind: 'taken' };
    }
    throw new Error('The lock of the backfill changes hands all the time');
  };

/** Lets the next execution work; nothing happens if the lock is somebody else's. */
export const releaseLock =
  ({ store }: Pick<Deps, 'store'>) =>
  async (execution: string): Promise<void> => {
    const found = await readJson<Lock>(store, LOCK_KEY);
    if (found?.value.execution !== execution) return;
    // An execution that is over may still have an invocation at work; the lock may be its successor's by now.
    await store.remove(LOCK_KEY, { only: 'if-unchanged', etag: found.etag });
  };
