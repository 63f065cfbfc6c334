import { readFile } from 'node:fs/promises';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { dispatchStacks, SUPPORTED_STACK_OPERATIONS } from '../../sandbox/cloudformation/operations.ts';
import { CognitoError } from '../../sandbox/cognito/errors.ts';
import { dispatchMetrics } from '../../sandbox/metrics/dispatch.ts';
import { statistic } from '../../sandbox/metrics/statistics.ts';
import { dispatch, SUPPORTED_OPERATIONS } from '../../sandbox/server/dispatch.ts';
import { addClient, addPool, addUser, testCognito } from '../support/cognito.ts';

/** The tables of the README, by the heading above them: each name with its mark. */
async function marksBelow(heading: string): Promise<[name: string, mark: string][]> {
  const readme = await readFile(new URL('../../sandbox/README.md', import.meta.url), 'utf8');
  const section = readme.split(`\n### ${heading}\n`)[1]?.split(/\n##+ /)[0];
  if (section === undefined) throw new Error(`The README has no heading "${heading}".`);
  return [...section.matchAll(/^\| ([^|]*) \| ([✅🟡❌]) \|/gmu)].flatMap(([, names = '', mark = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']): [string, string] => [name, mark]),
  );
}

const EVERY_OPERATION = Object.keys(sdk)
  .filter((name) => /^[A-Z]\w+Command$/.test(name))
  .map((name) => name.slice(0, -'Command'.length))
  .sort();

const sorted = (names: Iterable<string>) => [...names].sort();
const isUnsupported = (error: unknown) =>
  error instanceof CognitoError && error.name === 'UnsupportedOperationException';

describe('the support table of sandbox/README.md', () => {
  test('lists every operation of Cognito once', async () => {
    const operations = (await marksBelow('Operations')).map(([name]) => name);
    expect(sorted(operations)).toEqual(EVERY_OPERATION);
  });

  test('says of those that the sandbox has, and of no other, that it has them', async () => {
    const operations = await marksBelow('Operations');
    const supported = operations.flatMap(([name, mark]) => (mark === '❌' ? [] : [name]));
    expect(sorted(supported)).toEqual(SUPPORTED_OPERATIONS);
  });

  test('is what a caller of any other operation is pointed to, by name', async () => {
    const { services } = testCognito();
    for (const operation of EVERY_OPERATION.filter((name) => !SUPPORTED_OPERATIONS.includes(name))) {
      await expect(dispatch(services, operation, {})).rejects.toMatchObject({
        name: 'UnsupportedOperationException',
        message: `The sandbox does not support ${operation}. Its support table is in sandbox/README.md.`,
      });
    }
  });

  test('lists the authentication flows that work and those that are refused by name', async () => {
    const cognito = testCognito();
    const { clientId } = addClient(cognito, addPool(cognito));
    const flows = Object.values(sdk.AuthFlowType).map(async (AuthFlow): Promise<[string, boolean]> => {
      const call = cognito.call.InitiateAuth({ ClientId: clientId, AuthFlow, AuthParameters: {} });
      const error: unknown = await call.catch((thrown: unknown) => thrown);
      return [AuthFlow, !isUnsupported(error)];
    });
    expect(await supportBelow('Authentication flows')).toEqual(new Map((await Promise.all(flows)).sort()));
  });

  test('lists the challenges that can be answered and those that are refused by name', async () => {
    const cognito = testCognito();
    const pool = addPool(cognito);
    const client = addClient(cognito, pool);
    const user = addUser(cognito, pool);
    const challenges = Object.values(sdk.ChallengeNameType).map(async (name): Promise<[string, boolean]> => {
      const session = { challenge: name, userPoolId: pool.id, clientId: client.clientId, user };
      const call = cognito.call.RespondToAuthChallenge({
        ClientId: client.clientId,
        ChallengeName: name,
        ChallengeResponses: { USERNAME: user.username },
        Session: cognito.services.sessions.open({ ...session, username: user.username }),
      });
      const error: unknown = await call.catch((thrown: unknown) => thrown);
      return [name, !isUnsupported(error)];
    });
    expect(await supportBelow('Challenges')).toEqual(new Map((await Promise.all(challenges)).sort()));
  });
});

describe('the table of metrics in sandbox/README.md', () => {
  /** Operations of CloudWatch are long words with a verb; the rest are statistics. */
  const isOperation = (name: string) => `${name}Command` in cloudWatch;

  test('lists statistics that work and some that are refused by name', async () => {
    const statistics = [...(await supportBelow('Metrics'))].filter(([name]) => !isOperation(name));
    expect(statistics.length).toBeGreaterThan(10);
    for (const [name, works] of statistics) {
      expect({ name, works: statistic(name) !== undefined }).toEqual({ name, works });
    }
  });

  test('says which operation works; every other one of CloudWatch is refused by name', async () => {
    const { services } = testCognito();
    const listed = await supportBelow('Metrics');
    const operations = Object.keys(cloudWatch)
      .filter((name) => /^[A-Z]\w+Command$/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    expect(operations.filter((name) => listed.get(name))).toEqual(['GetMetricData']);
    for (const operation of operations) {
      const error: unknown = await dispatchMetrics(services, operation, {}).catch(
        (thrown: unknown) => thrown,
      );
      expect({ operation, works: !isUnsupported(error) }).toEqual({
        operation,
        works: operation === 'GetMetricData',
      });
    }
  });
});

describe('the table of CloudFormation in sandbox/README.md', () => {
  test('says which operations work', async () => {
    const listed = await supportBelow('CloudFormation');
    expect(sorted([...listed].flatMap(([name, works]) => (works ? [name] : [])))).toEqual(
      sorted(SUPPORTED_STACK_OPERATIONS),
    );
  });

  test('every other operation of CloudFormation is refused by name', async () => {
    const { services } = testCognito();
    const operations = Object.keys(cloudFormation)
      .filter((name) => /^[A-Z]\w+Command$/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    expect(operations).toEqual(expect.arrayContaining([...SUPPORTED_STACK_OPERATIONS]));
    for (const operation of operations.filter((name) => !SUPPORTED_STACK_OPERATIONS.includes(name))) {
      await expect(dispatchStacks(services, operation, {})).rejects.toMatchObject({
        name: 'UnsupportedOperationException',
        message: expect.stringContaining(operation),
      });
    }
  });
});

const supportBelow = async (heading: string) =>
  new Map((await marksBelow(heading)).map(([name, mark]) => [name, mark !== '❌'] as const).sort());
