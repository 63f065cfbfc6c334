import { describe, expect, test } from '@jest/globals';
import { accessKeyIdOf, authorize } from '../../sandbox/server/authorization.ts';
import { type PolicyStatement, Principals } from '../../sandbox/server/principals.ts';

const ROLE_SESSION = 'arn:aws:sts::123456789012:assumed-role/role/fn';
const OLD_POOL = 'eu-west-1_Old';
const OLD_POOL_ARN = `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${OLD_POOL}`;

const allow = (Action: string, Resource: string): PolicyStatement => statement('Allow', Action, Resource);
const deny = (Action: string, Resource: string): PolicyStatement => statement('Deny', Action, Resource);

describe('a function asks AdminGetUser of the old pool', () => {
  test.each([
    ['the action on the pool', [allow('cognito-idp:AdminGetUser', OLD_POOL_ARN)], 'allowed'],
    ['the action in other letters', [allow('Cognito-IDP:admingetuser', OLD_POOL_ARN)], 'allowed'],
    ['every action that begins alike', [allow('cognito-idp:Admin*', OLD_POOL_ARN)], 'allowed'],
    [
      'every pool of the account',
      [allow('cognito-idp:*', 'arn:aws:cognito-idp:*:123456789012:userpool/*')],
      'allowed',
    ],
    ['everything', [allow('*', '*')], 'allowed'],
    [
      'one unknown letter',
      [allow('cognito-idp:AdminGetUser', OLD_POOL_ARN.replace('Old', 'Ol?'))],
      'allowed',
    ],
    ['nothing', [], 'no allow'],
    ['another action', [allow('cognito-idp:ListUsers', OLD_POOL_ARN)], 'no allow'],
    ['the action on another pool', [allow('cognito-idp:AdminGetUser', `${OLD_POOL_ARN}er`)], 'no allow'],
    [
      'the pool in other letters',
      [allow('cognito-idp:AdminGetUser', OLD_POOL_ARN.toLowerCase())],
      'no allow',
    ],
    [
      'the pool of another Region',
      [allow('cognito-idp:AdminGetUser', OLD_POOL_ARN.replace('eu-west-1:', 'us-east-1:'))],
      'no allow',
    ],
    ['everything but a deny', [allow('*', '*'), deny('cognito-idp:AdminGetUser', '*')], 'deny'],
  ])('its role grants %s', (_, statements, answer) => {
    expect(answerTo('AdminGetUser', { statements })).toBe(
      {
        allowed: 'allowed',
        'no allow': `AccessDeniedException: User: ${ROLE_SESSION} is not authorized to perform: cognito-idp:AdminGetUser on resource: ${OLD_POOL_ARN} because no identity-based policy allows the cognito-idp:AdminGetUser action`,
        deny: `AccessDeniedException: User: ${ROLE_SESSION} is not authorized to perform: cognito-idp:AdminGetUser on resource: ${OLD_POOL_ARN} with an explicit deny in an identity-based policy`,
      }[answer],
    );
  });

  test('a policy that is attached later counts at once', () => {
    const statements: PolicyStatement[] = [];
    const principals = new Principals();
    const { accessKeyId } = principals.assumeRole(ROLE_SESSION, () => statements);
    const request = { operation: 'AdminGetUser', accessKeyId, input: { UserPoolId: OLD_POOL } };
    expect(() => authorize(request, principals)).toThrow('no identity-based policy');
    statements.push(allow('cognito-idp:AdminGetUser', OLD_POOL_ARN));
    expect(() => authorize(request, principals)).not.toThrow();
  });
});

describe('who may call without a grant', () => {
  test.each([
    ['InitiateAuth', 'nobody in particular', {}, 'allowed'],
    ['ForgotPassword', 'nobody in particular', {}, 'allowed'],
    ['InitiateAuth', 'a function without any grant', { statements: [] }, 'allowed'],
    [
      'AdminInitiateAuth',
      'nobody in particular',
      {},
      'MissingAuthenticationTokenException: Missing Authentication Token',
    ],
    [
      'ListUsers',
      'nobody in particular',
      {},
      'MissingAuthenticationTokenException: Missing Authentication Token',
    ],
    ['AdminInitiateAuth', 'an administrator', { accessKeyId: 'AKIAUNKNOWN' }, 'allowed'],
  ])('%s by %s', (operation, _, caller, answer) => {
    expect(answerTo(operation, caller)).toBe(answer);
  });
});

test('an operation on no pool needs a grant on every resource', () => {
  const listUserPools = (Resource: string) =>
    answerTo('ListUserPools', { statements: [allow('cognito-idp:ListUserPools', Resource)], input: {} });
  expect(listUserPools('*')).toBe('allowed');
  expect(listUserPools(OLD_POOL_ARN)).toContain('on resource: * because');
});

test.each([
  [
    'AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00',
    'ASIAEXAMPLE',
  ],
  ['Bearer token', undefined],
  [undefined, undefined],
])('the access key id in %p is %p', (header, accessKeyId) => {
  expect(accessKeyIdOf(header)).toBe(accessKeyId);
});

function statement(Effect: 'Allow' | 'Deny', Action: string, Resource: string): PolicyStatement {
  return { Effect, Action: [Action], Resource: [Resource] };
}

/** `allowed`, or name and message of the refusal. */
function answerTo(
  operation: string,
  caller: { statements?: PolicyStatement[]; accessKeyId?: string; input?: unknown },
): string {
  const { statements, input = { UserPoolId: OLD_POOL } } = caller;
  const principals = new Principals();
  const accessKeyId = statements
    ? principals.assumeRole(ROLE_SESSION, () => statements).accessKeyId
    : caller.accessKeyId;
  try {
    authorize({ operation, accessKeyId, input }, principals);
    return 'allowed';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
