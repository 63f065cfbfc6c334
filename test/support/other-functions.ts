import type { Context } from 'aws-lambda';

const CONTEXT = {
  awsRequestId: 'request-1',
  functionName: 'function',
  memoryLimitInMB: '256',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:function',
  getRemainingTimeInMillis: () => 60_000,
} as unknown as Context;

/** Runs the function that measures the pools, in the environment of this process. */
export const invokePoolSizes = async (): Promise<unknown> => {
  const { handler } = await import('../../handlers/pool-sizes.ts');
  return handler({}, CONTEXT);
};

/** Runs the function that judges registrations. */
export const invokeSignUpGuard = async (event: unknown): Promise<unknown> => {
  const { handler } = await import('../../handlers/sign-up-guard.ts');
  return handler(event, CONTEXT);
};

/** Runs the function that removes abandoned profiles. */
export const invokeCleanUp = async (event: { readonly time?: string } | null = {}): Promise<unknown> => {
  const { handler } = await import('../../handlers/clean-up.ts');
  return handler(event, { ...CONTEXT, getRemainingTimeInMillis: () => 900_000 } as Context);
};
