import { describe, expect, test } from '@jest/globals';
import type { SourceClient } from '../../../migration/check/old-pool-source.ts';
import { proposeSettings } from '../../../migration/check/proposal/propose-settings.ts';
import { anApp, aSource, propose, SES } from '../../support/check-source.ts';

describe('proposed second factors', () => {
  const ses = {};
  const cognito = { sendsByCognito: true };
  test.each([
    [
      'optional ones',
      { ...ses, mfa: 'OPTIONAL', factors: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'] },
      'optional',
      ['totp', 'sms', 'email'],
      1,
    ],
    ['required ones', { ...ses, mfa: 'ON', factors: ['SOFTWARE_TOKEN_MFA'] }, 'required', ['totp'], 0],
    [
      'required ones without an app',
      { ...ses, mfa: 'ON', factors: ['SMS_MFA'] },
      'required',
      ['totp', 'sms'],
      2,
    ],
    [
      'e-mail without a sender',
      { ...cognito, mfa: 'OPTIONAL', factors: ['EMAIL_OTP'] },
      'optional',
      ['totp'],
      3,
    ],
    [
      'e-mail on the plan lite',
      { ...ses, featurePlan: 'LITE', mfa: 'OPTIONAL', factors: ['SMS_MFA', 'EMAIL_OTP'] },
      'optional',
      ['sms'],
      2,
    ],
    ['ones that could not be read', { ...ses, mfa: 'OPTIONAL', factors: [] }, 'optional', ['totp'], 1],
  ])('follow the old pool: %s', (_, source, mfa, mfaFactors, reasons) => {
    const proposed = propose(source);
    expect(proposed.value.newPool).toMatchObject({ mfa, mfaFactors });
    expect(proposed.value.oldPool.mfaRequired).toBe(mfa === 'required');
    // One more says that somebody must decide about mfaUsers.
    expect(proposed.reasons).toHaveLength(reasons + 1);
    expect(proposed.reasons.at(-1)).toMatch(/^mfaUsers: /);
  });

  test('are the default where they could not be read at all', () => {
    const { factors: _, ...unread } = aSource({ mfa: 'ON' });
    expect(proposeSettings(unread, 47).value.newPool.mfaFactors).toEqual(['totp']);
  });
});

describe('the proposed sender', () => {
  test.each([
    ['an address alone', { arn: `${SES}no-reply@example.com` }, { fromAddress: 'no-reply@example.com' }],
    [
      'a domain',
      { from: 'no-reply@example.com', arn: `${SES}example.com` },
      { fromAddress: 'no-reply@example.com', verifiedDomain: 'example.com' },
    ],
    [
      'another Region',
      { arn: 'arn:aws:ses:us-east-1:111122223333:identity/no-reply@example.com' },
      { fromAddress: 'no-reply@example.com', sesRegion: 'us-east-1' },
    ],
  ])('is that of the old pool: %s', (_, email, sender) => {
    expect(propose({ email }).value.newPool.emailSender).toEqual(sender);
  });

  test.each([
    ['a sender below the domain', { from: 'no-reply@mail.example.com', arn: `${SES}example.com` }],
    ['a domain without an address', { arn: `${SES}example.com` }],
    ['no identity', { from: 'no-reply@example.com' }],
    ['nothing at all', {}],
    ['something unreadable', { from: 'nobody', arn: `${SES}no-reply@example.com` }],
  ])('is left to the operator where the settings cannot say it: %s', (_, email) => {
    const { value, reasons } = propose({ email });
    expect(value.newPool.emailSender).toBeUndefined();
    expect(reasons).toEqual([expect.stringMatching(/^newPool.emailSender: .*by hand/)]);
  });

  test('is none where Cognito sends', () => {
    const { value, reasons } = propose({ sendsByCognito: true });
    expect(value.newPool.emailSender).toBeUndefined();
    expect(reasons).toEqual([expect.stringMatching(/^newPool.emailSender: .*50 e-mails a day/)]);
  });
});

describe('proposed app clients', () => {
  const clientsOf = (clients: readonly SourceClient[]) => propose({ clients });
  const code = {
    flows: ['code'],
    scopes: ['openid'],
    callbackUrls: ['https://example.com/in'],
    logoutUrls: [],
  };

  test.each([
    ['a secret', { hasSecret: true }, { generateSecret: true }],
    [
      'lives of tokens',
      { accessTokenMinutes: 5.4, idTokenMinutes: 2000, refreshTokenDays: 7 },
      { accessTokenMinutes: 5, idTokenMinutes: 1440, refreshTokenDays: 7 },
    ],
  ])('keep %s', (_, client, proposed) => {
    expect(clientsOf([anApp({ name: 'web', ...client })])).toMatchObject({
      value: { clients: [{ name: 'web', ...proposed }] },
      reasons: [],
    });
  });

  test.each([
    ['short lives', { refreshTokenDays: 1 / 24 }, { refreshTokenDays: 1 }, [/live a day/]],
    ['another name', { name: '1. Kunden+App' }, { name: 'Kunden-App' }, [/is "1. Kunden\+App"/]],
    ['no name', { name: '2026' }, { name: 'app' }, [/is "2026"/]],
    [
      'managed login',
      { usesManagedLogin: true, oauth: code },
      { oauth: { callbackUrls: code.callbackUrls, logoutUrls: [], scopes: ['openid'] } },
      [/needs a domain/],
    ],
    [
      'managed login by both flows',
      { usesManagedLogin: true, oauth: { ...code, flows: ['code', 'implicit'] } },
      {},
      [/without the implicit flow/, /needs a domain/],
    ],
    [
      'managed login by the implicit flow',
      { usesManagedLogin: true, oauth: { ...code, flows: ['implicit'] } },
      {},
      [/without oauth/],
    ],
  ])('come with reasons: %s', (_, client, proposed, reasons) => {
    const { value, reasons: found } = clientsOf([anApp({ name: 'web', ...client })]);
    expect(value.clients).toEqual([expect.objectContaining(proposed)]);
    expect(found).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
  });

  test('have names of their own', () => {
    const clients = ['web app', 'Web-App', 'web_app'].map((name) => anApp({ name }));
    expect(clientsOf(clients).value.clients?.map(({ name }) => name)).toEqual([
      'web app',
      'Web-App 2',
      'web_app 3',
    ]);
  });

  test.each([
    ['tools', [anApp({ flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] })], 2],
    ['none', [], 1],
  ])('are left to the default where there is nobody to sign in: %s', (_, clients, reasons) => {
    const proposed = clientsOf(clients);
    expect(proposed.value.clients).toBeUndefined();
    expect(proposed.reasons).toHaveLength(reasons);
  });

  test('lack one that only a back end may use, which is said as it is', () => {
    const [first] = clientsOf([anApp({ name: 'jobs', flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] })]).reasons;
    expect(first).toBe(
      'clients: without "jobs", which has no flow that an app may use, no managed login and no secret. Add it by hand if a back end uses it.',
    );
  });

  test('are left to the default where they could not be read', () => {
    const { clients: _, ...unread } = aSource();
    expect(proposeSettings(unread, 47).value).not.toHaveProperty('clients');
  });
});
