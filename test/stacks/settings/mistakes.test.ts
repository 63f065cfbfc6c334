import { describe, expect, test } from '@jest/globals';
import { SettingsError } from '../../../stacks/settings/mistakes.ts';
import { parseSettings } from '../../../stacks/settings.ts';
import { settingsWith } from '../synthesize.ts';

const mistakesIn = (written: unknown): readonly string[] => {
  try {
    parseSettings(written);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.mistakes.map(({ key, message }) => `${key}: ${message}`);
  }
};

const OLD_ID = 'eu-west-1_OldPool01';
const ROLE = 'arn:aws:iam::123456789012:role/user-migration';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:old-client-AbCdEf';
const CREATE_CLIENT =
  'Write the id of an app client of the old pool that has ALLOW_ADMIN_USER_PASSWORD_AUTH and is LEGACY about user existence.';
const plan = { name: 'custom:plan', type: 'String' };

interface Case {
  readonly title: string;
  readonly written: Readonly<Record<string, unknown>>;
  readonly mistake: string;
}

const expectOneMistakeEach = (cases: readonly Case[]): void => {
  test.each(cases)('$title', ({ written, mistake }) => {
    expect(mistakesIn(settingsWith(written))).toEqual([mistake]);
  });
};

describe('each mistake is one error with its key and its remedy: keys', () => {
  expectOneMistakeEach([
    {
      title: 'an unknown key that looks like another',
      written: { mfaUser: 'reset' },
      mistake: 'mfaUser: is not a setting. Did you mean mfaUsers?',
    },
    {
      title: 'an unknown key in a group',
      written: { newPool: { alias: ['email'] } },
      mistake: 'newPool.alias: is not a setting. Did you mean aliases?',
    },
    {
      title: 'an unknown key in a list',
      written: { clients: [{ name: 'web', secret: true }] },
      mistake:
        'clients[0].secret: is not a setting. Known here: name, generateSecret, accessTokenMinutes, idTokenMinutes, refreshTokenDays, oauth.',
    },
    {
      title: 'a group that is none',
      written: { newPool: 'users' },
      mistake: 'newPool: "users" is not a group of settings. Write an object in curly braces.',
    },
  ]);

  test('no settings of the old pool', () => {
    expect(mistakesIn({})).toEqual([
      'oldPool: is missing. Write {"userPoolId": "..."} with the id of the old pool.',
    ]);
  });

  test('not even an object', () => {
    expect(mistakesIn(null)).toEqual([': null is not a group of settings. Write an object in curly braces.']);
  });
});

