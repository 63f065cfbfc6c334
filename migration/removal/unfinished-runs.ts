/** One execution of the backfill, as far as it says whether its run may import somebody later. */
export interface PastExecution {
  readonly runId: string;
  /**
   * `imported`: it came to its end, and nothing of its run is left to import. `dry-run`: its run has no files.
   * `refused`: it did nothing, and never will. `open`: anything else, a run that stopped after its files among it.
   */
  readonly came: 'imported' | 'dry-run' | 'refused' | 'open';
}

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
