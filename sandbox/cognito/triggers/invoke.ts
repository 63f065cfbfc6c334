import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider';
import type { InvokeResult } from '../../lambda/functions.ts';
import { CognitoError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { AppClient, UserPool } from '../state.ts';

export type TriggerName =
  | 'PreSignUp'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PostAuthentication'
  | 'PreTokenGeneration'
  | 'UserMigration';

/** One call of a trigger; the envelope around it is the same for all. */
export interface TriggerCall {
  readonly trigger: TriggerName;
  /** For example `UserMigration_Authentication`. */
  readonly source: string;
  readonly pool: UserPool;
  /** Absent in calls that name no app client (AdminCreateUser). */
  readonly client?: AppClient | undefined;
  readonly userName: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** The members that the function may fill, as the event carries them. */
  readonly response: Readonly<Record<string, unknown>>;
  /** @default "1" */
  readonly version?: string;
}

/**
 * "Except for Custom Sender Lambda triggers, Amazon Cognito invokes Lambda functions synchronously. When Amazon
 * Cognito calls your Lambda function, it must respond within 5 seconds."
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
const TRIGGER_TIMEOUT_MS = 5000;

/** What the service says it is called with when the caller names no SDK. */
const UNKNOWN_SDK = 'aws-sdk-unknown-unknown';
const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE';

/**
 * Calls the function that the pool has for this trigger.
 *
 * @returns what the function made of `response` (an empty object if it left it out), or undefined if the pool
 *   has no such trigger.
 * @throws CognitoError UserLambdaValidationException "<Trigger> failed with error <message>." if the function
 *   threw; UnexpectedLambdaException if it could not be called or took too long; InvalidLambdaResponseException
 *   if what it returned is no event.
 */
export async function invokeTrigger(
  services: Pick<Services, 'functions' | 'readings'>,
  call: TriggerCall,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const functionArn = triggerArn(call.pool.lambdaConfig, call.trigger);
  if (functionArn === undefined) return undefined;
  const result = await callFunction(services, functionArn, call);
  switch (result.kind) {
    case 'returned':
      return responseOf(result.payload);
    case 'threw':
      throw new CognitoError(
        'UserLambdaValidationException',
        `${call.trigger} failed with error ${result.errorMessage}.`,
      );
    case 'timed-out':
      throw new CognitoError(
        'UnexpectedLambdaException',
        `${call.trigger} invocation failed due to error Socket timeout while invoking Lambda function.`,
      );
    case 'not-permitted':
      throw new CognitoError(
        'UnexpectedLambdaException',
        `${call.trigger} invocation failed due to error AccessDeniedException.`,
      );
  }
}

/** As `invokeTrigger`, but what happened to the function is left to the caller. */
export async function callFunction(
  services: Pick<Services, 'functions' | 'readings'>,
  functionArn: string,
  call: TriggerCall,
): Promise<InvokeResult> {
  const attempts = services.readings.retryOfTimedOutTrigger === 'three-attempts' ? 3 : 1;
  let result: InvokeResult = { kind: 'timed-out' };
  for (let attempt = 0; attempt < attempts && result.kind === 'timed-out'; attempt += 1) {
    result = await services.functions.invoke(functionArn, eventOf(call), {
      timeoutMs: TRIGGER_TIMEOUT_MS,
      sourceArn: call.pool.arn,
    });
  }
  return result;
}

/** `PreTokenGenerationConfig` wins over `PreTokenGeneration`; where both are set, Cognito insists that they agree. */
export function triggerArn(config: LambdaConfigType, trigger: TriggerName): string | undefined {
  if (trigger === 'PreTokenGeneration') {
    return config.PreTokenGenerationConfig?.LambdaArn ?? config.PreTokenGeneration;
  }
  return config[trigger];
}

/** The `response` of an event that came back; "Unrecognizable lambda output" if it is no event at all. */
export function responseOf(payload: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(payload)) throw invalidLambdaResponse();
  const response = payload['response'] ?? {};
  if (!isRecord(response)) throw invalidLambdaResponse();
  return response;
}

export const invalidLambdaResponse = (message = 'Unrecognizable lambda output') =>
  new CognitoError('InvalidLambdaResponseException', message);

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html#cognito-user-pools-lambda-trigger-syntax-shared */
function eventOf(call: TriggerCall): Readonly<Record<string, unknown>> {
  return {
    version: call.version ?? '1',
    triggerSource: call.source,
    region: call.pool.region,
    userPoolId: call.pool.id,
    userName: call.userName,
    callerContext: { awsSdkVersion: UNKNOWN_SDK, clientId: call.client?.clientId ?? NO_CLIENT },
    request: call.request,
    response: call.response,
  };
}