describe('each mistake is one error with its key and its remedy: the old pool', () => {
  expectOneMistakeEach([
    {
      title: 'no pool id',
      written: { oldPool: {} },
      mistake:
        'oldPool.userPoolId: is missing. Copy it from the overview of the old pool, for example eu-west-1_AbCdEfGhI.',
    },
    {
      title: 'a malformed pool id',
      written: { oldPool: { userPoolId: 'AbCdEfGhI' } },
      mistake:
        'oldPool.userPoolId: "AbCdEfGhI" is not a user pool id. Copy it from the overview of the old pool, for example eu-west-1_AbCdEfGhI.',
    },
    {
      title: 'a malformed Region',
      written: { oldPool: { userPoolId: OLD_ID, region: 'Ireland' } },
      mistake:
        'oldPool.region: "Ireland" is not an AWS Region. Write it as in the console, for example eu-west-1.',
    },
    {
      title: 'a Region that is not the one of the pool id',
      written: { oldPool: { userPoolId: OLD_ID, region: 'us-east-1', clientId: 'abc' } },
      mistake: `oldPool.region: is us-east-1, but the pool id ${OLD_ID} begins with another Region. Remove this setting, or correct the id.`,
    },
    {
      title: 'a word for true',
      written: { oldPool: { userPoolId: OLD_ID, caseSensitive: 'yes' } },
      mistake: 'oldPool.caseSensitive: "yes" is not true or false. Write true or false.',
    },
    {
      title: 'a malformed client id',
      written: { oldPool: { userPoolId: OLD_ID, clientId: 'web app', clientSecretArn: SECRET } },
      mistake:
        'oldPool.clientId: "web app" is not an app client id. Copy it from the app clients of the old pool; it has letters and digits only.',
    },
    {
      title: 'another account without a client id',
      written: { oldPool: { userPoolId: OLD_ID, roleArn: ROLE } },
      mistake: `oldPool.clientId: is missing: roleArn means another account, where the stack cannot create an app client. ${CREATE_CLIENT}`,
    },
    {
      title: 'another Region without a client id',
      written: { newPool: { region: 'eu-central-1' } },
      mistake: `oldPool.clientId: is missing: the old pool is in eu-west-1 and the stack in eu-central-1, so that it cannot create an app client there. ${CREATE_CLIENT}`,
    },
    {
      title: 'a secret without a client id',
      written: { oldPool: { userPoolId: OLD_ID, clientSecretArn: SECRET } },
      mistake: `oldPool.clientId: is missing: clientSecretArn names the secret of an app client that exists. ${CREATE_CLIENT}`,
    },
    {
      title: 'the secret itself instead of its ARN',
      written: { oldPool: { userPoolId: OLD_ID, clientId: 'abc', clientSecretArn: 'old-client' } },
      mistake:
        'oldPool.clientSecretArn: is not the complete ARN of a secret. Copy the ARN from Secrets Manager, with the six characters at its end; never write the secret itself here.',
    },
    {
      title: 'a role name instead of its ARN',
      written: { oldPool: { userPoolId: OLD_ID, clientId: 'abc', roleArn: 'user-migration' } },
      mistake:
        'oldPool.roleArn: "user-migration" is not the ARN of a role. Write it like arn:aws:iam::123456789012:role/user-migration.',
    },
    {
      title: 'an external id without a role',
      written: { oldPool: { userPoolId: OLD_ID, externalId: 'shared' } },
      mistake:
        'oldPool.externalId: is used only to assume a role, but roleArn is missing. Write roleArn, or remove this.',
    },
  ]);
});

