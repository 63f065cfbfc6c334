import type { NewPoolUsers } from '../../../aws/new-pool-users.ts';
import { createPacedCall } from '../../../aws/paced-call.ts';
import type { Timer } from '../../../aws/request-pace.ts';
import { createPace, systemTimer } from '../../../aws/request-pace.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { readClassifiedUser } from '../../../migration/backfill/classes.ts';
import { readManifestEntry } from '../../../migration/backfill/import-files.ts';
import type { FileInput, FileStep } from './file-jobs.ts';
import { stepOf } from './file-jobs.ts';
import { outcomesOf } from './outcomes.ts';
import { keysOf, ObjectMissing } from './run-objects.ts';
import { walk } from './walk.ts';

interface Deps {
  readonly store: ObjectStore;
  readonly newPool: Pick<NewPoolUsers, 'disable'>;
  readonly stopped: () => boolean;
  /** @default the system's */
  readonly timer?: Timer;
}

/**
 * AdminDisableUser calls a second, of the account's 25 updates.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const DISABLED_PER_SECOND = 10;

/** Disables those of a file whom the import let in: an import file cannot say that somebody is disabled. */
export const disableUsers =
  ({ store, newPool, stopped, timer = systemTimer }: Deps) =>
  async (input: FileInput): Promise<FileStep> => {
    const { runId, file } = input;
    const keys = keysOf(runId);
    const imported = new Set<string>();
    for await (const lines of outcomesOf(store, runId, file)) {
      for (const line of lines) {
        if (line === '') continue;
        const { sub, userClass } = readClassifiedUser(line);
        if (userClass.kind === 'imported') imported.add(sub);
      }
    }
    const { call } = createPacedCall(createPace(DISABLED_PER_SECOND, timer), { timer, stopped });
    const manifest = keys.submittedManifest(file, 1);
    const records = async function* () {
      const lines = await store.lines(manifest);
      if (lines === undefined) throw new ObjectMissing(manifest);
      yield* lines;
    };
    const { done } = await walk({
      store,
      root: keys.root,
      stateKey: keys.disabling(file),
      records,
      stopped,
      work: async (record) => {
        const { sub, username } = readManifestEntry(record);
        if (imported.has(sub)) await call(() => newPool.disable(username));
        return [];
      },
    });
    return stepOf(input, done ? 'done' : 'disable');
  };
