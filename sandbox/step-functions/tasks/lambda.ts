import { randomUUID } from 'node:crypto';
import type { InvokeResult } from '../../lambda/functions.ts';
import { decide, whyDenied } from '../../server/policy-decision.ts';
import type { Json } from '../definition.ts';
import { runtimeError, TaskError } from '../task-error.ts';
import { parameters, type RunTask, type TaskServices } from './task.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

/** A function's own ARN as a task's resource: payload in, payload out. */
export const LAMBDA_FUNCTION = /^arn:aws:lambda:[^:]+:\d+:function:[\w-]+(?::[\w$-]+)?$/;

/** `FunctionName` and `Payload` in, `Payload` and a status out. */
export const invokeWithEnvelope: RunTask = async (services, input) => {
  const { FunctionName, Payload = {}, InvocationType = 'RequestResponse', ...others } = parameters(input);
  const [other] = Object.keys(others);
  if (other) throw runtimeError(`The sandbox does not support the parameter ${other} of ${LAMBDA_INVOKE}.`);
  if (InvocationType !== 'RequestResponse' || typeof FunctionName !== 'string') {
    throw runtimeError(`The sandbox invokes functions by FunctionName, as RequestResponse.`);
  }
  const payload = await invokeFunction(services, arnOf(services, FunctionName), Payload);
  return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
};

/** The bare payload. */
export const invokeBare =
  (functionArn: string): RunTask =>
  (services, input) =>
    invokeFunction(services, functionArn, input);

async function invokeFunction(services: TaskServices, functionArn: string, payload: Json): Promise<Json> {
  checkAllowed(services, functionArn);
  const functionName = functionArn.split(':')[6] ?? '';
  const fate = services.interference.fateOf(functionName);
  if (fate.kind === 'fails') throw new TaskError(fate.name, fate.cause);
  if (fate.kind === 'killed' && fate.when === 'before') throw errorOf(KILLED);
  const result = await services.invoke(functionArn, payload).catch((error: unknown) => {
    throw new TaskError('Lambda.ResourceNotFoundException', String(error));
  });
  if (fate.kind === 'killed') throw errorOf(KILLED);
  if (result.kind !== 'returned') throw errorOf(result);
  // It came through JSON.
  return asJson(result.payload);
}

const KILLED = {
  kind: 'threw',
  errorType: 'Runtime.ExitError',
  errorMessage: 'Error: Runtime exited with error: signal: killed',
} as const;

/**
 * The cause is the function's error as the Invoke operation returns it, as text.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
function errorOf(result: Exclude<InvokeResult, { kind: 'returned' }>): TaskError {
  switch (result.kind) {
    case 'threw': {
      const { errorType } = result;
      // What the runtime reports about itself names the request.
      const errorMessage = errorType.startsWith('Runtime.')
        ? `RequestId: ${randomUUID()} ${result.errorMessage}`
        : result.errorMessage;
      const trace = errorType.startsWith('Runtime.') ? {} : { trace: [`${errorType}: ${errorMessage}`] };
      return new TaskError(errorType, JSON.stringify({ errorType, errorMessage, ...trace }));
    }
    case 'timed-out': {
      const errorMessage = `RequestId: ${randomUUID()} Error: Task timed out`;
      return new TaskError(
        'Sandbox.Timedout',
        JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }),
      );
    }
    case 'not-permitted':
      return new TaskError('Lambda.AWSLambdaException', 'The function does not let the caller in.');
  }
}

function checkAllowed({ principal }: TaskServices, functionArn: string): void {
  const decision = decide(principal.statements(), 'lambda:InvokeFunction', functionArn);
  if (decision === 'allowed') return;
  const why = whyDenied(principal, 'lambda:InvokeFunction', functionArn, decision);
  throw new TaskError(
    'Lambda.AWSLambdaException',
    `${why} (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: ${randomUUID()}; Proxy: null)`,
  );
}

function arnOf({ region, accountId }: TaskServices, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:aws:lambda:${region}:${accountId}:function:${nameOrArn}`;
}

function asJson(value: unknown): Json {
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: the host parsed it from JSON
  return value as Json;
}