describe('each mistake is one error with its key and its remedy: the new pool', () => {
  expectOneMistakeEach([
    {
      title: 'an alias that Cognito does not have',
      written: { newPool: { aliases: ['email', 'nickname'] } },
      mistake:
        'newPool.aliases[1]: "nickname" is not one of email, phone_number, preferred_username. Use one of these words.',
    },
    {
      title: 'an alias twice',
      written: { newPool: { aliases: ['email', 'email'] } },
      mistake: 'newPool.aliases[1]: "email" stands there twice. Remove one.',
    },
    {
      title: 'nothing verified',
      written: { newPool: { autoVerify: [] } },
      mistake:
        'newPool.autoVerify: is empty. Name email, phone_number or both: a pool that verifies nothing cannot import anybody.',
    },
    {
      title: 'an alias that changes unverified',
      written: { newPool: { aliases: ['email', 'phone_number'] } },
      mistake:
        'newPool.aliases: names phone_number, of which a change would take effect unverified. Add phone_number to newPool.autoVerify, or remove it here.',
    },
    {
      title: 'a custom attribute without prefix',
      written: { newPool: { customAttributes: [{ ...plan, name: 'plan' }] } },
      mistake: 'newPool.customAttributes[0].name: "plan" lacks its prefix. Write "custom:plan".',
    },
    {
      title: 'a custom attribute with a long name',
      written: { newPool: { customAttributes: [{ ...plan, name: 'custom:abcdefghijklmnopqrstu' }] } },
      mistake:
        'newPool.customAttributes[0].name: "custom:abcdefghijklmnopqrstu" is too long. Use at most 20 characters after "custom:", and "renames" if the old pool has another name.',
    },
    {
      title: 'a custom attribute that is ours',
      written: { newPool: { customAttributes: [{ ...plan, name: 'custom:source_sub' }] } },
      mistake:
        'newPool.customAttributes[0].name: "custom:source_sub" is reserved: the stack creates it. Leave it out, or choose another name.',
    },
    {
      title: 'a custom attribute with a space in its name',
      written: { newPool: { customAttributes: [{ ...plan, name: 'custom:my plan' }] } },
      mistake:
        'newPool.customAttributes[0].name: "custom:my plan" is not a name. Use letters, digits and punctuation after "custom:", without comma or space.',
    },
    {
      title: 'a custom attribute of no type',
      written: { newPool: { customAttributes: [{ name: 'custom:plan' }] } },
      mistake: 'newPool.customAttributes[0].type: is missing. Use one of these words.',
    },
    {
      title: 'a custom attribute twice',
      written: { newPool: { customAttributes: [plan, plan] } },
      mistake: 'newPool.customAttributes[1].name: "custom:plan" stands there twice. Remove one.',
    },
    {
      title: 'more custom attributes than Cognito allows',
      written: {
        newPool: {
          customAttributes: Array.from({ length: 48 }, (_, n) => ({ ...plan, name: `custom:a${n}` })),
        },
      },
      mistake:
        'newPool.customAttributes: has 48 members. Cognito allows 50 custom attributes and the stack adds 4: keep 46.',
    },
    {
      title: 'min above max',
      written: { newPool: { customAttributes: [{ ...plan, min: 9, max: 3 }] } },
      mistake: 'newPool.customAttributes[0].min: 9 is more than max, 3. Exchange them.',
    },
    {
      title: 'a length beyond what Cognito stores',
      written: { newPool: { customAttributes: [{ ...plan, max: 5000 }] } },
      mistake:
        'newPool.customAttributes[0].max: 5000 is not a length of text in Cognito. Write a number from 0 to 2048.',
    },
    {
      title: 'a limit where there is none',
      written: { newPool: { customAttributes: [{ name: 'custom:on', type: 'Boolean', max: 1 }] } },
      mistake: 'newPool.customAttributes[0].max: does not apply to Boolean. Remove it.',
    },
    {
      title: 'second factors while MFA is off',
      written: { newPool: { mfa: 'off', mfaFactors: ['totp'] } },
      mistake:
        'newPool.mfaFactors: names second factors, but newPool.mfa is off. Set that to optional or required, or remove this.',
    },
    {
      title: 'MFA without a factor',
      written: { newPool: { mfa: 'required', mfaFactors: [] } },
      mistake:
        'newPool.mfaFactors: is empty, but newPool.mfa is required. Name totp, sms or email, or set newPool.mfa to off.',
    },
    {
      title: 'required MFA that not everybody can enrol',
      written: {
        newPool: { mfa: 'required', mfaFactors: ['sms'], autoVerify: ['email', 'phone_number'] },
      },
      mistake:
        'newPool.mfaFactors: lacks totp, but newPool.mfa is required: people without that phone number or e-mail address could never sign in. Add totp, or set newPool.mfa to optional.',
    },
    {
      title: 'SMS as a factor where phone numbers are not verified',
      written: { newPool: { mfaFactors: ['sms'] } },
      mistake:
        'newPool.mfaFactors: names sms, but phone numbers are not verified before they change. Add phone_number to newPool.autoVerify, or remove sms.',
    },
    {
      title: 'e-mail as a factor without a sender',
      written: { newPool: { mfaFactors: ['email'] } },
      mistake:
        'newPool.mfaFactors: names email, for which Cognito needs a sender in Amazon SES. Write newPool.emailSender, or remove email.',
    },
    {
      title: 'e-mail as a factor in the plan without it',
      written: {
        newPool: {
          mfaFactors: ['email'],
          featurePlan: 'lite',
          emailSender: { fromAddress: 'a@example.com' },
        },
      },
      mistake:
        'newPool.mfaFactors: names email, which the feature plan lite lacks. Set newPool.featurePlan to essentials, or remove email.',
    },
    {
      title: 'a sender outside the verified domain',
      written: { newPool: { emailSender: { fromAddress: 'a@example.com', verifiedDomain: 'example.org' } } },
      mistake:
        'newPool.emailSender.verifiedDomain: is example.org, but the address a@example.com has another domain. Make both the same.',
    },
    {
      title: 'passwords longer than Cognito allows',
      written: { newPool: { passwordPolicy: { minLength: 100 } } },
      mistake:
        'newPool.passwordPolicy.minLength: 100 is more than 99 characters. Write a number from 6 to 99.',
    },
    {
      title: 'a length that is no number',
      written: { newPool: { passwordPolicy: { minLength: 8.5 } } },
      mistake:
        'newPool.passwordPolicy.minLength: 8.5 is not a whole number of characters. Write a number from 6 to 99.',
    },
    {
      title: 'passwords shorter than Cognito allows',
      written: { newPool: { passwordPolicy: { minLength: 4 } } },
      mistake: 'newPool.passwordPolicy.minLength: 4 is less than 6 characters. Write a number from 6 to 99.',
    },
  ]);
});

