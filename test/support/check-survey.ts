import { plannedPool } from '../../migration/check/planned-pool.ts';
import type { CheckedSettings, ClientFacts, PoolFacts, Survey } from '../../migration/check/survey.ts';

export const OLD_POOL_ID = 'eu-west-1_OldPool01';
export const NEW_POOL_ID = 'eu-west-1_NewPool01';
export const TRIGGER_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:trigger';
export const TOKEN_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:tokens';
export const GUARD_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:guard';

const POLICY = {
  minLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
  temporaryPasswordDays: 7,
};

const DROPPED: CheckedSettings['groups'] = { mode: 'drop', renames: {}, except: [], roles: {} };
export const CARRIED: CheckedSettings['groups'] = { ...DROPPED, mode: 'carry' };

/** Settings that fit `anOldPool`. */
export const theSettings = ({
  oldPool,
  newPool,
  ...settings
}: Partial<Omit<CheckedSettings, 'oldPool' | 'newPool'>> & {
  readonly oldPool?: Partial<CheckedSettings['oldPool']>;
  readonly newPool?: Partial<CheckedSettings['newPool']>;
} = {}): CheckedSettings => ({
  clients: [{ name: 'web', generateSecret: false }],
  clientWritable: ['custom:plan'],
  trigger: true,
  mfaUsers: 'decline',
  oldPasswords: 'keep',
  renames: {},
  selfSignUp: 'closed',
  groups: DROPPED,
  ...settings,
  oldPool: {
    userPoolId: OLD_POOL_ID,
    region: 'eu-west-1',
    caseSensitive: false,
    mfaRequired: false,
    ...oldPool,
  },
  newPool: {
    name: 'users',
    region: 'eu-west-1',
    aliases: ['email', 'preferred_username'],
    autoVerify: ['email'],
    recovery: ['email', 'phone_number'],
    customAttributes: [{ name: 'custom:plan', type: 'String', mutable: true }],
    mfa: 'off',
    mfaFactors: [],
    passwordPolicy: POLICY,
    preventUserExistenceErrors: 'ENABLED',
    featurePlan: 'essentials',
    emailSender: {},
    ...newPool,
  },
});

export const aClient = (client: Partial<ClientFacts> = {}): ClientFacts => ({
  clientId: 'old-app',
  name: 'old app',
  flows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  hidesUserExistence: true,
  hasSecret: false,
  usesManagedLogin: false,
  ...client,
});

export const theMigrationClient = (client: Partial<ClientFacts> = {}): ClientFacts =>
  aClient({
    clientId: 'migration',
    name: 'user-migration',
    flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    hidesUserExistence: false,
    ...client,
  });

/** An old pool from which people move without a word of warning. */
export const anOldPool = (pool: Partial<PoolFacts> = {}): PoolFacts => ({
  userPoolId: OLD_POOL_ID,
  name: 'old users',
  estimatedUsers: 1000,
  caseSensitive: false,
  aliases: ['email', 'preferred_username'],
  usernameAttributes: [],
  schema: [
    { name: 'sub', type: 'String', required: true, mutable: false },
    { name: 'email', type: 'String', required: false, mutable: true },
    { name: 'custom:plan', type: 'String', required: false, mutable: true },
  ],
  autoVerified: ['email'],
  recovery: [],
  mfa: 'OFF',
  factors: [],
  passwordPolicy: { ...POLICY, historySize: 0 },
  firstFactors: ['PASSWORD'],
  triggers: {},
  sendsByCognito: false,
  canSendSms: false,
  threatProtection: 'OFF',
  featurePlan: 'ESSENTIALS',
  selfSignUp: true,
  deletionProtected: false,
  remembersDevices: false,
  clients: [aClient(), theMigrationClient()],
  identityProviders: [],
  groups: [],
  ...pool,
});

const ARNS: Readonly<Record<string, string>> = {
  UserMigration: TRIGGER_ARN,
  PreTokenGeneration: TOKEN_ARN,
  PreSignUp: GUARD_ARN,
};

/** The new pool as it was deployed with these settings. */
export const aNewPool = (pool: Partial<PoolFacts> = {}, settings = theSettings()): PoolFacts => ({
  ...plannedPool(settings),
  userPoolId: NEW_POOL_ID,
  triggers: Object.fromEntries(
    Object.keys(plannedPool(settings).triggers).map((name) => [name, ARNS[name] ?? '']),
  ),
  groups: [],
  clients: (plannedPool(settings).clients ?? []).map((client) => ({ ...client, clientId: 'web-id' })),
  ...pool,
});

type SurveyInit = Partial<Omit<Survey, 'settings' | 'planned'>> & { readonly settings?: CheckedSettings };

/** Two pools with nothing wrong, deployed and read as a whole. */
export const aSurvey = ({ settings = theSettings(), ...survey }: SurveyInit = {}): Survey => ({
  settings,
  oldPool: anOldPool(),
  newPool: aNewPool({}, settings),
  planned: plannedPool(settings),
  deployed: theDeployment(),
  importJobs: { count: 0, isActive: false },
  quotas: {
    userAuthentication: { value: 120, source: 'account' },
    importJobs: { value: 1000, source: 'account' },
  },
  expectedSignIns: 10,
  unread: [],
  ...survey,
});

export const theDeployment = (
  deployed: Partial<NonNullable<Survey['deployed']>> = {},
): NonNullable<Survey['deployed']> => ({
  oldClientId: 'migration',
  functionName: 'trigger',
  tokenFunctionName: 'tokens',
  signUpFunctionName: 'guard',
  clientIds: ['web-id'],
  isRead: true,
  isJudged: true,
  changedSettings: [],
  ...deployed,
});

/** Before the first deploy. */
export const aSurveyBefore = (survey: SurveyInit = {}): Survey => {
  const { deployed: _, importJobs: __, ...rest } = aSurvey(survey);
  return { ...rest, newPool: survey.newPool ?? rest.planned };
};
