import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { expect, test } from '@jest/globals';
import { quotasFrom, readQuotas } from '../../../aws/survey/quotas.ts';
import { type Script, withService } from '../../support/scripted-service.ts';

const credentials = { accessKeyId: 'a', secretAccessKey: 's' };

const quotasOf = (script: Script) =>
  withService(script, async ({ endpoint, requests }) => {
    const client = new ServiceQuotasClient({ region: 'eu-west-1', endpoint, credentials, maxAttempts: 1 });
    const quotas = await quotasFrom(client);
    client.destroy();
    return { quotas, asked: requests.map(({ operation, input }) => `${operation} ${input['QuotaCode']}`) };
  });

const DOCUMENTED = {
  userAuthentication: { value: 120, source: 'documented' },
  importJobs: { value: 1000, source: 'documented' },
};

test('what the account was granted counts', async () => {
  const { quotas, asked } = await quotasOf(({ input }) => ({
    body: { Quota: { Value: input['QuotaCode'] === 'L-026ADBA3' ? 500 : 2000 } },
  }));
  expect(quotas).toEqual({
    userAuthentication: { value: 500, source: 'account' },
    importJobs: { value: 2000, source: 'account' },
  });
  expect(asked).toEqual(['GetServiceQuota L-026ADBA3', 'GetServiceQuota L-681BB884']);
});

test('whoever never asked for more has what every account has', async () => {
  const { quotas } = await quotasOf(({ operation }) =>
    operation === 'GetServiceQuota'
      ? { exception: 'NoSuchResourceException' }
      : { body: { Quota: { Value: 120 } } },
  );
  expect(quotas.userAuthentication).toEqual({ value: 120, source: 'account' });
});

test.each<[string, Script]>([
  ['may not ask', () => ({ exception: 'AccessDeniedException' })],
  ['cannot reach the service', () => 'drop'],
  ['gets no number', () => ({ body: { Quota: {} } })],
])('whoever %s is told what AWS documents', async (_, script) => {
  expect((await quotasOf(script)).quotas).toEqual(DOCUMENTED);
});

test('a sandbox is not asked', async () => {
  const access = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9', credentials };
  expect(await readQuotas(access)).toEqual(DOCUMENTED);
});
