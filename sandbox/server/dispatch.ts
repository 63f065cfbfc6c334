import { CognitoError, unsupported } from '../cognito/errors.ts';
import { authenticationOperations } from '../cognito/operations/of-authentication.ts';
import { importJobOperations } from '../cognito/operations/of-import-jobs.ts';
import { poolAndUserOperations } from '../cognito/operations/of-pools-and-users.ts';
import type { Services } from '../cognito/services.ts';
import { checkRequestShape, isOperationOfCognito } from './request-shape.ts';

/** `never`, because each operation takes a request of its own shape, which `checkRequestShape` has checked. */
type AnyOperation = (services: Services) => (input: never) => Promise<unknown>;

const OPERATIONS = new Map<string, AnyOperation>([
  ...Object.entries(poolAndUserOperations),
  ...Object.entries(authenticationOperations),
  ...Object.entries(importJobOperations),
]);

export const SUPPORTED_OPERATIONS: readonly string[] = [...OPERATIONS.keys()].sort();

/**
 * Runs one operation.
 * @throws CognitoError what the operation refuses; UnsupportedOperationException for one that Cognito has and the
 * sandbox does not
 */
export async function dispatch(services: Services, operation: string, input: unknown): Promise<unknown> {
  const handler = OPERATIONS.get(operation);
  if (!handler) {
    if (isOperationOfCognito(operation)) throw unsupported(operation);
    throw new CognitoError('UnknownOperationException', `There is no operation ${operation}.`);
  }
  checkRequestShape(operation, input);
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: its shape has just been checked against the SDK's own schema
  return handler(services)(input as never);
}
