import { member } from '../../migration/member.ts';
import type { FileInput } from '../backfill/run/file-jobs.ts';
import type { PlanInput } from '../backfill/steps/plan.ts';
import type { ReportInput } from '../backfill/steps/report.ts';

/** What the state machine hands to the functions; the definition is in `stacks/backfill-workflow.ts`. */

const text = (event: unknown, name: string): string => {
  const value = member(event, name);
  if (typeof value === 'string') return value;
  throw new Error(`The state machine handed over no ${name}: its definition and its functions differ`);
};

const wholeNumber = (event: unknown, name: string): number => {
  const value = member(event, name);
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new Error(`The state machine handed over no ${name}: its definition and its functions differ`);
};

/** Of a step about a whole run. @throws Error if a member is missing, like those below */
export const readRun = (event: unknown): { readonly runId: string } => ({ runId: text(event, 'runId') });

/** Of a step about the people of one shard. */
export const readShard = (event: unknown): { readonly runId: string; readonly shard: string } => ({
  ...readRun(event),
  shard: text(event, 'shard'),
});

/** Of a step about the names of one partition. */
export const readPartition = (event: unknown): { readonly runId: string; readonly partition: number } => ({
  ...readRun(event),
  partition: wholeNumber(event, 'partition'),
});

/** Of the first step: the input of the execution goes along unchecked. */
export const readPlanInput = (event: unknown): PlanInput => ({
  execution: text(event, 'execution'),
  executionName: text(event, 'executionName'),
  startedAt: text(event, 'startedAt'),
  options: member(event, 'options'),
});

/** Of a step about one import file; a file that was not waited for yet has no `waits`. */
export const readFile = (event: unknown): FileInput & { readonly waits: number } => {
  const waits = member(event, 'waits');
  return {
    ...readRun(event),
    execution: text(event, 'execution'),
    file: text(event, 'file'),
    disabled: member(event, 'disabled') === true,
    waits: typeof waits === 'number' ? waits : 0,
  };
};

/** What a function threw arrives as JSON, what Lambda itself says as text. */
const readCause = (cause: string): string => {
  try {
    const parsed: unknown = JSON.parse(cause);
    const message = member(parsed, 'errorMessage');
    return typeof message === 'string' ? message : cause;
  } catch {
    return cause;
  }
};

/** The whole state: it may lack a plan, and has a failure only if something was caught. */
export const readReportInput = (event: unknown): ReportInput => {
  const runId = member(event, 'run', 'runId');
  const failure = member(event, 'failure');
  const [error, cause] = [member(failure, 'Error'), member(failure, 'Cause')];
  return {
    execution: text(event, 'execution'),
    ...(typeof runId === 'string' ? { runId } : {}),
    ...(failure === undefined
      ? {}
      : {
          failure: {
            error: typeof error === 'string' ? error : 'Unknown',
            cause: readCause(typeof cause === 'string' ? cause : 'No cause was given.'),
          },
        }),
  };
};
