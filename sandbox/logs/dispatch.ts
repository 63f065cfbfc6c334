import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { CognitoError, unsupported } from '../cognito/errors.ts';
import type { Services } from '../cognito/services.ts';
import { RequestShapes } from '../server/request-shape.ts';
import { logOperations } from './operations/of-logs.ts';

/** `never`, because each operation takes a request of its own shape, which has been checked. */
type AnyOperation = (services: Services) => (input: never) => Promise<unknown>;

const SHAPES = new RequestShapes(sdk);
const OPERATIONS = new Map<string, AnyOperation>(Object.entries(logOperations));

/** Runs one operation of CloudWatch Logs. @throws CognitoError */
export async function dispatchLogs(services: Services, operation: string, input: unknown): Promise<unknown> {
  const handler = OPERATIONS.get(operation);
  if (!handler) {
    if (SHAPES.has(operation)) throw unsupported(operation);
    throw new CognitoError('UnknownOperationException', `There is no operation ${operation}.`);
  }
  SHAPES.check(operation, input);
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: its shape has just been checked against the SDK's own schema
  return handler(services)(input as never);
}