describe('each mistake is one error with its key and its remedy: app clients', () => {
  const newPool = {
    customAttributes: [plan, { name: 'custom:origin', type: 'String', mutable: false }],
  };
  expectOneMistakeEach([
    {
      title: 'no client',
      written: { clients: [] },
      mistake: 'clients: is empty. Name an app client, or nobody can sign in.',
    },
    {
      title: 'two clients with one name',
      written: { clients: [{ name: 'web' }, { name: 'web' }] },
      mistake:
        'clients[1].name: "web" is the name of clients[0] already (letters and digits count). Choose another.',
    },
    {
      title: 'two clients whose names differ in punctuation only',
      written: { clients: [{ name: 'web app' }, { name: 'web-app' }] },
      mistake:
        'clients[1].name: "web-app" is the name of clients[0] already (letters and digits count). Choose another.',
    },
    {
      title: 'a token life that Cognito does not allow',
      written: { clients: [{ name: 'web', accessTokenMinutes: 1 }] },
      mistake: 'clients[0].accessTokenMinutes: 1 is less than 5 minutes. Write a number from 5 to 1440.',
    },
    {
      title: 'OAuth that returns nowhere',
      written: { clients: [{ name: 'web', oauth: { callbackUrls: [] } }] },
      mistake:
        'clients[0].oauth.callbackUrls: is empty. Write where managed login returns to, or remove oauth.',
    },
    {
      title: 'OAuth that returns unprotected',
      written: { clients: [{ name: 'web', oauth: { callbackUrls: ['http://example.com/'] } }] },
      mistake:
        'clients[0].oauth.callbackUrls[0]: "http://example.com/" is not an address to return to. Use https://..., http://localhost... or the scheme of an app, for example myapp://signed-in.',
    },
    {
      title: 'a writable attribute that does not exist',
      written: { newPool, clientWritable: ['custom:plam'] },
      mistake:
        'clientWritable[0]: "custom:plam" is not in newPool.customAttributes. Did you mean custom:plan? Add it there, or remove it here.',
    },
    {
      title: 'people could say who they were',
      written: { clientWritable: ['custom:source_sub'] },
      mistake:
        'clientWritable[0]: "custom:source_sub" says what came from the old pool; only the migration writes it. Remove it.',
    },
    {
      title: 'people could keep their groups from coming',
      written: { clientWritable: ['custom:groups_carried'] },
      mistake:
        'clientWritable[0]: "custom:groups_carried" says what came from the old pool; only the migration writes it. Remove it.',
    },
    {
      title: 'nobody with this attribute could be linked',
      written: {
        newPool: {
          linkable: true,
          customAttributes: [{ name: 'custom:plan', type: 'String', mutable: false }],
        },
      },
      mistake:
        'newPool.customAttributes[0].mutable: is false, but Cognito links nobody to a provider who has an immutable attribute. Make it mutable, or set newPool.linkable to false.',
    },
    {
      title: 'profiles would be removed before a second code could be asked for',
      written: { cleanUp: { afterHours: 1 } },
      mistake: 'cleanUp.afterHours: 1 is less than 2 hours. Write a number from 2 to 720.',
    },
    {
      title: 'people could verify themselves',
      written: { clientWritable: ['email_verified'] },
      mistake: 'clientWritable[0]: "email_verified" would let people verify their own address. Remove it.',
    },
    {
      title: 'people could take the name of somebody who has not moved',
      written: { clientWritable: ['preferred_username'] },
      mistake:
        'clientWritable[0]: "preferred_username" would let people take the name of somebody who has not moved yet. Remove it; with "trigger" false it is writable.',
    },
    {
      title: 'a standard attribute, writable anyway',
      written: { clientWritable: ['nickname'] },
      mistake:
        'clientWritable[0]: "nickname" is writable anyway. Remove it; this list is for custom attributes.',
    },
    {
      title: 'an attribute that never changes',
      written: { newPool, clientWritable: ['custom:origin'] },
      mistake:
        'clientWritable[0]: "custom:origin" is not mutable, so nobody can write it. Remove it, or make it mutable.',
    },
  ]);
});

