import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { reportProgress } from '../../../handlers/runtime/report-progress.ts';
import { withEnvironment } from '../../support/scripted-service.ts';

let written: string[] = [];
beforeEach(() => {
  written = [];
  jest.spyOn(console, 'log').mockImplementation((text: unknown) => void written.push(String(text)));
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('a step writes how far it came, and nothing about what it does not know', async () => {
  const environment = {
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    POWERTOOLS_METRICS_NAMESPACE: 'CognitoUserMigration/UserMigration',
  };
  await withEnvironment(environment, async () => {
    reportProgress({ listed: 1200 });
    reportProgress({ imported: 7, skipped: 0, failed: 1 });
  });
  const lines = written.map((text): Record<string, unknown> => JSON.parse(text));
  expect(lines.map(({ _aws, ...members }) => members)).toEqual([
    { service: 'user-migration', BackfillListed: 1200 },
    { service: 'user-migration', BackfillImported: 7, BackfillSkipped: 0, BackfillFailed: 1 },
  ]);
  expect(JSON.stringify(lines[0]?.['_aws'])).toContain('"Namespace":"CognitoUserMigration/UserMigration"');
});
