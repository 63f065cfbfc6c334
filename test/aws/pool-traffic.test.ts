import { CreateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { readTraffic } from '../../aws/pool-traffic.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { functionsThatWrote } from '../support/metric-lines.ts';
import { sdkClient } from '../support/real-client.ts';
import { addUserPool } from '../support/sandbox.ts';

const POOL = 'eu-west-1_OldPool01';
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 10, 30);

/** As Cognito writes it; in the sandbox only functions write metrics. */
const counted = (UserPoolClient: string, metric: string, daysAgo: number, value: number): string => {
  const Metrics = [{ Name: metric, Unit: 'Count' }];
  const Dimensions = [['UserPool', 'UserPoolClient']];
  const CloudWatchMetrics = [{ Namespace: 'AWS/Cognito', Dimensions, Metrics }];
  const _aws = { Timestamp: NOW - daysAgo * DAY, CloudWatchMetrics };
  return `${JSON.stringify({ _aws, UserPool: POOL, UserPoolClient, [metric]: value })}\n`;
};

test('sign-ins and refreshed tokens of a week are told by client, and whether anything was ever counted', async () => {
  const logs: { readonly text: string }[] = [];
  const sandbox = await startSandbox({ functions: { ...functionsThatWrote([]), logs } });
  const cognito = sdkClient(sandbox);
  try {
    addUserPool({ sandbox }, POOL);
    const ids: string[] = [];
    for (const ClientName of ['web', 'mobile', 'unused']) {
      const request = new CreateUserPoolClientCommand({ UserPoolId: POOL, ClientName });
      ids.push((await cognito.send(request)).UserPoolClient?.ClientId ?? '');
    }
    const [web = '', mobile = '', unused = ''] = ids;
    const lines = [
      counted(web, 'SignInSuccesses', 0, 3),
      counted(web, 'SignInSuccesses', 6, 4),
      counted(web, 'SignInSuccesses', 7, 100),
      counted(web, 'TokenRefreshSuccesses', 1, 5),
      counted(mobile, 'SignInSuccesses', 30, 9),
    ];
    logs.push(...lines.map((text) => ({ text })));
    const { region, endpoint } = sandbox;
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const traffic = await readTraffic({ region, endpoint, credentials }, POOL, NOW);
    expect([...traffic].sort((a, b) => ids.indexOf(a.clientId) - ids.indexOf(b.clientId))).toEqual([
      { clientId: web, signIns: 7, refreshes: 5, measured: true },
      { clientId: mobile, signIns: 0, refreshes: 0, measured: true },
      { clientId: unused, signIns: 0, refreshes: 0, measured: false },
    ]);
  } finally {
    cognito.destroy();
    await sandbox.close();
  }
});
