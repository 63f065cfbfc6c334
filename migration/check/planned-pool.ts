import { STANDARD_ATTRIBUTES } from '../attribute-mapping.ts';
import { MARK_ATTRIBUTES, SOURCE_ATTRIBUTES } from '../rules.ts';
import { needsTokenFunction } from '../tokens/token-function.ts';
import type { CheckedSettings, ClientFacts, PoolFacts, SchemaAttribute } from './survey.ts';

const FACTORS = { totp: 'SOFTWARE_TOKEN_MFA', sms: 'SMS_MFA', email: 'EMAIL_OTP' } as const;
const MFA = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const;
const RECOVERY = { email: 'verified_email', phone_number: 'verified_phone_number' } as const;
const TIERS = { lite: 'LITE', essentials: 'ESSENTIALS', plus: 'PLUS' } as const;

/** The flows with which every client of the new pool is made. */
const FLOWS = [
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
];

const ownAttribute = (name: string, mutable: boolean): SchemaAttribute => ({
  ...{ name, mutable },
  type: 'String',
  required: false,
});

/** Functions that the stack attaches. */
const plannedTriggers = (settings: CheckedSettings): PoolFacts['triggers'] =>
  Object.fromEntries(
    [
      ...(settings.trigger ? ['UserMigration'] : []),
      ...(needsTokenFunction(settings) ? ['PreTokenGeneration'] : []),
      ...(settings.selfSignUp === 'guarded' ? ['PreSignUp'] : []),
    ].map((trigger) => [trigger, '']),
  );

/** While the trigger is attached, nobody may take the name of somebody who has not moved yet. */
const writable = ({ clientWritable, trigger }: CheckedSettings): readonly string[] => [
  ...STANDARD_ATTRIBUTES.filter((name) => !(trigger && name === 'preferred_username')),
  ...clientWritable,
];

const plannedClients = (settings: CheckedSettings): readonly ClientFacts[] =>
  settings.clients.map(({ name, generateSecret, oauth }) => ({
    clientId: '',
    name,
    flows: FLOWS,
    hidesUserExistence: settings.newPool.preventUserExistenceErrors === 'ENABLED',
    hasSecret: generateSecret,
    writeAttributes: writable(settings),
    usesManagedLogin: oauth !== undefined,
  }));

/** A pool of which all is known that settings say. */
export type PlannedPool = PoolFacts & Required<Pick<PoolFacts, 'factors' | 'clients'>>;

/** The new pool as the stack makes it from the settings. */
export const plannedPool = (settings: CheckedSettings): PlannedPool => {
  const { newPool } = settings;
  return {
    userPoolId: '',
    name: newPool.name,
    estimatedUsers: 0,
    caseSensitive: false,
    aliases: newPool.aliases,
    usernameAttributes: [],
    schema: [
      ...SOURCE_ATTRIBUTES.map((name) => ownAttribute(name, false)),
      ...MARK_ATTRIBUTES.map((name) => ownAttribute(name, true)),
      ...newPool.customAttributes.map(({ name, type, min, max, mutable }) => ({
        ...{ name, type, mutable, required: false },
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      })),
    ],
    autoVerified: newPool.autoVerify,
    recovery: newPool.recovery.map((contact) => RECOVERY[contact]),
    mfa: MFA[newPool.mfa],
    factors: newPool.mfaFactors.map((factor) => FACTORS[factor]),
    passwordPolicy: { ...newPool.passwordPolicy, historySize: 0 },
    firstFactors: [],
    triggers: plannedTriggers(settings),
    sendsByCognito: newPool.emailSender === undefined,
    canSendSms: true,
    threatProtection: 'OFF',
    featurePlan: TIERS[newPool.featurePlan],
    selfSignUp: settings.selfSignUp !== 'closed',
    deletionProtected: true,
    remembersDevices: false,
    clients: plannedClients(settings),
    identityProviders: [],
  };
};
