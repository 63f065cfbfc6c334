import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { FileJobs } from './file-jobs.ts';
import { linesOfFolder } from './parts.ts';
import { folders, keysOf, readJson } from './run-objects.ts';
import type { WalkState } from './walk.ts';

/** The lines of `ClassifiedUser`s of one attempt; what has no class yet is not among them. */
export async function* outcomesOfAttempt(
  store: Pick<ObjectStore, 'read' | 'lines'>,
  runId: string,
  file: string,
  number: number,
): AsyncGenerator<readonly string[]> {
  const keys = keysOf(runId);
  const walked = await readJson<WalkState>(store, keys.outcomes(file, number));
  if (walked === undefined) return;
  yield* linesOfFolder(store, keys.root, walked.value.parts, folders.outcomes(file, number));
}

/** The lines of `ClassifiedUser`s of one file, over all its attempts. */
export async function* outcomesOf(
  store: Pick<ObjectStore, 'read' | 'lines'>,
  runId: string,
  file: string,
): AsyncGenerator<readonly string[]> {
  const jobs = await readJson<FileJobs>(store, keysOf(runId).jobs(file));
  for (const { number } of jobs?.value.attempts ?? []) {
    yield* outcomesOfAttempt(store, runId, file, number);
  }
}
