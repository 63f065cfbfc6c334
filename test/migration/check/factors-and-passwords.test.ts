import { describeFaults, withNew, withOld } from '../../support/check-cases.ts';
import { anOldPool, aSurvey, theSettings } from '../../support/check-survey.ts';

describeFaults('a fault about factors and passwords', [
  [
    'MFA is required, and the setting denies it',
    'mfa-setting',
    'blocker',
    aSurvey({ oldPool: anOldPool({ mfa: 'ON' }) }),
  ],
  [
    'the setting says that MFA is required, and it is not',
    'mfa-setting',
    'warning',
    aSurvey({ settings: theSettings({ oldPool: { mfaRequired: true } }) }),
  ],
  ['MFA gets weaker', 'mfa-weaker', 'warning', withOld({ mfa: 'OPTIONAL' })],
  [
    'MFA gets stricter',
    'mfa-stricter',
    'note',
    aSurvey({ settings: theSettings({ newPool: { mfa: 'optional', mfaFactors: ['totp'] } }) }),
  ],
  [
    'a kind of factor is missing',
    'mfa-factors-missing',
    'note',
    withOld({ mfa: 'OPTIONAL', factors: ['SMS_MFA'] }),
  ],
  ['second factors stay', 'second-factors-stay', 'note', withOld({ mfa: 'OPTIONAL' })],
  [
    'passwords may get shorter',
    'password-policy-weaker',
    'warning',
    withOld({ passwordPolicy: { ...anOldPool().passwordPolicy, minLength: 12 } }),
  ],
  [
    'passwords must get better',
    'password-policy-stricter',
    'note',
    withOld({ passwordPolicy: { ...anOldPool().passwordPolicy, requireSymbols: false } }),
  ],
  [
    'former passwords are forgotten',
    'password-history',
    'note',
    withOld({ passwordPolicy: { ...anOldPool().passwordPolicy, historySize: 5 } }),
  ],
  [
    'the new pool is passwordless',
    'new-pool-passwordless',
    'warning',
    withNew({ firstFactors: ['PASSWORD', 'EMAIL_OTP'] }),
  ],
  [
    'the old pool is passwordless',
    'old-pool-passwordless',
    'warning',
    withOld({ firstFactors: ['PASSWORD', 'WEB_AUTHN'] }),
  ],
  [
    'weak passwords are reset by a code that may reach nobody',
    'weak-passwords-without-contact',
    'note',
    aSurvey({
      settings: theSettings({ oldPasswords: 'reset-if-weaker' }),
      oldPool: anOldPool({
        autoVerified: [],
        passwordPolicy: { ...anOldPool().passwordPolicy, requireSymbols: false },
      }),
    }),
  ],
  ['devices are remembered', 'remembered-devices', 'note', withOld({ remembersDevices: true })],
]);
