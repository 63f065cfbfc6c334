import { setTimeout } from 'node:timers/promises';
import type { DescribedExecution, Workflow } from '../../aws/executions.ts';
import { member } from '../../migration/member.ts';
import { parsed } from '../../migration/status/run-output.ts';
import type { Expected, Phase, RunProgress } from '../../migration/status/run-progress.ts';
import { advance, NOT_BEGUN, PHASES, phaseProgress } from '../../migration/status/run-progress.ts';
import type { DeployedContext } from '../command-context.ts';
import { OperatorError } from '../operator-error.ts';
import { poolEstimates } from '../pool-estimates.ts';
import type { Progress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

/** What was seen of an execution, to its end or to Ctrl-C. */
export interface WatchedRun {
  readonly execution: DescribedExecution;
  readonly progress: RunProgress;
}

/** Milliseconds between two looks at AWS, and at a sandbox. */
const INTERVAL = 5_000;
const INTERVAL_OF_A_SANDBOX = 200;

/** How many people the run is about: a pilot names or counts them. */
const expectedOf = (input: string, pools: Expected): Expected => {
  const [limit, usernames] = [member(parsed(input), 'limit'), member(parsed(input), 'usernames')];
  if (Array.isArray(usernames)) return { ...pools, oldPool: usernames.length };
  return typeof limit === 'number' ? { ...pools, oldPool: Math.min(limit, pools.oldPool) } : pools;
};

/** One line for each phase; with `--json` none. */
class PhaseLines {
  readonly #terminal: Terminal;
  #current: { readonly phase: Phase; readonly line: Progress } | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(run: RunProgress, expected: Expected): void {
    if (this.#terminal.json) return;
    if (this.#current?.phase !== run.phase) {
      this.end();
      this.#current = { phase: run.phase, line: this.#terminal.progress(PHASES[run.phase]) };
    }
    this.#current.line.update(phaseProgress(run, expected));
  }

  end(): void {
    this.#current?.line.end();
    this.#current = undefined;
  }
}

/** Waits; false if it is to stop. */
const pause = async (milliseconds: number, signal: AbortSignal): Promise<boolean> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {});
  return !signal.aborted;
};

/**
 * Watches an execution until it ends, or until Ctrl-C, which leaves it running.
 * @throws OperatorError if Step Functions does not know it
 */
export const watchExecution = async (
  context: DeployedContext,
  workflow: Workflow,
  arn: string,
): Promise<WatchedRun> => {
  const { terminal, signal } = context;
  const describe = async (): Promise<DescribedExecution> => {
    const found = await workflow.describe(arn);
    if (found !== undefined) return found;
    throw new OperatorError(
      `Step Functions does not know the execution ${arn}.`,
      'It forgets executions after 90 days; the report is in the bucket until that forgets it, too.',
    );
  };
  const expected = expectedOf((await describe()).input, await poolEstimates(context));
  const interval = context.new.access.endpoint === undefined ? INTERVAL : INTERVAL_OF_A_SANDBOX;
  const lines = new PhaseLines(terminal);
  let progress = NOT_BEGUN;
  try {
    do {
      for (const event of await workflow.eventsAfter(arn, progress.lastEvent)) {
        const next = advance(progress, event);
        // A phase that is over is shown as it ended.
        if (next.phase !== progress.phase) lines.show(progress, expected);
        progress = next;
      }
      lines.show(progress, expected);
    } while (!progress.ended && (await pause(interval, signal)));
  } finally {
    lines.end();
  }
  return { execution: await describe(), progress };
};
