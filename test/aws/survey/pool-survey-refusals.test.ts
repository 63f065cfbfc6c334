import { describe, expect, test } from '@jest/globals';
import { createPatientClient } from '../../../aws/clients/patient-clients.ts';
import { surveyPool } from '../../../aws/survey/pool-survey.ts';
import { countImportJobs } from '../../../aws/survey/pool-survey-jobs.ts';
import { createCarefulReader } from '../../../aws/survey/pool-survey-reader.ts';
import { describeRisk } from '../../../aws/survey/pool-survey-risk.ts';
import { type Script, withService } from '../../support/scripted-service.ts';

const credentials = { accessKeyId: 'a', secretAccessKey: 's' };

describe('what may not be read', () => {
  const DENIED = { exception: 'AccessDeniedException', message: 'You may not' };
  const answering =
    (answers: Readonly<Record<string, object>>): Script =>
    ({ operation }) => ({ body: answers[operation] ?? {} });

  const surveyed = (script: Script) =>
    withService(script, async ({ endpoint }) => {
      const client = createPatientClient({ region: 'eu-west-1', endpoint, credentials });
      const reader = createCarefulReader();
      try {
        const pool = await surveyPool(client, reader, 'new')('eu-west-1_NewPool01');
        return { pool, unread: reader.unread().map(({ action }) => action) };
      } finally {
        client.destroy();
      }
    });

  test('is left out and noted', async () => {
    const { pool, unread } = await surveyed((request, number) =>
      request.operation === 'DescribeUserPool' ? answering({})(request, number) : DENIED,
    );
    expect(unread).toEqual([
      'cognito-idp:GetUserPoolMfaConfig',
      'cognito-idp:ListIdentityProviders',
      'cognito-idp:ListGroups',
      'cognito-idp:ListUserPoolClients',
    ]);
    for (const part of ['factors', 'identityProviders', 'groups', 'clients'])
      expect(pool).not.toHaveProperty(part);
  });

  test('may be the settings of the app clients alone', async () => {
    const { pool, unread } = await surveyed((request, number) =>
      request.operation === 'DescribeUserPoolClient'
        ? DENIED
        : answering({ ListUserPoolClients: { UserPoolClients: [{ ClientId: 'one' }] } })(request, number),
    );
    expect(unread).toEqual(['cognito-idp:DescribeUserPoolClient']);
    expect(pool).not.toHaveProperty('clients');
  });

  const PROVIDERS = { ListIdentityProviders: { Providers: [{ ProviderName: 'Google' }] } };

  test('may be what identity providers write', async () => {
    const { pool, unread } = await surveyed((request, number) =>
      request.operation === 'DescribeIdentityProvider' ? DENIED : answering(PROVIDERS)(request, number),
    );
    expect(unread).toEqual(['cognito-idp:DescribeIdentityProvider']);
    expect(pool.identityProviders).toEqual(['Google']);
    expect(pool).not.toHaveProperty('providerMappings');
  });

  test('is not an identity provider that was deleted meanwhile', async () => {
    const { pool, unread } = await surveyed((request, number) =>
      request.operation === 'DescribeIdentityProvider'
        ? { exception: 'ResourceNotFoundException' }
        : answering(PROVIDERS)(request, number),
    );
    expect({ mappings: pool.providerMappings, unread }).toEqual({ mappings: [], unread: [] });
  });

  test('is an error where it is the pool itself', async () => {
    await expect(surveyed(() => DENIED)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('is an error where the call broke down', async () => {
    await expect(
      surveyed((request, number) =>
        request.operation === 'GetUserPoolMfaConfig'
          ? { exception: 'InvalidParameterException' }
          : answering({})(request, number),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('is not a client that was deleted meanwhile', async () => {
    const { pool, unread } = await surveyed((request, number) =>
      request.operation === 'DescribeUserPoolClient'
        ? { exception: 'ResourceNotFoundException' }
        : answering({ ListUserPoolClients: { UserPoolClients: [{ ClientId: 'one' }] } })(request, number),
    );
    expect({ clients: pool.clients, unread }).toEqual({ clients: [], unread: [] });
  });
});

describe('threat protection', () => {
  const riskOf = (script: Script) =>
    withService(script, async ({ endpoint }) => {
      const client = createPatientClient({ region: 'eu-west-1', endpoint, credentials });
      try {
        return await describeRisk(client, 'eu-west-1_OldPool01', 'client');
      } finally {
        client.destroy();
      }
    });

  test.each([
    ['nothing', {}, false, false],
    [
      'no action',
      {
        CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'NO_ACTION' } },
        AccountTakeoverRiskConfiguration: {
          Actions: { LowAction: { EventAction: 'NO_ACTION', Notify: false } },
        },
      },
      false,
      false,
    ],
    [
      'leaked passwords',
      { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } } },
      true,
      false,
    ],
    [
      'odd sign-ins',
      {
        AccountTakeoverRiskConfiguration: {
          Actions: { HighAction: { EventAction: 'MFA_IF_CONFIGURED', Notify: true } },
        },
      },
      false,
      true,
    ],
  ])('stops %s', async (_, RiskConfiguration, blocksLeakedPasswords, stopsOddSignIns) => {
    expect(await riskOf(() => ({ body: { RiskConfiguration } }))).toEqual({
      blocksLeakedPasswords,
      stopsOddSignIns,
    });
  });

  test('stops nothing where the pool has none', async () => {
    expect(await riskOf(() => ({ exception: 'UserPoolAddOnNotEnabledException' }))).toBeUndefined();
  });
});

test('import jobs are counted on every page, and one that is going is seen', () =>
  withService(
    ({ input }) => ({
      body:
        input['PaginationToken'] === undefined
          ? { UserImportJobs: [{ Status: 'Succeeded' }, { Status: 'InProgress' }], PaginationToken: 'more' }
          : { UserImportJobs: [{ Status: 'Expired' }] },
    }),
    async ({ endpoint }) => {
      const client = createPatientClient({ region: 'eu-west-1', endpoint, credentials });
      expect(await countImportJobs(client, 'eu-west-1_NewPool01')).toEqual({ count: 3, isActive: true });
      client.destroy();
    },
  ));
