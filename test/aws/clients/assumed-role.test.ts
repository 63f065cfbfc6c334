import { expect, test } from '@jest/globals';
import { assumeRole } from '../../../aws/clients/assumed-role.ts';
import { createCognitoClient } from '../../../aws/clients/cognito-client.ts';
import { createOldUserGroups } from '../../../aws/group-memberships.ts';
import { createOldPool } from '../../../aws/old-pool.ts';
import { readException } from '../../../migration/old-pool-answer.ts';
import type { Script, ScriptedAnswer, SeenRequest } from '../../support/scripted-service.ts';
import { CREDENTIALS, withEnvironment, withService } from '../../support/scripted-service.ts';

const arn = 'arn:aws:iam::444455556666:role/old-pool';
const assumed = (credentials: string): ScriptedAnswer => ({
  text: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>${credentials}</AssumeRoleResult></AssumeRoleResponse>`,
});
const ASSUMED = assumed(
  '<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>' +
    '<SessionToken>role-token</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>',
);

const withSts = <T>(
  script: Script,
  use: (requests: readonly SeenRequest[], endpoint: string) => Promise<T>,
) =>
  withService(script, ({ endpoint, requests }) =>
    withEnvironment(
      {
        ...CREDENTIALS,
        AWS_ENDPOINT_URL_STS: endpoint,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
      },
      () => use(requests, endpoint),
    ),
  );

test('assumes the role with the external id', () =>
  withSts(
    () => ASSUMED,
    async (requests) => {
      expect(await assumeRole({ arn, externalId: 'shared-word' }, 'eu-west-1')()).toEqual({
        accessKeyId: 'ASIAROLE',
        secretAccessKey: 'role-secret',
        sessionToken: 'role-token',
        expiration: new Date('2030-01-01T00:00:00Z'),
      });
      expect(requests[0]?.input).toMatchObject({
        Action: 'AssumeRole',
        RoleArn: arn,
        ExternalId: 'shared-word',
        RoleSessionName: 'cognito-user-migration',
      });
    },
  ));

test('without an external id, none is sent', () =>
  withSts(
    () =>
      assumed('<Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>S</SecretAccessKey></Credentials>'),
    async (requests) => {
      expect(await assumeRole({ arn }, 'eu-west-1')()).toEqual({ accessKeyId: 'A', secretAccessKey: 'S' });
      expect(requests[0]?.input).not.toHaveProperty('ExternalId');
      expect(requests[0]?.input).not.toHaveProperty('Policy');
    },
  ));

test('a session for some of what the role allows says so', () =>
  withSts(
    () => ASSUMED,
    async (requests) => {
      await assumeRole({ arn, actions: ['cognito-idp:ListUsers'] }, 'eu-west-1')();
      expect(JSON.parse(String(requests[0]?.input['Policy']))).toEqual({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['cognito-idp:ListUsers'], Resource: '*' }],
      });
    },
  ));

test('an answer without credentials is an error', () =>
  withSts(
    () => assumed(''),
    async () => {
      await expect(assumeRole({ arn }, 'eu-west-1')()).rejects.toThrow('no credentials for the role');
    },
  ));

const oldPoolByRole = () => {
  const client = createCognitoClient({ region: 'eu-west-1', role: { arn } });
  const bind = createOldPool(client, { userPoolId: 'eu-west-1_OldPool00', clientId: '1oldclient' });
  return { client, pool: bind(new AbortController().signal) };
};

test('the old pool is asked with the credentials of the role, which is assumed once', () =>
  withSts(
    ({ operation }) => (operation === 'AssumeRole' ? ASSUMED : { body: { Username: 'ann' } }),
    async (requests) => {
      const { client, pool } = oldPoolByRole();
      await pool.findUser('ann');
      await pool.findUser('ben');
      client.destroy();
      expect(requests.map(({ operation }) => operation)).toEqual([
        'AssumeRole',
        'AdminGetUser',
        'AdminGetUser',
      ]);
      expect(requests[1]?.authorization).toContain('Credential=ASIAROLE/');
    },
  ));

test('a client for single attempts assumes no role of its own', () =>
  withSts(
    ({ operation }) => (operation === 'AssumeRole' ? ASSUMED : { body: { Users: [], Groups: [] } }),
    async (requests) => {
      const client = createCognitoClient({ region: 'eu-west-1', role: { arn } });
      const old = createOldUserGroups(client, 'eu-west-1_OldPool00')(new AbortController().signal);
      await old.usernameOf('aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb');
      await old.groupsNamed('ann');
      client.destroy();
      expect(requests.map(({ operation }) => operation)).toEqual([
        'AssumeRole',
        'ListUsers',
        'AdminListGroupsForUser',
      ]);
    },
  ));

test('a role that may not be assumed is a missing permission, and no refusal', () =>
  withSts(
    () => ({
      status: 403,
      text: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform sts:AssumeRole</Message></Error></ErrorResponse>',
    }),
    async () => {
      const { client, pool } = oldPoolByRole();
      const { answer } = await pool.authenticate('ann', 'x');
      client.destroy();
      if (answer.kind !== 'exception') throw new Error('no exception');
      expect(readException(answer)).toEqual({ kind: 'misconfigured', reason: 'no-permission' });
    },
  ));
