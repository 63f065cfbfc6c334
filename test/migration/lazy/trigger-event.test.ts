import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTriggerEvent } from '../../../migration/lazy/trigger-event.ts';

const signIn = {
  version: '1',
  triggerSource: 'UserMigration_Authentication',
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_NewPool00',
  userName: 'ann',
  callerContext: { awsSdkVersion: 'aws-sdk-js-3', clientId: '1client' },
  request: { password: 'Right-Horse-7', validationData: null, userAttributes: null },
  response: {
    userAttributes: null,
    forceAliasCreation: null,
    enableSMSMFA: null,
    finalUserStatus: null,
    messageAction: null,
    desiredDeliveryMediums: null,
  },
};
const forgotPassword = {
  ...signIn,
  triggerSource: 'UserMigration_ForgotPassword',
  request: { clientMetadata: null },
};
const read = {
  kind: 'sign-in',
  userPoolId: 'eu-west-1_NewPool00',
  typed: 'ann',
  password: 'Right-Horse-7',
};

describe('a readable event', () => {
  test.each([
    ['a sign-in as Cognito sends it', signIn],
    [
      'with members that nobody knows yet',
      { ...signIn, trace: { id: 1 }, request: { ...signIn.request, x: [] } },
    ],
    ['without region', { ...signIn, region: undefined }],
    ['with a null response and caller', { ...signIn, response: null, callerContext: null }],
    [
      'with nothing but what is needed',
      {
        triggerSource: signIn.triggerSource,
        userPoolId: signIn.userPoolId,
        userName: 'ann',
        request: { password: 'Right-Horse-7' },
      },
    ],
  ])('%s', (_, event) => {
    expect(readTriggerEvent(event)).toEqual(read);
  });

  test.each([
    ['as Cognito sends it', forgotPassword],
    ['with a null request', { ...forgotPassword, request: null }],
    ['with a password that does not belong there', { ...forgotPassword, request: { password: 'x' } }],
  ])('a forgotten password %s', (_, event) => {
    expect(readTriggerEvent(event)).toEqual({
      kind: 'forgot-password',
      userPoolId: 'eu-west-1_NewPool00',
      typed: 'ann',
    });
  });

  test('the name is taken to the letter', () => {
    expect(readTriggerEvent({ ...signIn, userName: '  Änne\u0000 ' })).toMatchObject({
      typed: '  Änne\u0000 ',
    });
  });
});

describe('an unknown trigger source is declined', () => {
  test.each([
    ['null', null],
    ['nothing', undefined],
    ['a number', 42],
    ['a string', 'UserMigration_Authentication'],
    ['a list', [signIn]],
    ['an empty event', {}],
    ['another trigger', { ...signIn, triggerSource: 'PreSignUp_SignUp' }],
    ['a source of tomorrow', { ...signIn, triggerSource: 'UserMigration_Passkey' }],
    ['a source that is no text', { ...signIn, triggerSource: { toString: () => signIn.triggerSource } }],
    ['a source that is inherited', Object.create(signIn)],
  ])('%s', (_, event) => {
    expect(readTriggerEvent(event)).toEqual({ kind: 'unreadable', reason: 'unknown-trigger-source' });
  });
});

describe('a malformed event is declined', () => {
  test.each([
    ['no name', { ...signIn, userName: undefined }],
    ['a null name', { ...signIn, userName: null }],
    ['an empty name', { ...signIn, userName: '' }],
    ['a number as name', { ...signIn, userName: 42 }],
    ['a list as name', { ...signIn, userName: ['ann'] }],
    ['no pool', { ...signIn, userPoolId: undefined }],
    ['a pool that is no text', { ...signIn, userPoolId: {} }],
    ['no request', { ...signIn, request: undefined }],
    ['a null request', { ...signIn, request: null }],
    ['a list as request', { ...signIn, request: [] }],
    ['a text as request', { ...signIn, request: 'password' }],
    ['no password', { ...signIn, request: {} }],
    ['an empty password', { ...signIn, request: { password: '' } }],
    ['a password that is no text', { ...signIn, request: { password: 12345678 } }],
    ['a forgotten password without a name', { ...forgotPassword, userName: null }],
  ])('%s', (_, event) => {
    expect(readTriggerEvent(event)).toEqual({ kind: 'unreadable', reason: 'malformed-event' });
  });
});

test('no event at all makes it throw', () => {
  const sources = fc.constantFrom('UserMigration_Authentication', 'UserMigration_ForgotPassword');
  const anyEvent = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.record({
      triggerSource: sources,
      userName: fc.anything(),
      userPoolId: fc.anything(),
      request: fc.anything(),
    }),
  );
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(['sign-in', 'forgot-password', 'unreadable']).toContain(readTriggerEvent(event).kind);
    }),
  );
});
