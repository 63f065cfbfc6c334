import { afterEach, beforeEach, jest } from '@jest/globals';

const METHODS = ['debug', 'info', 'warn', 'error', 'log'] as const;

/** Lets Powertools write metrics, and to the console that is spied on, instead of to one of its own. */
export const METRICS_ON_CONSOLE = {
  POWERTOOLS_METRICS_NAMESPACE: 'CognitoUserMigration/UserMigration',
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
};

/** Loads modules anew for each test of a file. @returns the lines of JSON that the test has written so far. */
export const collectConsoleLines = (): (() => readonly Record<string, unknown>[]) => {
  let lines: Record<string, unknown>[] = [];
  beforeEach(() => {
    jest.resetModules();
    lines = [];
    for (const method of METHODS) {
      jest.spyOn(console, method).mockImplementation((text: unknown) => {
        if (String(text).startsWith('{')) lines.push(JSON.parse(String(text)));
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return () => lines;
};
