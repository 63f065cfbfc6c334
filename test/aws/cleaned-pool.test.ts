import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { createBackfillExecutions } from '../../aws/backfill-executions.ts';
import { createCleanedPool, createOldPoolLookup } from '../../aws/cleaned-pool.ts';
import { withCognito, withService } from '../support/scripted-service.ts';

const POOL = 'eu-west-1_Pool00000';
const SUB = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb';
const once = <T>(send: () => Promise<T>): Promise<T> => send();

describe('the pool that is cleaned up', () => {
  test('lists by state, page after page', () =>
    withCognito(
      ({ input }) => ({
        body: {
          Users: [],
          ...(input['PaginationToken'] === undefined ? { PaginationToken: 'next' } : {}),
        },
      }),
      async (client, requests) => {
        const pool = createCleanedPool(client, POOL, once);
        for (const state of ['disabled', 'reset-required'] as const) {
          for await (const page of pool.list(state)) expect(page).toEqual([]);
        }
        expect(requests.map(({ input }) => [input['Filter'], input['PaginationToken']])).toEqual([
          ['status = "Disabled"', undefined],
          ['status = "Disabled"', 'next'],
          ['cognito:user_status = "RESET_REQUIRED"', undefined],
          ['cognito:user_status = "RESET_REQUIRED"', 'next'],
        ]);
      },
    ));

  test.each([
    [
      'with its times',
      { UserCreateDate: 1_700_000_000, UserLastModifiedDate: 1_700_000_001 },
      { createdAt: 1_700_000_000_000, modifiedAt: 1_700_000_001_000 },
    ],
    ['as changed for ever where it has none', {}, { createdAt: 0, modifiedAt: Number.POSITIVE_INFINITY }],
  ])('finds a profile %s', (_, times, expected) =>
    withCognito(
      () => ({
        body: { Username: 'ann', UserStatus: 'RESET_REQUIRED', Enabled: true, ...times },
      }),
      async (client) => {
        expect(await createCleanedPool(client, POOL, once).find(SUB)).toMatchObject({
          ...{ username: 'ann', status: 'RESET_REQUIRED', enabled: true },
          ...expected,
        });
      },
    ),
  );

  test('changes users by their sub; somebody who is gone is no error', () =>
    withCognito(
      () => ({ exception: 'UserNotFoundException' }),
      async (client, requests) => {
        const pool = createCleanedPool(client, POOL, once);
        await pool.mark(SUB, () => '7 disabled');
        await pool.disable(SUB, () => undefined);
        expect(await pool.find(SUB)).toBeUndefined();
        await pool.remove(SUB);
        await pool.enable(SUB);
        const user = { UserPoolId: POOL, Username: SUB };
        expect(requests.map(({ operation, input }) => [operation, input])).toEqual([
          [
            'AdminUpdateUserAttributes',
            { ...user, UserAttributes: [{ Name: 'custom:clean_up', Value: '7 disabled' }] },
          ],
          ['AdminDisableUser', user],
          ['AdminGetUser', user],
          ['AdminDeleteUser', user],
          ['AdminEnableUser', user],
        ]);
      },
    ));

  test('passes on every other refusal', () =>
    withCognito(
      () => ({ exception: 'TooManyRequestsException' }),
      async (client) => {
        await expect(
          createCleanedPool(client, POOL, once).disable(SUB, () => undefined),
        ).rejects.toMatchObject({
          name: 'TooManyRequestsException',
        });
      },
    ));

  test('asks before each try of a disabling whether it may still be made', () =>
    withCognito(
      () => ({ exception: 'TooManyRequestsException' }),
      async (client, requests) => {
        const twice = async <T>(send: () => Promise<T>): Promise<T> => send().catch(send);
        let tries = 0;
        const disabling = createCleanedPool(client, POOL, twice).disable(SUB, () => {
          tries += 1;
          if (tries === 2) throw new Error('too late');
        });
        await expect(disabling).rejects.toThrow('too late');
        expect(requests).toHaveLength(1);
      },
    ));

  test.each([
    [['PASSWORD'], false],
    [['PASSWORD', 'EMAIL_OTP'], true],
  ])('with the first factors %j is passwordless: %s', (AllowedFirstAuthFactors, passwordless) =>
    withCognito(
      () => ({ body: { UserPool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors } } } } }),
      async (client) => {
        expect(await createCleanedPool(client, POOL, once).isPasswordless()).toBe(passwordless);
      },
    ),
  );
});

test('the old pool is asked by sub, without an active user', () =>
  withCognito(
    () => ({
      body: {
        Users: [
          {
            ...{ Username: 'ann', UserStatus: 'CONFIRMED', Enabled: true },
            Attributes: [{ Name: 'sub', Value: SUB }],
          },
        ],
      },
    }),
    async (client, requests) => {
      const pool = createOldPoolLookup(client, POOL, once);
      expect(await pool.find(SUB)).toMatchObject({ status: 'CONFIRMED', enabled: true });
      expect(await pool.find('another')).toBeUndefined();
      expect(requests.map(({ operation }) => operation)).toEqual(['ListUsers', 'ListUsers']);
    },
  ));

test('executions of the backfill are listed to the last, with their inputs', () =>
  withService(
    ({ operation, input }) => {
      if (operation === 'DescribeExecution') return { body: { input: '{"dryRun":true}' } };
      return {
        body:
          input['nextToken'] === undefined
            ? { executions: [{ executionArn: 'b', status: 'PENDING_REDRIVE' }], nextToken: 'next' }
            : { executions: [{ executionArn: 'a', status: 'SUCCEEDED' }] },
      };
    },
    async ({ endpoint }) => {
      const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
      const client = new SFNClient({ endpoint, region: 'eu-west-1', credentials });
      const executions = createBackfillExecutions('machine', client);
      const listed: object[] = [];
      for await (const execution of executions.list()) listed.push(execution);
      expect(listed).toEqual([
        { arn: 'b', running: true },
        { arn: 'a', running: false },
      ]);
      expect(await executions.inputOf('a')).toBe('{"dryRun":true}');
      client.destroy();
    },
  ));
