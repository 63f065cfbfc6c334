import { expect, test } from '@jest/globals';
import { clientConfig } from '../../../aws/clients/service-access.ts';

const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
const role = { arn: 'arn:aws:iam::123456789012:role/user-migration' };
const region = 'eu-west-1';

test('without more than a Region, address and credentials are left to the SDK', () => {
  expect(clientConfig({ region })).toEqual({ region });
});

test('an endpoint and fixed credentials are used as they are', () => {
  const access = { region, endpoint: 'http://127.0.0.1:1', credentials };
  expect(clientConfig(access)).toEqual(access);
});

test('a role is assumed', () => {
  expect(clientConfig({ region, role })).toEqual({ region, credentials: expect.any(Function) });
});

test('with fixed credentials no role is assumed: a sandbox has none', () => {
  expect(clientConfig({ region, role, credentials })).toEqual({ region, credentials });
});
