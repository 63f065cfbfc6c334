import { isResumable } from '../backfill/resumable.ts';
import { member } from '../member.ts';
import { parsed, readPlanned } from '../status/run-output.ts';

/** One execution of the backfill, as far as it says whether its run may import somebody later. */
export interface PastExecution {
  readonly runId: string;
  readonly came: Came;
}

/**
 * `over`: it came to its end, and nothing of its run is left to import. `dry-plan`: its run is a dry run for good, and has
 * no files. `finished`: it found that its run had done what
 * was asked for, perhaps files and no import. `files`: it made files only, or was asked to. `harmless`: it imported
 * nobody, and says nothing about its run. `open`: anything else, a run that stopped after its files among it.
 */
export type Came = 'over' | 'dry-plan' | 'finished' | 'files' | 'harmless' | 'open';

/** An execution, as Step Functions describes it. */
export interface DescribedRun {
  readonly status: string;
  /** JSON. */
  readonly input: string;
  /** JSON; only of one that succeeded. */
  readonly output?: string;
  /** Only of one that failed. */
  readonly error?: string;
}

/** What came of an execution; what it does not tell counts as `open`, and so does one that is under way. */
export const cameOf = ({ status, input, output = '', error }: DescribedRun): Came => {
  if (error !== undefined && !isResumable(error)) return 'harmless';
  const planned = status === 'SUCCEEDED' ? readPlanned(parsed(output)) : undefined;
  // A run never changes from a dry run to another, so its plan says it; an input may ask for one of a run that is none.
  if (planned?.dryRun === true) return 'dry-plan';
  if (planned?.imports === true) return 'over';
  const asked = parsed(input);
  if (member(asked, 'dryRun') === true) return 'harmless';
  if (planned?.kind === 'finished') return 'finished';
  return planned !== undefined || member(asked, 'import') === false ? 'files' : 'open';
};

/** Whether an execution that came to this may have imported somebody, or let its run import somebody later. */
export const mayImport = (came: Came): boolean => came === 'over' || came === 'files' || came === 'open';

/**
 * The runs that can be resumed and then import people whom they listed before: whoever was deleted since would be there
 * again. In the order of their first mention.
 */
export const unfinishedRuns = (executions: readonly PastExecution[]): readonly string[] => {
  const idsOf = (...wanted: readonly Came[]) =>
    new Set(executions.filter(({ came }) => wanted.includes(came)).map(({ runId }) => runId));
  const over = idsOf('over', 'dry-plan');
  const files = idsOf('files');
  const finished = idsOf('finished');
  return [...idsOf('open', 'files')].filter(
    (runId) => !over.has(runId) && (files.has(runId) || !finished.has(runId)),
  );
};
