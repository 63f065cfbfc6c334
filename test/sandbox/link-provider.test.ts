import {
  AdminLinkProviderForUserCommand,
  type CreateUserPoolRequest,
  DescribeIdentityProviderCommand,
  ListIdentityProvidersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { addFederatedUser, addIdentityProvider } from '../../sandbox/cognito/fixtures.ts';
import type { UserPool } from '../../sandbox/cognito/state.ts';
import { answerTo } from '../support/integration-people.ts';
import { addUserPool, createUser, type TestSandbox, user, withSandbox } from '../support/sandbox.ts';

const UserPoolId = 'eu-west-1_Linked000';
const GOOGLE = {
  ProviderName: 'Google',
  ProviderAttributeName: 'Cognito_Subject',
  ProviderAttributeValue: '1',
};

const withPool = (
  use: (
    world: TestSandbox & { pool: UserPool; link: (source?: object, name?: string) => Promise<string> },
  ) => Promise<void>,
  request: Partial<CreateUserPoolRequest> = {},
) =>
  withSandbox(async (world) => {
    const pool = addUserPool(world, UserPoolId, request);
    addIdentityProvider(pool, 'Google');
    await createUser(world.administrator, UserPoolId, user());
    const link = (source: object = {}, name = 'ada') =>
      answerTo(async () => {
        await world.administrator.send(
          new AdminLinkProviderForUserCommand({
            UserPoolId,
            DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: name },
            SourceUser: { ...GOOGLE, ...source },
          }),
        );
        return 'linked';
      });
    await use({ ...world, pool, link });
  });

test('DescribeIdentityProvider says what a provider was set up with, and knows no other', () =>
  withPool(async ({ administrator }) => {
    const describeProvider = (ProviderName: string) =>
      administrator.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }));
    const { IdentityProvider } = await describeProvider('Google');
    expect(IdentityProvider).toMatchObject({ UserPoolId, ProviderName: 'Google', AttributeMapping: {} });
    await expect(describeProvider('Other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  }));

describe('AdminLinkProviderForUser', () => {
  test('adds to the attribute identities, once', () =>
    withPool(async ({ sandbox, pool, link, administrator }) => {
      expect(await link()).toBe('linked');
      expect(await link({ ProviderAttributeValue: '2' })).toBe('linked');
      expect(await link()).toMatch(/already linked to DestinationUser$/);
      const identities = sandbox.services.pools.user(pool, 'ada').attributes.get('identities') ?? '';
      expect(JSON.parse(identities)).toMatchObject([
        { providerName: 'Google', userId: '1', primary: false },
        { providerName: 'Google', userId: '2', primary: false },
      ]);
      const { Providers } = await administrator.send(new ListIdentityProvidersCommand({ UserPoolId }));
      expect(Providers).toEqual([{ ProviderName: 'Google' }]);
    }));

  test('refuses a sixth identity', () =>
    withPool(async ({ link }) => {
      for (const ProviderAttributeValue of '12345') await link({ ProviderAttributeValue });
      expect(await link({ ProviderAttributeValue: '6' })).toMatch(/^LimitExceededException/);
    }));

  test('refuses an identity that has a profile of its own', () =>
    withPool(async ({ sandbox, pool, link }) => {
      addFederatedUser(sandbox.services, pool, { providerName: 'Google', providerUserId: '1' });
      expect(await link()).toMatch(/^InvalidParameterException: Merging is not currently supported/);
    }));

  test.each([
    ['a provider that the pool lacks', { ProviderName: 'Facebook' }, 'ada', /Facebook does not exist/],
    ['another attribute than the subject', { ProviderAttributeName: 'email' }, 'ada', /by subject alone/],
    ['a user whom nobody knows', {}, 'bea', /^UserNotFoundException/],
  ])('refuses %s', (_, source, name, answer) =>
    withPool(async ({ link }) => {
      expect(await link(source, name)).toMatch(answer);
    }),
  );

  test('refuses a user with an immutable custom attribute', () =>
    withPool(
      async ({ sandbox, pool, link }) => {
        sandbox.services.pools.user(pool, 'ada').attributes.set('custom:origin', 'x');
        expect(await link()).toMatch(/Attribute cannot be updated/);
      },
      { Schema: [{ Name: 'origin', AttributeDataType: 'String', Mutable: false }] },
    ));

  test('links users of the pool alone', () =>
    withPool(async ({ administrator }) => {
      const DestinationUser = { ProviderName: 'Google', ProviderAttributeValue: '2' };
      const request = new AdminLinkProviderForUserCommand({
        UserPoolId,
        DestinationUser,
        SourceUser: GOOGLE,
      });
      await expect(administrator.send(request)).rejects.toThrow('must be Cognito');
    }));
});
