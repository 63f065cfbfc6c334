import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { checkPools } from '../../../migration/check/check-pools.ts';
import { SEVERITIES } from '../../../migration/check/finding.ts';
import { withDeployment, withNew, withNewClient, withOld } from '../../support/check-cases.ts';
import {
  aNewPool,
  anOldPool,
  aSurvey,
  aSurveyBefore,
  CARRIED,
  TRIGGER_ARN,
  theDeployment,
  theSettings,
} from '../../support/check-survey.ts';

const guarded = theSettings({ selfSignUp: 'guarded' });

/** Nobody asks any more. */
const detached = () => {
  const settings = theSettings({ trigger: false });
  return aSurvey({ settings, newPool: aNewPool({ triggers: {} }, settings) });
};

describe('two sound pools', () => {
  test.each([
    ['deployed', aSurvey()],
    ['before the first deploy', aSurveyBefore()],
    ['with the trigger switched off', detached()],
    ['with a function alias as trigger', withNew({ triggers: { UserMigration: `${TRIGGER_ARN}:live` } })],
    ['with self sign-up that the guard judges', aSurvey({ settings: guarded })],
    ['with self sign-up that the guard will judge', aSurveyBefore({ settings: guarded })],
    ['with self sign-up for everybody after the move', signUpAfterwards()],
    ['with the same groups', withGroups()],
    [
      'with groups that the new pool will get',
      aSurveyBefore({ settings: withGroups().settings, oldPool: withGroups().oldPool }),
    ],
    ['with an old sub in tokens', aSurvey({ settings: theSettings({ oldSubClaim: {} }) })],
    [
      'with groups that a version before carried without telling its function',
      aSurvey({ ...withGroups(), deployed: withoutTokenFunction() }),
    ],
    ['where nobody chose how accounts are recovered', recoveryUnset()],
    ['where a number has no bounds', numberWithoutBounds()],
    [
      'where nobody knows with which settings it was deployed',
      withDeployment({ changedSettings: undefined! }),
    ],
    ['where weak passwords are reset', weakPasswordsReset()],
    [
      'where a back end with a secret has the flow for administrators',
      withNewClient({ hasSecret: true, flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] }),
    ],
    ['where a custom attribute becomes a standard one', renamedTo('nickname')],
    ['where a custom attribute has another name', renamedTo('custom:plan')],
  ])('have no findings: %s', (_, survey) => {
    expect(checkPools(survey)).toEqual([]);
  });
});

function withGroups() {
  const settings = theSettings({ groups: CARRIED });
  const groups = [{ name: 'admins', precedence: 1 }];
  return aSurvey({ settings, oldPool: anOldPool({ groups }), newPool: aNewPool({ groups }, settings) });
}

function withoutTokenFunction() {
  const { tokenFunctionName: _, ...deployed } = theDeployment();
  return deployed;
}

function signUpAfterwards() {
  return aSurvey({ settings: theSettings({ selfSignUp: 'open', trigger: false }) });
}

function renamedTo(name: string) {
  const settings = theSettings({ renames: { 'custom:tariff': name }, clientWritable: ['custom:plan'] });
  const schema = [{ name: 'custom:tariff', type: 'String', required: false, mutable: true }];
  return aSurvey({ settings, oldPool: anOldPool({ schema }) });
}

function recoveryUnset() {
  const { changedSettings: _, ...deployed } = theDeployment();
  return aSurvey({ newPool: aNewPool({ recovery: [] }), deployed: { ...deployed, isJudged: false } });
}

function numberWithoutBounds() {
  const settings = theSettings({
    newPool: { customAttributes: [{ name: 'custom:plan', type: 'Number', mutable: true }] },
  });
  const schema = [{ name: 'custom:plan', type: 'Number', required: false, mutable: true }];
  return aSurvey({ settings, oldPool: anOldPool({ schema }) });
}

function weakPasswordsReset() {
  const settings = theSettings({ oldPasswords: 'reset-if-weaker' });
  const { passwordPolicy } = anOldPool();
  return aSurvey({ settings, oldPool: anOldPool({ passwordPolicy: { ...passwordPolicy, minLength: 6 } }) });
}

describe('where something could not be read', () => {
  test.each([
    [
      'the new pool',
      aSurvey({ deployed: { ...aSurvey().deployed!, isRead: false }, newPool: aSurvey().planned }),
    ],
    ['app clients of the old pool', aSurvey({ oldPool: without(anOldPool(), 'clients') })],
    ['app clients of the new pool', aSurvey({ newPool: without(aNewPool(), 'clients') })],
    [
      'second factors of an old pool that has them',
      aSurvey({
        settings: theSettings({ newPool: { mfa: 'optional', mfaFactors: ['totp'] }, mfaUsers: 'reset' }),
        oldPool: without(anOldPool({ mfa: 'OPTIONAL' }), 'factors'),
      }),
    ],
    [
      'second factors',
      {
        ...aSurvey({ oldPool: without(anOldPool(), 'factors'), newPool: without(aNewPool(), 'factors') }),
        planned: without(aSurvey().planned, 'factors'),
      },
    ],
    ['identity providers of the old pool', aSurvey({ oldPool: without(anOldPool(), 'identityProviders') })],
    ['groups of the old pool', aSurvey({ ...withGroups(), oldPool: without(anOldPool(), 'groups') })],
    [
      'groups of the new pool',
      aSurvey({ ...withGroups(), newPool: without(withGroups().newPool, 'groups') }),
    ],
    [
      'the new pool, of people who may sign up',
      aSurvey({
        settings: guarded,
        deployed: theDeployment({ isRead: false }),
        newPool: aSurvey({ settings: guarded }).planned,
      }),
    ],
    ['import jobs', (({ importJobs: _, ...survey }) => survey)(aSurvey())],
  ])('nothing is concluded from it: %s', (_, survey) => {
    const found = checkPools(survey).filter(({ id }) => id !== 'second-factors-stay');
    expect(found).toEqual([]);
  });
});

