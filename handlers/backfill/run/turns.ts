import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { FileInput } from './file-jobs.ts';
import { ResumeNeeded } from './import-halted.ts';
import { keysOf, openState } from './run-objects.ts';

/** `jobs/turns.json`: how often an execution has come to a step of the import, tries included. */
interface Turns {
  readonly execution: string;
  readonly turns: number;
}

/**
 * Turns that an execution may take. An execution may have 25,000 events; a turn is nine (Choice 2, Wait 2, Task 5),
 * so these are 16,200, and everything before the import is some 5,500 at the most; only the look-ups of `mfaLookup` in a
 * pool of many millions take more. A file has four events of its own and three turns at least: 2,400 for all of them.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html
 */
export const MOST_TURNS = 1_800;

/**
 * Counts a turn.
 * @param mayEnd whether the run may end here: not while people are enabled who must be disabled.
 * @throws ResumeNeeded before the history is full.
 */
export const takeTurn = async (
  store: Pick<ObjectStore, 'read' | 'write'>,
  { runId, execution }: FileInput,
  mayEnd: boolean,
): Promise<void> => {
  const state = await openState<Turns>(store, keysOf(runId).turns);
  const before = state.found?.execution === execution ? state.found.turns : 0;
  await state.save({ execution, turns: before + 1 });
  if (mayEnd && before >= MOST_TURNS) {
    throw new ResumeNeeded(
      'Nothing is wrong, but an execution may have 25,000 events and this one has nearly used them up by waiting ' +
        'for import jobs. Start again with the same runId; a job that is under way goes on meanwhile.',
    );
  }
};
