import { describe, expect, test } from '@jest/globals';
import { anApp, propose } from '../../support/check-source.ts';
import { anOldPool, OLD_POOL_ID } from '../../support/check-survey.ts';

const custom = (name: string, more: object = {}) => ({
  ...{ name: `custom:${name}`, type: 'String', required: false, mutable: true },
  ...more,
});

describe('the proposed settings', () => {
  test('say what the old pool is like, and nothing needs a reason where it fits', () => {
    expect(propose()).toEqual({
      value: {
        oldPool: { userPoolId: OLD_POOL_ID, caseSensitive: false, mfaRequired: false },
        newPool: {
          name: 'people',
          aliases: ['email', 'preferred_username'],
          autoVerify: ['email'],
          customAttributes: [{ name: 'custom:plan', type: 'String' }],
          mfa: 'off',
          passwordPolicy: {
            minLength: 8,
            requireLowercase: true,
            requireUppercase: true,
            requireDigits: true,
            requireSymbols: true,
            temporaryPasswordDays: 7,
          },
          featurePlan: 'essentials',
          emailSender: { fromAddress: 'no-reply@example.com', fromName: 'Example' },
        },
        clients: [{ name: 'web' }],
        clientWritable: [],
      },
      reasons: [],
    });
  });

  test.each([
    ['none', []],
    ['those that Cognito made for identity providers', [{ name: `${OLD_POOL_ID}_Google` }]],
  ])('drop groups where there are none but: %s', (_, groups) => {
    const { value, reasons } = propose({ groups });
    expect(value.groups).toEqual({ mode: 'drop' });
    expect(reasons).toEqual([expect.stringMatching(/^groups\.mode: drop, because /)]);
  });

  test.each([
    ['LITE', 'lite'],
    ['ESSENTIALS', 'essentials'],
    ['PLUS', 'plus'],
  ])('keep the feature plan: %s', (featurePlan, proposed) => {
    expect(propose({ featurePlan }).value.newPool.featurePlan).toBe(proposed);
  });

  test('keep a password policy within the bounds of the settings', () => {
    const passwordPolicy = { ...anOldPool().passwordPolicy, minLength: 0, temporaryPasswordDays: 0 };
    expect(propose({ passwordPolicy }).value.newPool.passwordPolicy).toMatchObject({
      minLength: 6,
      temporaryPasswordDays: 1,
    });
  });
});

describe('proposed names', () => {
  test.each([
    [
      'preferred_username is added',
      { aliases: ['email'] },
      ['email', 'preferred_username'],
      ['email'],
      [/with "preferred_username"/],
    ],
    [
      'usernames become aliases',
      { aliases: [], usernameAttributes: ['email'] },
      ['email', 'preferred_username'],
      ['email'],
      [/preferred_username/, /has email as username/],
    ],
    [
      'an alias is verified',
      { aliases: ['phone_number', 'preferred_username'] },
      ['phone_number', 'preferred_username'],
      ['email', 'phone_number'],
      [/with "phone_number"/],
    ],
    [
      'something is verified',
      { aliases: ['preferred_username'], autoVerified: [] },
      ['preferred_username'],
      ['email'],
      [/with "email"/],
    ],
  ])('%s', (_, source, aliases, autoVerify, reasons) => {
    const proposed = propose(source);
    expect(proposed.value.newPool).toMatchObject({ aliases, autoVerify });
    expect(proposed.reasons).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
  });
});

describe('proposed custom attributes', () => {
  test.each([
    [
      'bounds that say something',
      custom('a', { min: 1, max: 20 }),
      { name: 'custom:a', type: 'String', min: 1, max: 20 },
    ],
    ['bounds that say nothing', custom('a', { min: 0, max: 2048 }), { name: 'custom:a', type: 'String' }],
    [
      'bounds of numbers',
      custom('a', { type: 'Number', min: 0, max: 4096 }),
      { name: 'custom:a', type: 'Number', min: 0, max: 4096 },
    ],
    [
      'what cannot change',
      custom('a', { mutable: false }),
      { name: 'custom:a', type: 'String', mutable: false },
    ],
  ])('keep %s', (_, attribute, proposed) => {
    expect(propose({ schema: [attribute] })).toMatchObject({
      value: { newPool: { customAttributes: [proposed] } },
      reasons: [],
    });
  });

  test.each([
    ['the link of an earlier migration', custom('source_sub'), /only the migration writes/],
    ['a type of the future', custom('a', { type: 'Json' }), /type Json is not known/],
    ['a name with a comma', custom('a,b'), /comma/],
    ['a bound with a fraction', custom('a', { type: 'Number', min: 0.5 }), /no whole numbers/],
    ['a bound with a fraction above', custom('a', { type: 'Number', max: 0.5 }), /no whole numbers/],
  ])('leave out %s', (_, attribute, reason) => {
    const { value, reasons } = propose({ schema: [attribute] });
    expect(value.newPool.customAttributes).toEqual([]);
    expect(reasons).toEqual([expect.stringMatching(reason)]);
  });

  test('are no more than there is room for', () => {
    const { value, reasons } = propose({ schema: [custom('a'), custom('b'), custom('c')] }, 2);
    expect(value.newPool.customAttributes).toHaveLength(2);
    expect(reasons).toEqual([expect.stringMatching(/without custom:c: there is room for 2/)]);
  });

  test('are writable where a client of the old pool could write them', () => {
    const schema = [custom('a'), custom('b'), custom('fixed', { mutable: false })];
    const clients = [anApp({ writeAttributes: ['custom:a', 'custom:fixed', 'name'] })];
    expect(propose({ schema, clients }).value.clientWritable).toEqual(['custom:a']);
  });
});