describe('each mistake is one error with its key and its remedy: how people move', () => {
  const withoutAlias = { aliases: ['email'] };
  expectOneMistakeEach([
    {
      title: 'a word that is none',
      written: { mfaUsers: 'allow' },
      mistake: 'mfaUsers: "allow" is not one of decline, reset, confirm. Use one of these words.',
    },
    {
      title: 'no look-up',
      written: { lookups: [] },
      mistake: 'lookups: is empty, so nobody would be found. Write ["direct"].',
    },
    {
      title: 'self-written names before usernames',
      written: { lookups: ['preferred_username', 'direct'] },
      mistake:
        'lookups: must begin with "direct": a preferred_username is self-written, and would come before the username of somebody else. Write ["direct", "preferred_username"].',
    },
    {
      title: 'a look-up by a name that signs nobody in',
      written: { lookups: ['direct', 'preferred_username'], newPool: withoutAlias },
      mistake:
        'lookups: names preferred_username, but nobody can sign in with that: it is not in newPool.aliases. Add it there, or remove it here.',
    },
    {
      title: 'a source of names that sign nobody in',
      written: { preferredUsername: ['email-local-part'], newPool: withoutAlias },
      mistake:
        'preferredUsername: makes sign-in names, but preferred_username is not in newPool.aliases. Add it there, or remove this setting.',
    },
    {
      title: 'a contact as a name',
      written: { preferredUsername: ['email'] },
      mistake:
        'preferredUsername[0]: "email" can be no preferred_username, because it looks like a contact. Remove it, or write "email-local-part".',
    },
    {
      title: 'a source that is misspelt',
      written: { preferredUsername: ['nick_name'] },
      mistake: 'preferredUsername[0]: "nick_name" is not an attribute of Cognito. Did you mean nickname?',
    },
    {
      title: 'a source without prefix',
      written: { preferredUsername: ['handle'] },
      mistake: 'preferredUsername[0]: "handle" is not an attribute of Cognito. Did you mean custom:handle?',
    },
    {
      title: 'a source that never travels',
      written: { preferredUsername: ['sub'] },
      mistake: 'preferredUsername[0]: "sub" never leaves the old pool. Remove it.',
    },
    {
      title: 'a rename of what never travels',
      written: { renames: { 'dev:custom:x': 'nickname' } },
      mistake: 'renames["dev:custom:x"]: "dev:custom:x" never leaves the old pool. Remove it.',
    },
    {
      title: 'a rename of a contact',
      written: { renames: { email: 'nickname' } },
      mistake: 'renames["email"]: "email" stays with its verified flag and cannot be renamed. Remove it.',
    },
    {
      title: 'a rename onto an attribute that is not there',
      written: { renames: { 'custom:tier': 'custom:plan' } },
      mistake:
        'renames["custom:tier"]: goes to "custom:plan", which the new pool does not have. Add it to newPool.customAttributes, or correct the name.',
    },
    {
      title: 'a rename onto our own attribute',
      written: { renames: { 'custom:id': 'custom:source_sub' } },
      mistake:
        'renames["custom:id"]: goes to "custom:source_sub", which only Cognito and the migration write. Choose another.',
    },
    {
      title: 'a rename onto a verified flag',
      written: { renames: { 'custom:checked': 'email_verified' } },
      mistake:
        'renames["custom:checked"]: goes to "email_verified", which only Cognito and the migration write. Choose another.',
    },
    {
      title: 'a rename onto a contact, which would inherit its verified flag',
      written: { renames: { 'custom:mail': 'email' } },
      mistake:
        'renames["custom:mail"]: goes to "email", which would not be the address that the old pool verified. Choose another.',
    },
    {
      title: 'a rename past the checks for sign-in names',
      written: { renames: { nickname: 'preferred_username' } },
      mistake:
        'renames["nickname"]: goes to "preferred_username", which has checks of its own. Use the setting preferredUsername.',
    },
    {
      title: 'two renames onto one attribute',
      written: { renames: { 'custom:a': 'nickname', 'custom:b': 'nickname' } },
      mistake:
        'renames["custom:b"]: goes to "nickname", as "custom:a" does already. Choose another, or remove one.',
    },
    {
      title: 'a rename that is none',
      written: { renames: { nickname: 'nickname' } },
      mistake: 'renames["nickname"]: changes nothing. Remove it.',
    },
    {
      title: 'renames as a list',
      written: { renames: ['nickname'] },
      mistake: 'renames: is not a list of pairs. Write an object: {"custom:old_name": "custom:new_name"}.',
    },
    {
      title: 'a sentence with a line break',
      written: { failureSentence: 'Sorry\nnot now' },
      mistake: 'failureSentence: "Sorry\\nnot now" is not a sentence. Write 1 to 200 characters on one line.',
    },
    {
      title: 'a time that CloudWatch Logs does not know',
      written: { logRetentionDays: 31 },
      mistake:
        'logRetentionDays: 31 is not one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Use one of these numbers.',
    },
  ]);
});

