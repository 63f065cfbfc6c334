import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENT_VARIABLES } from '../../../handlers/runtime/environment-variables.ts';
import type { UserMigrationEnvironment } from '../../../handlers/runtime/user-migration-environment.ts';
import { parseUserMigrationEnvironment } from '../../../handlers/runtime/user-migration-environment.ts';
import { EnvironmentError } from '../../../handlers/runtime/variable-reader.ts';

const newPool = {
  aliases: ['email', 'preferred_username'],
  caseSensitive: false,
  recovery: ['email', 'phone_number'],
  customAttributes: [{ name: 'custom:plan', type: 'String', max: 10 }],
};

const variables = {
  OLD_USER_POOL_ID: 'eu-west-1_OldPool00',
  OLD_REGION: 'eu-west-1',
  OLD_CLIENT_ID: '1oldclient',
  OLD_POOL_CASE_SENSITIVE: 'true',
  OLD_POOL_MFA_REQUIRED: 'false',
  NEW_POOL: JSON.stringify(newPool),
  LOOKUPS: 'direct,preferred_username',
  PREFERRED_USERNAME_SOURCES: 'preferred_username,email-local-part',
  MFA_USERS: 'reset',
  FORGOT_PASSWORD: 'migrate',
  CONTACT_VERIFICATION: 'copy',
  OLD_PASSWORDS: 'keep',
  RENAMES: '{"custom:dept":"custom:unit"}',
  FAILURE_SENTENCE: 'Please try again later.',
};

const environment: UserMigrationEnvironment = {
  oldPool: { userPoolId: 'eu-west-1_OldPool00', region: 'eu-west-1', clientId: '1oldclient' },
  rules: {
    oldPool: { caseSensitive: true, mfaRequired: false },
    newPool: newPool as UserMigrationEnvironment['rules']['newPool'],
    lookups: ['direct', 'preferred_username'],
    preferredUsernameSources: ['preferred_username', 'email-local-part'],
    mfaUsers: 'reset',
    forgotPassword: 'migrate',
    contactVerification: 'copy',
    oldPasswords: 'keep',
    renames: { 'custom:dept': 'custom:unit' },
  },
  failureSentence: 'Please try again later.',
};

