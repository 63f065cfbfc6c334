import type {
  DescribeExecutionOutput,
  DescribeStateMachineOutput,
  ExecutionListItem,
} from '@aws-sdk/client-sfn';
import type { Services } from '../cognito/services.ts';
import { invalidToken, unknownOperation, validation } from './errors.ts';
import type { Execution } from './execution.ts';
import type { StepFunctions } from './step-functions.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (stepFunctions: StepFunctions, input: Input) => Promise<object>;

/**
 * Runs one operation of the API.
 * @throws CognitoError what Step Functions refuses
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export async function dispatchStates(
  { stepFunctions }: Pick<Services, 'stepFunctions'>,
  operation: string,
  input: unknown,
): Promise<object> {
  const run = OPERATIONS[operation];
  if (!run) throw unknownOperation(operation);
  return run(stepFunctions, { ...(typeof input === 'object' && input) });
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  async StartExecution(stepFunctions, input) {
    const arn = text(input, 'stateMachineArn');
    const options = { name: optionalText(input, 'name'), input: optionalText(input, 'input') };
    const execution = await stepFunctions.startExecution(arn, options);
    return { executionArn: execution.options.arn, startDate: execution.startDate };
  },

  async DescribeExecution(stepFunctions, input) {
    return describe(stepFunctions.execution(text(input, 'executionArn')));
  },

  async StopExecution(stepFunctions, input) {
    const execution = stepFunctions.execution(text(input, 'executionArn'));
    execution.abort(optionalText(input, 'error'), optionalText(input, 'cause'));
    return { stopDate: execution.stopDate };
  },

  async ListExecutions(stepFunctions, input) {
    const status = optionalText(input, 'statusFilter');
    const executions = stepFunctions
      .executionsOf(text(input, 'stateMachineArn'))
      .filter((execution) => status === undefined || execution.status === status);
    const { items, nextToken } = page(executions, input);
    return { executions: items.map(summary), ...nextToken };
  },

  async GetExecutionHistory(stepFunctions, input) {
    const { events } = stepFunctions.execution(text(input, 'executionArn')).history;
    const { items, nextToken } = page(input['reverseOrder'] ? [...events].reverse() : events, input);
    return { events: items, ...nextToken };
  },

  async ListStateMachines(stepFunctions, input) {
    const { items, nextToken } = page(stepFunctions.stateMachines, input);
    const stateMachines = items.map(({ arn, name, creationDate }) => ({
      ...{ stateMachineArn: arn, name, creationDate, type: 'STANDARD' },
    }));
    return { stateMachines, ...nextToken };
  },

  async DescribeStateMachine(stepFunctions, input) {
    const { arn, name, definition, roleArn, creationDate } = stepFunctions.stateMachine(
      text(input, 'stateMachineArn'),
    );
    return {
      ...{ stateMachineArn: arn, name, definition, roleArn, creationDate },
      status: 'ACTIVE',
      type: 'STANDARD',
    } satisfies DescribeStateMachineOutput;
  },
};

function describe(execution: Execution): DescribeExecutionOutput {
  const { output, failure, options } = execution;
  return {
    ...summary(execution),
    input: options.input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(failure.error !== undefined && { error: failure.error }),
    ...(failure.cause !== undefined && { cause: failure.cause }),
    redriveCount: 0,
  };
}

function summary({ options, status, startDate, stopDate }: Execution) {
  return {
    executionArn: options.arn,
    stateMachineArn: options.stateMachine.arn,
    name: options.name,
    status,
    startDate,
    ...(stopDate && { stopDate }),
  } satisfies ExecutionListItem;
}

/** Items on a page where the request does not say. */
const PAGE_SIZE = 100;

function page<T>(
  items: readonly T[],
  input: Input,
): { items: readonly T[]; nextToken: { nextToken?: string } } {
  const size = Number(input['maxResults'] ?? 0) || PAGE_SIZE;
  const token = optionalText(input, 'nextToken');
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw invalidToken();
  const end = start + size;
  return { items: items.slice(start, end), nextToken: end < items.length ? { nextToken: String(end) } : {} };
}

function text(input: Input, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined) {
    throw validation(
      `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}

function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}