describe('each mistake is one error with its key and its remedy: groups and tokens', () => {
  expectOneMistakeEach([
    {
      title: 'a mode that is none',
      written: { groups: { mode: 'copy' } },
      mistake: 'groups.mode: "copy" is not one of carry, drop. Use one of these words.',
    },
    {
      title: 'a name with a space',
      written: { groups: { except: ['beta testers'] } },
      mistake:
        'groups.except[0]: "beta testers" is not the name of a group. Write it as in the pool: 1 to 128 characters without spaces.',
    },
    {
      title: 'renames that are no pairs',
      written: { groups: { renames: ['staff'] } },
      mistake: 'groups.renames: is not a list of pairs. Write an object: {"old-name": "new-name"}.',
    },
    {
      title: 'a new name for groups that stay behind',
      written: { groups: { mode: 'drop', renames: { staff: 'employees' } } },
      mistake:
        'groups.renames: decides about memberships, but groups.mode is drop. Remove it, or set groups.mode to carry.',
    },
    {
      title: 'exceptions where all groups stay behind',
      written: { groups: { mode: 'drop', except: ['beta'] } },
      mistake:
        'groups.except: decides about memberships, but groups.mode is drop. Remove it, or set groups.mode to carry.',
    },
    {
      title: 'a new name that is the old one',
      written: { groups: { renames: { staff: 'staff' } } },
      mistake: 'groups.renames["staff"]: changes nothing. Remove it.',
    },
    {
      title: 'a new name for a group that stays behind',
      written: { groups: { renames: { beta: 'testers' }, except: ['beta'] } },
      mistake:
        'groups.renames["beta"]: names a group that stays behind: "beta" is in groups.except. Remove one of them.',
    },
    {
      title: 'one new name for two groups',
      written: { groups: { renames: { staff: 'employees', crew: 'employees' } } },
      mistake:
        'groups.renames["crew"]: goes to "employees", as "staff" does already. Choose another, or remove one.',
    },
    {
      title: 'a role that is none',
      written: { groups: { roles: { 'arn:aws:iam::123456789012:role/old': 'editors' } } },
      mistake:
        'groups.roles.arn:aws:iam::123456789012:role/old: "editors" is not the ARN of a role. Write it like arn:aws:iam::123456789012:role/editors.',
    },
    {
      title: 'roles that are no pairs',
      written: { groups: { roles: [ROLE] } },
      mistake:
        'groups.roles: is not a list of pairs. Write an object: {"arn:aws:iam::...:role/old": "arn:aws:iam::...:role/new"}.',
    },
    {
      title: 'a claim that means something else',
      written: { oldSubClaim: { name: 'sub' } },
      mistake:
        'oldSubClaim.name: "sub" means something else in tokens of Cognito. Choose another name, for example old_sub.',
    },
    {
      title: 'a claim that is no name',
      written: { oldSubClaim: { name: 'old sub' } },
      mistake:
        'oldSubClaim.name: "old sub" is no name for a claim. Use 1 to 100 letters, digits and characters of _:./- .',
    },
    {
      title: 'a claim in no token',
      written: { oldSubClaim: { name: 'old_sub', tokens: [] } },
      mistake: 'oldSubClaim.tokens: is empty. Write ["id", "access"], or remove oldSubClaim.',
    },
    {
      title: 'access tokens of a pool that cannot change them',
      written: { newPool: { featurePlan: 'lite' }, oldSubClaim: { name: 'old_sub' } },
      mistake:
        'oldSubClaim.tokens: names access tokens, which cannot be changed in the feature plan lite. Set newPool.featurePlan to essentials, or write ["id"].',
    },
  ]);
});

