import { describe, expect, test } from '@jest/globals';
import { collectConsoleLines, METRICS_ON_CONSOLE } from '../support/console-lines.ts';
import { invokePoolSizes } from '../support/other-functions.ts';
import type { Script, SeenRequest } from '../support/scripted-service.ts';
import { CREDENTIALS, withEnvironment, withService } from '../support/scripted-service.ts';

const OLD_POOL = 'eu-west-1_OldPool00';
const NEW_POOL = 'eu-west-1_NewPool00';
const ENVIRONMENT = {
  ...CREDENTIALS,
  ...METRICS_ON_CONSOLE,
  OLD_USER_POOL_ID: OLD_POOL,
  OLD_REGION: 'eu-west-1',
  OLD_ROLE_ARN: undefined,
  OLD_ROLE_EXTERNAL_ID: undefined,
  NEW_USER_POOL_ID: NEW_POOL,
};

const sizes: Script = ({ input }) => ({
  body: { UserPool: { EstimatedNumberOfUsers: input['UserPoolId'] === OLD_POOL ? 1200 : 340 } },
});

const written = collectConsoleLines();

const measured = () =>
  written()
    .filter((line) => '_aws' in line)
    .map(({ _aws, ...members }) => members);

const invoke = (script: Script, environment: Readonly<Record<string, string | undefined>> = {}) =>
  withService(script, ({ endpoint, requests }) =>
    withEnvironment(
      {
        ...ENVIRONMENT,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
        AWS_ENDPOINT_URL_STS: endpoint,
        ...environment,
      },
      async (): Promise<{ error: unknown; requests: readonly SeenRequest[] }> => {
        const error: unknown = await invokePoolSizes().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        return { error, requests };
      },
    ),
  );

describe('the function that measures the pools', () => {
  test('writes what Cognito estimates, for both pools, after one call to each', async () => {
    const { error, requests } = await invoke(sizes);
    expect(error).toBeUndefined();
    expect(measured()).toEqual([{ service: 'user-migration', OldPoolUsers: 1200, NewPoolUsers: 340 }]);
    expect(requests.map(({ operation, input }) => [operation, input['UserPoolId']]).sort()).toEqual([
      ['DescribeUserPool', NEW_POOL],
      ['DescribeUserPool', OLD_POOL],
    ]);
  });

  test('reaches a pool of another account through its role, and only that one', async () => {
    const role = 'arn:aws:iam::123456789012:role/user-migration';
    const credentials = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIAROLE</AccessKeyId>
      <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
      </Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    const { error, requests } = await invoke(
      (request, number) =>
        request.operation === 'AssumeRole' ? { text: credentials } : sizes(request, number),
      {
        ...{ OLD_ROLE_ARN: role, OLD_ROLE_EXTERNAL_ID: 'shared' },
        OLD_ROLE_ACTIONS: 'cognito-idp:DescribeUserPool',
      },
    );
    expect(error).toBeUndefined();
    const assumed = requests.filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.map(({ input }) => [input['RoleArn'], input['ExternalId']])).toEqual([[role, 'shared']]);
    expect(assumed[0]?.input['Policy']).toContain('"Action":["cognito-idp:DescribeUserPool"]');
    const byRole = requests.filter(({ authorization }) => authorization.includes('AKIAROLE'));
    expect(byRole.map(({ input }) => input['UserPoolId'])).toEqual([OLD_POOL]);
  });

  test.each([
    ['old', OLD_POOL, { NewPoolUsers: 340 }],
    ['new', NEW_POOL, { OldPoolUsers: 1200 }],
  ])('that may not look at the %s pool fails, but measures the other', async (_, refused, other) => {
    const { error } = await invoke((request, number) =>
      request.input['UserPoolId'] === refused
        ? {
            exception: 'AccessDeniedException',
            message: 'not authorized to perform: cognito-idp:DescribeUserPool',
          }
        : sizes(request, number),
    );
    expect(error).toMatchObject({
      message: expect.stringContaining('AccessDeniedException: not authorized'),
    });
    expect(measured()).toEqual([{ service: 'user-migration', ...other }]);
  });

  test('that lacks a variable says which', async () => {
    const { error } = await invoke(sizes, { OLD_USER_POOL_ID: undefined, OLD_REGION: undefined });
    expect(error).toMatchObject({
      name: 'EnvironmentError',
      message: expect.stringContaining('OLD_USER_POOL_ID is missing; OLD_REGION is missing'),
    });
  });
});
