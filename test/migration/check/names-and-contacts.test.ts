import { describeFaults, withNew, withOld } from '../../support/check-cases.ts';
import { aNewPool, anOldPool, aSurvey, theSettings } from '../../support/check-survey.ts';

describeFaults('a fault about names and contacts', [
  [
    'the setting says that case does not count, and it does',
    'case-setting',
    'blocker',
    withOld({ caseSensitive: true }),
  ],
  [
    'the setting says that case counts, and it does not',
    'case-setting',
    'warning',
    aSurvey({ settings: theSettings({ oldPool: { caseSensitive: true } }) }),
  ],
  [
    'names may differ by case only',
    'case-conflicts',
    'note',
    aSurvey({
      settings: theSettings({ oldPool: { caseSensitive: true } }),
      oldPool: anOldPool({ caseSensitive: true }),
    }),
  ],
  [
    'an alias is missing',
    'sign-in-names-missing',
    'warning',
    withOld({ aliases: ['email', 'phone_number', 'preferred_username'] }),
  ],
  [
    'nobody could sign in with what they know',
    'sign-in-names-missing',
    'blocker',
    withOld({ aliases: [], usernameAttributes: ['phone_number'] }),
  ],
  [
    'unverified addresses are usernames',
    'usernames-unverified',
    'warning',
    withOld({ aliases: [], usernameAttributes: ['email'], autoVerified: [] }),
  ],
  [
    'preferred_username need not be unique',
    'preferred-usernames-not-unique',
    'note',
    withOld({ aliases: ['email'] }),
  ],
  [
    'usernames may look like an alias',
    'usernames-shaped-like-aliases',
    'note',
    withOld({ aliases: ['preferred_username'] }),
  ],
  [
    'an attribute is required that people may lack',
    'required-attributes',
    'warning',
    withNew({
      schema: [...aNewPool().schema, { name: 'email', type: 'String', required: true, mutable: true }],
    }),
  ],
  ['nothing is verified', 'auto-verify-missing', 'blocker', withNew({ autoVerified: [] })],
  [
    'people have another verified contact',
    'auto-verify-narrower',
    'warning',
    withOld({ autoVerified: ['email', 'phone_number'] }),
  ],
  [
    'only administrators recover accounts',
    'recovery-missing',
    'blocker',
    withNew({ recovery: ['admin_only'] }),
  ],
  [
    'account recovery does not reach everybody',
    'recovery-narrower',
    'warning',
    withNew({ recovery: ['verified_phone_number'] }),
  ],
  [
    'Cognito’s own sender, many people',
    'default-email-sender',
    'warning',
    aSurvey({ settings: theSettings({ newPool: { emailSender: undefined } }) }),
  ],
  [
    'Cognito’s own sender, few people',
    'default-email-sender',
    'note',
    aSurvey({
      settings: theSettings({ newPool: { emailSender: undefined } }),
      oldPool: anOldPool({ estimatedUsers: 50 }),
    }),
  ],
  [
    'no role for text messages',
    'sms-role-missing',
    'warning',
    aSurvey({
      oldPool: anOldPool({ autoVerified: ['phone_number'] }),
      newPool: aNewPool({ canSendSms: false }),
    }),
  ],
  [
    'text messages',
    'sms-account',
    'note',
    aSurvey({ settings: theSettings({ newPool: { autoVerify: ['email', 'phone_number'] } }) }),
  ],
  [
    'text messages for second factors',
    'sms-account',
    'note',
    aSurvey({ settings: theSettings({ newPool: { mfa: 'optional', mfaFactors: ['sms'] } }) }),
  ],
]);