describe('each mistake is one error with its key and its remedy: alarms', () => {
  expectOneMistakeEach([
    {
      title: 'people without alarms',
      written: { alarms: { enabled: false, notify: ['operator@example.com'] } },
      mistake:
        'alarms.notify: names people, but without alarms they would hear of nothing. Empty it, or set alarms.enabled to true.',
    },
    {
      title: 'an address that is none',
      written: { alarms: { notify: ['operator'] } },
      mistake: 'alarms.notify[0]: "operator" is not an e-mail address. Write it like operator@example.com.',
    },
    {
      title: 'the runbook as a path',
      written: { alarms: { runbookUrl: 'docs/runbook.md' } },
      mistake:
        'alarms.runbookUrl: "docs/runbook.md" is not the address of a page. Write it with https:// and without #, for example https://example.com/docs/runbook.md.',
    },
    {
      title: 'the runbook with a heading',
      written: { alarms: { runbookUrl: 'https://example.com/runbook.md#failure-rate' } },
      mistake:
        'alarms.runbookUrl: "https://example.com/runbook.md#failure-rate" is not the address of a page. Write it with https:// and without #, for example https://example.com/docs/runbook.md.',
    },
  ]);
});

describe('all mistakes are reported together', () => {
  const written = {
    oldPool: { userPoolId: 'nonsense', externalId: 'shared' },
    newPool: { mfa: 'sometimes', autoVerify: [] },
    clientWritable: ['custom:nowhere'],
    triger: false,
  };

  test('contradictions too, if they do not follow from a faulty setting', () => {
    expect(mistakesIn(written).map((mistake) => mistake.split(':')[0])).toEqual([
      'oldPool.userPoolId',
      'newPool.mfa',
      'triger',
      'oldPool.externalId',
      'newPool.autoVerify',
      'clientWritable[0]',
    ]);
  });

  test('the error reads as a list', () => {
    expect(() =>
      parseSettings(settingsWith({ oldPool: { userPoolId: OLD_ID, externalId: 'x' }, mfaUsers: 1 })),
    ).toThrow(`2 mistakes in the migration settings:
  - oldPool.externalId: "x" is not an external id. It has 2 to 1,224 letters, digits and characters of +=,.@:/-_ .
  - mfaUsers: 1 is not one of decline, reset, confirm. Use one of these words.`);
  });
});
