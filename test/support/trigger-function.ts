import { jest } from '@jest/globals';
import type { Context, UserMigrationTriggerEvent } from 'aws-lambda';

/** The trigger as Lambda calls it, and everything that it wrote. */
export interface TriggerFunction {
  invoke(event: unknown): Promise<unknown>;
  /** All log lines and metrics so far. */
  written(): readonly string[];
}

export const COMPLETE_ENVIRONMENT = {
  OLD_USER_POOL_ID: 'eu-west-1_OldPool00',
  OLD_REGION: 'eu-west-1',
  OLD_CLIENT_ID: '1oldclient',
  OLD_POOL_CASE_SENSITIVE: 'false',
  OLD_POOL_MFA_REQUIRED: 'false',
  NEW_POOL: JSON.stringify({
    aliases: ['email', 'preferred_username'],
    caseSensitive: false,
    recovery: ['email', 'phone_number'],
    customAttributes: [],
  }),
  LOOKUPS: 'direct,preferred_username',
  PREFERRED_USERNAME_SOURCES: 'preferred_username',
  MFA_USERS: 'decline',
  FORGOT_PASSWORD: 'migrate',
  CONTACT_VERIFICATION: 'copy',
  OLD_PASSWORDS: 'keep',
  RENAMES: '{}',
  FAILURE_SENTENCE: 'Please try again in a minute.',
};

const CONTEXT = {
  awsRequestId: 'request-1',
  functionName: 'user-migration',
  memoryLimitInMB: '256',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:user-migration',
  getRemainingTimeInMillis: () => 10_000,
} as unknown as Context;

const METHODS = ['debug', 'info', 'warn', 'error', 'log'] as const;

/** Loads the handler in an execution environment with these variables, as a cold start does. */
export const loadTrigger = async (
  variables: Readonly<Record<string, string | undefined>>,
): Promise<TriggerFunction> => {
  // Powertools then writes to the console that is spied on here, instead of to one of its own.
  Object.assign(process.env, { POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' }, variables);
  const lines: string[] = [];
  for (const method of METHODS) {
    jest
      .spyOn(console, method)
      .mockImplementation((...texts: unknown[]) => void lines.push(texts.map(String).join(' ')));
  }
  jest.resetModules();
  const { handler } = await import('../../handlers/user-migration.ts');
  return {
    invoke: async (event) => handler(event as UserMigrationTriggerEvent, CONTEXT),
    written: () => lines,
  };
};
