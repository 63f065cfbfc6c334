import { describe, expect, test } from '@jest/globals';
import { plannedPool } from '../../../migration/check/planned-pool.ts';
import { poolAfterDeployment } from '../../../migration/check/pool-after-deployment.ts';
import type { CheckedSettings, PoolFacts } from '../../../migration/check/survey.ts';
import { aClient, aNewPool, theSettings } from '../../support/check-survey.ts';

const deployed = (settings: CheckedSettings, changed: readonly string[], live: PoolFacts = aNewPool()) =>
  poolAfterDeployment({ live, planned: plannedPool(settings), clientIds: ['web-id'] }, changed);

const inNewPool = (newPool: Partial<CheckedSettings['newPool']>) => theSettings({ newPool });
const LONG = { ...theSettings().newPool.passwordPolicy, minLength: 40 };

describe('a deployment writes what changed', () => {
  test.each<[string, CheckedSettings, Partial<PoolFacts>]>([
    ['newPool.autoVerify', inNewPool({ autoVerify: ['phone_number'] }), { autoVerified: ['phone_number'] }],
    ['newPool.emailSender', inNewPool({ emailSender: undefined }), { sendsByCognito: true }],
    ['newPool.featurePlan', inNewPool({ featurePlan: 'plus' }), { featurePlan: 'PLUS' }],
    [
      'newPool.mfa',
      inNewPool({ mfa: 'required', mfaFactors: ['totp'] }),
      { mfa: 'ON', factors: ['SOFTWARE_TOKEN_MFA'] },
    ],
    ['newPool.mfaFactors', inNewPool({ mfaFactors: ['sms'] }), { factors: ['SMS_MFA'] }],
    [
      'newPool.passwordPolicy',
      inNewPool({ passwordPolicy: LONG }),
      { passwordPolicy: { ...LONG, historySize: 0 } },
    ],
  ])('%s', (key, settings, written) => {
    expect(deployed(settings, [key])).toEqual({ ...aNewPool(), ...written });
  });

  test('and nothing else: what somebody changed by hand, and aliases, stay as they are', () => {
    const settings = inNewPool({ mfa: 'required', aliases: ['email'] });
    expect(deployed(settings, ['mfaUsers', 'newPool.aliases'])).toEqual(aNewPool());
  });

  test('custom attributes that are missing; those that are there stay', () => {
    const customAttributes = [
      { name: 'custom:plan', type: 'Number', mutable: false },
      { name: 'custom:new', type: 'String', mutable: true },
    ] as const;
    const added = { name: 'custom:new', type: 'String', mutable: true, required: false };
    expect(deployed(inNewPool({ customAttributes }), ['newPool.customAttributes']).schema).toEqual([
      ...aNewPool().schema,
      added,
    ]);
  });
});

describe('app clients', () => {
  const settings = theSettings({
    clients: [
      { name: 'web', generateSecret: true },
      { name: 'app', generateSecret: false },
    ],
  });

  test('those of the stack are written and added; one that somebody made stays, whatever its name', () => {
    const theirs = aClient({ clientId: 'by-hand', name: 'app', flows: [] });
    const clients = [...(aNewPool().clients ?? []), theirs];
    const { clients: written = [] } = deployed(settings, ['clients'], aNewPool({ clients }));
    expect(written.map(({ clientId, name, hasSecret }) => [clientId, name, hasSecret])).toEqual([
      ['web-id', 'web', true],
      ['by-hand', 'app', false],
      ['', 'app', false],
    ]);
    expect(written[1]).toEqual(theirs);
  });

  test('one of the stack that no setting names any more stays in sight', () => {
    const others = theSettings({ clients: [] });
    expect(deployed(others, ['clients']).clients).toEqual(aNewPool().clients);
  });

  test('that could not be read stay unknown', () => {
    const { clients: _, ...unread } = aNewPool();
    expect(deployed(settings, ['clients'], unread)).toEqual(unread);
  });
});

describe('self sign-up', () => {
  const TRIGGERS = { UserMigration: 'arn:of:trigger', PreSignUp: 'arn:of:guard' };

  test('that opens loses the guard, and no other function', () => {
    const { selfSignUp, triggers } = deployed(
      theSettings({ selfSignUp: 'open' }),
      ['selfSignUp'],
      aNewPool({ triggers: TRIGGERS }),
    );
    expect({ selfSignUp, triggers }).toEqual({
      selfSignUp: true,
      triggers: { UserMigration: 'arn:of:trigger' },
    });
  });

  test('that becomes guarded gets it', () => {
    const { selfSignUp, triggers } = deployed(theSettings({ selfSignUp: 'guarded' }), ['selfSignUp']);
    expect({ selfSignUp, guard: triggers['PreSignUp'] }).toEqual({ selfSignUp: true, guard: '' });
  });
});
