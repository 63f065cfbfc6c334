import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { FileJobs } from './file-jobs.ts';
import { linesOfFolder } from './parts.ts';
import { folders, keysOf, readJson } from './run-objects.ts';
import type { WalkState } from './walk.ts';

/** The lines of `ClassifiedUser`s of one file, over all its attempts; what has no class yet is not among them. */
export async function* outcomesOf(
  store: Pick<ObjectStore, 'read' | 'lines'>,
  runId: string,
  file: string,
): AsyncGenerator<readonly string[]> {
  const keys = keysOf(runId);
  const jobs = await readJson<FileJobs>(store, keys.jobs(file));
  for (const { number } of jobs?.value.attempts ?? []) {
    const walked = await readJson<WalkState>(store, keys.outcomes(file, number));
    if (walked === undefined) continue;
    yield* linesOfFolder(store, keys.root, walked.value.parts, folders.outcomes(file, number));
  }
  if (jobs?.value.finished === true) {
    const givenUp = await store.lines(keys.givenUp(file));
    if (givenUp !== undefined) yield* givenUp;
  }
}
