import { createPacedCall } from '../../../aws/clients/paced-call.ts';
import type { Timer } from '../../../aws/clients/request-pace.ts';
import { createPace, systemTimer } from '../../../aws/clients/request-pace.ts';
import type { NewPoolUsers } from '../../../aws/new-pool-users.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { readClassifiedUser } from '../../../migration/backfill/classes.ts';
import { isImportOf, personOf } from '../../../migration/backfill/found-users.ts';
import type { ManifestEntry } from '../../../migration/backfill/import-files.ts';
import { readManifestEntry } from '../../../migration/backfill/import-files.ts';
import { attemptsToDisable } from '../../../migration/backfill/job-attempts.ts';
import { LOOK_UPS_PER_SECOND } from '../../../migration/quotas.ts';
import type { Attempt, FileInput, FileStep } from '../run/file-jobs.ts';
import { openJobs, stepAfter, stepOf, withAttempt } from '../run/file-jobs.ts';
import { findByName } from '../run/find-person.ts';
import { outcomesOfAttempt } from '../run/outcomes.ts';
import { keysOf } from '../run/run-objects.ts';
import { takeTurn } from '../run/turns.ts';
import { submittedLines } from '../run/unprocessed-rows.ts';
import { walk } from '../run/walk.ts';

interface Deps {
  readonly store: ObjectStore;
  readonly newPool: Pick<NewPoolUsers, 'disable' | 'find'>;
  readonly stopped: () => boolean;
  /** @default the system's */
  readonly timer?: Timer;
}

/**
 * AdminDisableUser calls a second, of the account's 25 updates.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const DISABLED_PER_SECOND = 10;

/** The old `sub`s of those whom a job let in. */
const importedBy = async (
  store: Deps['store'],
  { runId, file }: FileInput,
  { number }: Attempt,
): Promise<ReadonlySet<string>> => {
  const imported = new Set<string>();
  for await (const lines of outcomesOfAttempt(store, runId, file, number)) {
    for (const line of lines) {
      if (line === '') continue;
      const { sub, userClass } = readClassifiedUser(line);
      if (userClass.kind === 'imported') imported.add(sub);
    }
  }
  return imported;
};

/** @returns whether everybody is disabled whom the job let in. */
const disableAfter = async (deps: Deps, input: FileInput, attempt: Attempt): Promise<boolean> => {
  const { store, newPool, stopped, timer = systemTimer } = deps;
  const keys = keysOf(input.runId);
  const imported = await importedBy(store, input, attempt);
  const pacedAt = (perSecond: number) =>
    createPacedCall(createPace(perSecond, timer), { timer, stopped }).call;
  const [look, change] = [pacedAt(LOOK_UPS_PER_SECOND), pacedAt(DISABLED_PER_SECOND)];
  const find = (name: string) => look(() => newPool.find(name));
  /** The name of the row may have become somebody else's: only who came from the old user is disabled. */
  const disable = async (entry: ManifestEntry): Promise<void> => {
    const person = personOf(entry, await findByName(find, entry, { kind: 'skipped' }));
    if (person !== undefined && isImportOf(entry, person)) {
      await change(() => newPool.disable(person.username));
    }
  };
  const { done } = await walk({
    store,
    root: keys.root,
    stateKey: keys.disabling(input.file, attempt.number),
    records: () => submittedLines(store, keys.submittedManifest(input.file, attempt.number)),
    stopped,
    work: async (record) => {
      const entry = readManifestEntry(record);
      if (imported.has(entry.sub)) await disable(entry);
      return [];
    },
  });
  return done;
};

/**
 * Disables those of a file whom the import let in, after each of its jobs: an import file cannot say that somebody is
 * disabled.
 */
export const disableUsers =
  (deps: Deps) =>
  async (input: FileInput): Promise<FileStep> => {
    await takeTurn(deps.store, input, false);
    const state = await openJobs(deps.store, input);
    if (state.found === undefined) return stepOf(input, 'start');
    let jobs = state.found;
    for (const attempt of attemptsToDisable(input, jobs)) {
      if (!(await disableAfter(deps, input, attempt))) return stepOf(input, 'disable');
      jobs = withAttempt(jobs, { ...attempt, allDisabled: true });
      await state.save(jobs);
    }
    return stepAfter(input, jobs);
  };
