import { isResumable } from '../backfill/resumable.ts';
import { member } from '../member.ts';
import { parsed, readPlanned } from '../status/run-output.ts';

/** One execution of the backfill, as far as it says whether its run may import somebody later. */
export interface PastExecution {
  readonly runId: string;
  /**
   * `imported`: it came to its end, and nothing of its run is left to import. `dry-run`: its run has no files.
   * `refused`: it did nothing, and never will. `open`: anything else, a run that stopped after its files among it.
   */
  readonly came: 'imported' | 'dry-run' | 'refused' | 'open';
}

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

/** What came of an execution; what it does not tell counts as `open`. */
export const cameOf = ({ status, input, output = '', error }: DescribedRun): PastExecution['came'] => {
  if (error !== undefined && !isResumable(error)) return 'refused';
  const planned = readPlanned(parsed(output));
  if (member(parsed(input), 'dryRun') === true || planned?.dryRun === true) return 'dry-run';
  const isOver = planned?.kind === 'finished' || planned?.imports === true;
  return status === 'SUCCEEDED' && isOver ? 'imported' : 'open';
};

/**
 * The runs that can be resumed and then import people whom they listed before: whoever was deleted since would be there
 * again. In the order of their first mention.
 */
export const unfinishedRuns = (executions: readonly PastExecution[]): readonly string[] => {
  const over = new Set(
    executions.filter(({ came }) => came === 'imported' || came === 'dry-run').map(({ runId }) => runId),
  );
  const open = executions.filter(({ came, runId }) => came === 'open' && !over.has(runId));
  return [...new Set(open.map(({ runId }) => runId))];
};