function without<T extends object, K extends keyof T>(object: T, member: K): Omit<T, K> {
  const { [member]: _, ...rest } = object;
  return rest;
}

describe('how many first sign-ins the quota allows', () => {
  const { expectedSignIns: _, ...unknown } = aSurvey();

  test('is a note where nobody says what is expected', () => {
    expect(checkPools(unknown)).toEqual([
      expect.objectContaining({
        id: 'authentication-quota',
        severity: 'note',
        title: expect.stringMatching(/^60 /),
      }),
    ]);
  });

  test.each([
    ['another Region', theSettings({ oldPool: { region: 'us-east-1' } })],
    ['another account', theSettings({ oldPool: { roleArn: 'arn:aws:iam::444455556666:role/move' } })],
  ])('is twice as many where the old pool is in %s', (_place, settings) => {
    expect(checkPools({ ...unknown, settings })[0]?.title).toMatch(/^120 /);
  });

  test('says where the number comes from', () => {
    const quotas = { ...unknown.quotas, userAuthentication: { value: 120, source: 'documented' as const } };
    expect(checkPools({ ...unknown, quotas })[0]?.detail).toContain('Service Quotas could not be asked');
  });
});

describe('what is found together', () => {
  test('comes the worst first', () => {
    const oldPool = anOldPool({ caseSensitive: true, mfa: 'OPTIONAL', remembersDevices: true });
    const found = checkPools(aSurvey({ oldPool })).map(({ severity }) => severity);
    expect(found).toEqual(SEVERITIES.flatMap((severity) => found.filter((one) => one === severity)));
    expect(new Set(found)).toEqual(new Set(SEVERITIES));
  });

  test('may be two findings about settings', () => {
    const survey = withDeployment({ changedSettings: ['mfaUsers', 'newPool.aliases'] });
    expect(checkPools(survey).map(({ id }) => id)).toEqual([
      'settings-replace-pool',
      'settings-not-deployed',
    ]);
  });
});

test('a guard that is not there finds no spellings', () => {
  const oldPool = anOldPool({ caseSensitive: true });
  const ids = (triggers: Readonly<Record<string, string>>) =>
    checkPools(aSurvey({ settings: guarded, oldPool, newPool: aNewPool({ triggers }, guarded) })).map(
      ({ id }) => id,
    );
  expect(ids(aNewPool({}, guarded).triggers)).toContain('sign-up-spellings');
  expect(ids({ UserMigration: TRIGGER_ARN })).not.toContain('sign-up-spellings');
});

test('nobody is told to count people who were just counted', () => {
  const { passwordPolicy } = anOldPool();
  const remedies = (counted: boolean) =>
    [
      aSurvey({
        settings: theSettings({
          oldPasswords: 'reset-if-weaker',
          newPool: { aliases: ['email', 'preferred_username'] },
        }),
        oldPool: anOldPool({
          caseSensitive: true,
          aliases: [],
          autoVerified: [],
          identityProviders: ['Google'],
          passwordPolicy: { ...passwordPolicy, minLength: 6 },
        }),
        newPool: aNewPool({
          schema: [{ name: 'name', type: 'String', required: true, mutable: true }],
        }),
      }),
      withOld({ usernameAttributes: ['email'], autoVerified: [] }),
    ]
      .flatMap((survey) => checkPools({ ...survey, counted }))
      .map(({ id, remedy }) => ({ id, remedy }));
  const telling = remedies(false).filter(({ remedy }) => /^Count .*"check --users"\. /.test(remedy));
  expect(new Set(telling.map(({ id }) => id))).toEqual(
    new Set([
      'case-conflicts',
      'usernames-unverified',
      'preferred-usernames-not-unique',
      'required-attributes',
      'usernames-shaped-like-aliases',
      'weak-passwords-without-contact',
      'linked-users',
    ]),
  );
  expect(remedies(true).filter(({ remedy }) => /^Count /.test(remedy))).toEqual([]);
});

test('every finding that there is has a pair of pools that has it', async () => {
  const folder = new URL('../../../migration/check/', import.meta.url);
  const texts = async (of: URL): Promise<string> => {
    const names = (await readdir(of)).filter((name) => name.endsWith('.ts') && name !== 'census.ts');
    return (await Promise.all(names.map((name) => readFile(new URL(name, of), 'utf8')))).join('');
  };
  const ids = [...(await texts(folder)).matchAll(/\bid: '([a-z-]+)'/g)].map(([, id]) => `'${id}'`);
  const tests = await texts(new URL('.', import.meta.url));
  expect(ids.length).toBeGreaterThan(50);
  expect(ids.filter((id) => !tests.includes(id))).toEqual([]);
});