const problemsOf = (changed: Record<string, string | undefined>): string => {
  try {
    parseUserMigrationEnvironment({ ...variables, ...changed });
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  throw new Error('The environment was taken.');
};

describe('a complete environment', () => {
  test('is parsed once into one object', () => {
    expect(parseUserMigrationEnvironment(variables)).toEqual(environment);
  });

  test.each([
    ['OLD_CLIENT_SECRET_ARN', 'arn:secret', { clientSecretArn: 'arn:secret' }],
    ['OLD_ROLE_EXTERNAL_ID', 'word', {}],
    ['OLD_CLIENT_SECRET_ARN', '', {}],
    ['OLD_ROLE_ARN', '', {}],
  ])('%s, optional: "%s"', (name, value, more) => {
    expect(parseUserMigrationEnvironment({ ...variables, [name]: value }).oldPool).toEqual({
      ...environment.oldPool,
      ...more,
    });
  });

  test.each([
    ['', {}],
    ['with its external id', { externalId: 'word' }],
  ])('a role %s and what the function does with it', (_, more) => {
    const { oldPool } = parseUserMigrationEnvironment({
      ...variables,
      OLD_ROLE_ARN: 'arn:role',
      OLD_ROLE_ACTIONS: 'cognito-idp:AdminInitiateAuth,cognito-idp:AdminGetUser',
      ...('externalId' in more ? { OLD_ROLE_EXTERNAL_ID: more.externalId } : {}),
    });
    const actions = ['cognito-idp:AdminInitiateAuth', 'cognito-idp:AdminGetUser'];
    expect(oldPool.role).toEqual({ arn: 'arn:role', ...more, actions });
  });

  test('a role of which nobody says what the function does with it is refused', () => {
    expect(problemsOf({ OLD_ROLE_ARN: 'arn:role' })).toContain('OLD_ROLE_ACTIONS is missing');
  });

  test('lists may be empty', () => {
    expect(
      parseUserMigrationEnvironment({ ...variables, PREFERRED_USERNAME_SOURCES: '' }).rules,
    ).toMatchObject({
      preferredUsernameSources: [],
    });
  });

  test('unknown variables do no harm', () => {
    expect(parseUserMigrationEnvironment({ ...variables, AWS_REGION: 'x', PATH: undefined })).toEqual(
      environment,
    );
  });
});

describe('one clear error that names the variable', () => {
  test.each(Object.keys(variables))('%s is missing', (name) => {
    expect(problemsOf({ [name]: undefined })).toBe(
      `The function's environment is not what its stack writes: ${name} is missing. ` +
        'Deploy the stack again instead of editing the variables by hand.',
    );
  });

  test.each([
    ['OLD_POOL_CASE_SENSITIVE', 'yes', 'must be true or false'],
    ['OLD_POOL_MFA_REQUIRED', 'ON', 'must be true or false'],
    ['MFA_USERS', 'Decline', 'must be decline or reset or confirm'],
    ['FORGOT_PASSWORD', 'off', 'must be migrate or decline'],
    ['CONTACT_VERIFICATION', 'yes', 'must be copy or trust'],
    ['OLD_PASSWORDS', 'reset', 'must be keep or reset-if-weaker'],
    ['LOOKUPS', 'direct,email', 'must be direct or preferred_username'],
    ['RENAMES', 'a=b', 'is not the JSON expected'],
    ['RENAMES', 'null', 'is not the JSON expected'],
    ['RENAMES', '["a"]', 'is not the JSON expected'],
    ['RENAMES', '{"a":1}', 'is not the JSON expected'],
    ['NEW_POOL', '{', 'is not the JSON expected'],
    ['NEW_POOL', 'null', 'is not the JSON expected'],
    ['NEW_POOL', '"email"', 'is not the JSON expected'],
    ['NEW_POOL', '{}', 'is not the JSON expected'],
    ['NEW_POOL', JSON.stringify({ ...newPool, aliases: 'email' }), 'is not the JSON expected'],
    ['NEW_POOL', JSON.stringify({ ...newPool, aliases: ['e-mail'] }), 'is not the JSON expected'],
    [
      'NEW_POOL',
      JSON.stringify({ ...newPool, recovery: ['preferred_username'] }),
      'is not the JSON expected',
    ],
    ['NEW_POOL', JSON.stringify({ ...newPool, caseSensitive: 'false' }), 'is not the JSON expected'],
    ['NEW_POOL', JSON.stringify({ ...newPool, customAttributes: {} }), 'is not the JSON expected'],
    ['NEW_POOL', JSON.stringify({ ...newPool, customAttributes: [null] }), 'is not the JSON expected'],
    [
      'NEW_POOL',
      JSON.stringify({ ...newPool, customAttributes: [{ name: 'custom:a' }] }),
      'is not the JSON expected',
    ],
    [
      'NEW_POOL',
      JSON.stringify({ ...newPool, customAttributes: [{ name: 1, type: 'String' }] }),
      'is not the JSON expected',
    ],
  ])('%s=%s %s', (name, value, problem) => {
    expect(problemsOf({ [name]: value })).toContain(`writes: ${name} ${problem}. Deploy`);
  });

  test('all problems at once, in one message', () => {
    const message = problemsOf({
      OLD_REGION: undefined,
      MFA_USERS: 'x',
      NEW_POOL: '{',
      FAILURE_SENTENCE: '',
    });
    for (const name of ['OLD_REGION', 'MFA_USERS', 'NEW_POOL', 'FAILURE_SENTENCE']) {
      expect(message.split(name)).toHaveLength(2);
    }
  });

  test('an empty environment names everything that is needed, and nothing that is optional', () => {
    const missing = (() => {
      try {
        return parseUserMigrationEnvironment({});
      } catch (error) {
        return String(error);
      }
    })();
    const optional = [
      ...['OLD_CLIENT_SECRET_ARN', 'OLD_ROLE_ARN', 'OLD_ROLE_EXTERNAL_ID', 'OLD_ROLE_ACTIONS'],
    ];
    for (const name of Object.values(ENVIRONMENT_VARIABLES)) {
      if (optional.includes(name)) expect(missing).not.toContain(name);
      else expect(missing).toContain(`${name} is missing`);
    }
  });

  test('no value is repeated: it might be a secret in the wrong place', () => {
    expect(
      problemsOf({ MFA_USERS: 'hunter2', NEW_POOL: 'hunter2', RENAMES: 'hunter2', LOOKUPS: 'hunter2' }),
    ).not.toContain('hunter2');
  });
});
