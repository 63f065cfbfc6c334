import type { ExecutionListItem, HistoryEvent } from '@aws-sdk/client-sfn';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { RunEvent } from '../migration/status/run-progress.ts';
import { isUnderWay } from '../migration/status/under-way.ts';
import { clientConfig, type ServiceAccess } from './clients/service-access.ts';
import { TIME_LIMITS } from './clients/time-limits.ts';

/** Executions of the state machine. */
export interface Executions {
  /** Whether the execution is still under way; one that nobody knows any more is not. */
  isRunning(executionArn: string): Promise<boolean>;
}

/** Tries per call. */
const PATIENCE = 5;

const isGone = (error: unknown): boolean => error instanceof Error && error.name === 'ExecutionDoesNotExist';

/** Executions over the SDK. */
export const createExecutions = (
  client: SFNClient = new SFNClient({ maxAttempts: PATIENCE }),
): Executions => ({
  async isRunning(executionArn) {
    try {
      const { status = '' } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return isUnderWay(status);
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  },
});

/** One execution among others. */
export interface ListedExecution {
  readonly arn: string;
  readonly name: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`. */
  readonly status: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds; absent while it is under way. */
  readonly endedAt?: number;
}

/** One execution, with what went in and what came out. */
export interface DescribedExecution extends ListedExecution {
  /** JSON. It may name people. */
  readonly input: string;
  /** JSON; only of one that succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** A state machine, as somebody sees it who starts and watches it. */
export interface Workflow {
  /**
   * Starts an execution. The same name and input while it is under way start no second one.
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   * @returns its ARN
   */
  start(name: string, input: object): Promise<string>;
  /** Newest first; as many calls as it takes. */
  list(options: { readonly most: number; readonly running?: boolean }): Promise<readonly ListedExecution[]>;
  /** The ARN that an execution of this name has, there or not. */
  arnOf(name: string): string;
  /** Undefined for one that nobody knows, or knows any more: Step Functions forgets after 90 days. */
  describe(arn: string): Promise<DescribedExecution | undefined>;
  /**
   * What has happened after an event, oldest first. It is read from the end, so that asking again and again costs little.
   * @param after the id of the last event that is known; 0 for none
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
   */
  eventsAfter(arn: string, after: number): Promise<readonly RunEvent[]>;
  destroy(): void;
}

/** Most executions and events on a page. */
const PAGE_SIZE = 100;

/** The state machine with this ARN over the SDK. Whoever made it calls `destroy` in the end. */
export const createWorkflow = (access: ServiceAccess, stateMachineArn: string): Workflow => {
  const client = new SFNClient({
    ...clientConfig(access),
    maxAttempts: PATIENCE,
    requestHandler: TIME_LIMITS.call,
  });
  return {
    async start(name, input) {
      const request = { stateMachineArn, name, input: JSON.stringify(input) };
      const { executionArn = '' } = await client.send(new StartExecutionCommand(request));
      return executionArn;
    },
    async list({ most, running = false }) {
      const found: ListedExecution[] = [];
      for (let nextToken: string | undefined; ; ) {
        const page = await client.send(
          new ListExecutionsCommand({
            stateMachineArn,
            maxResults: Math.min(most - found.length, PAGE_SIZE),
            ...(running ? { statusFilter: 'RUNNING' } : {}),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        );
        found.push(...(page.executions ?? []).map(listed));
        nextToken = page.nextToken;
        if (nextToken === undefined || found.length >= most) return found;
      }
    },
    arnOf: (name) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    async describe(executionArn) {
      try {
        const {
          input = '{}',
          output,
          error,
          cause,
          ...others
        } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return {
          ...listed(others),
          input,
          ...(output === undefined ? {} : { output }),
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        };
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
    async eventsAfter(executionArn, after) {
      const found: HistoryEvent[] = [];
      for (let nextToken: string | undefined; ; ) {
        const page = await client.send(
          new GetExecutionHistoryCommand({
            executionArn,
            reverseOrder: true,
            maxResults: PAGE_SIZE,
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        );
        const events = page.events ?? [];
        const fresh = events.filter(({ id = 0 }) => id > after);
        found.push(...fresh);
        nextToken = page.nextToken;
        if (nextToken === undefined || fresh.length < events.length) return found.reverse().map(eventOf);
      }
    },
    destroy: () => client.destroy(),
  };
};

const listed = ({
  executionArn: arn = '',
  name = '',
  status,
  startDate,
  stopDate,
}: Partial<ExecutionListItem>): ListedExecution => ({
  arn,
  name,
  status: status ?? '',
  startedAt: startDate?.getTime() ?? 0,
  ...(stopDate === undefined ? {} : { endedAt: stopDate.getTime() }),
});

const eventOf = ({ id = 0, type, ...details }: HistoryEvent): RunEvent => {
  const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = details;
  const state = entered?.name ?? exited?.name;
  return {
    id,
    type: type ?? '',
    ...(state === undefined ? {} : { state }),
    ...(exited?.output === undefined ? {} : { output: exited.output }),
  };
};
