import * as sdk from '@aws-sdk/client-cloudwatch';
import { CognitoError, unsupported } from '../cognito/errors.ts';
import type { Services } from '../cognito/services.ts';
import { RequestShapes } from '../server/request-shape.ts';
import { getMetricData } from './get-metric-data.ts';

const SHAPES = new RequestShapes(sdk);

/** Runs one operation of CloudWatch. @throws CognitoError */
export async function dispatchMetrics(
  services: Pick<Services, 'metrics'>,
  operation: string,
  input: unknown,
): Promise<unknown> {
  if (operation !== 'GetMetricData') {
    if (SHAPES.has(operation)) throw unsupported(operation);
    throw new CognitoError('UnknownOperationException', `There is no operation ${operation}.`);
  }
  SHAPES.check(operation, input);
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: its shape has just been checked against the SDK's own schema
  return getMetricData(services)(input as never);
}
