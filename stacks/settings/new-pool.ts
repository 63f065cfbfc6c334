import type * as z from 'zod';
import type { Contact, NewPool } from '../../migration/rules.ts';
import { ALIASES, CONTACTS } from '../../migration/rules.ts';
import { customAttributeSchema } from './custom-attributes.ts';
import { group, listOf, oneOf, region, textLike, wholeNumber, yesOrNo } from './fields.ts';

/** The second factors that the new pool can offer: authenticator app, text message, e-mail. */
const MFA_FACTORS = ['totp', 'sms', 'email'] as const;
type MfaFactor = (typeof MFA_FACTORS)[number];

/**
 * `AccountRecoverySetting` of the new pool, in this order. Not a setting: whoever is moved with a reset pending
 * gets in by one of these only.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
const RECOVERY: readonly Contact[] = ['email', 'phone_number'];

const passwordPolicySchema = group({
  /**
   * Shortest password, in characters.
   * @default 8
   */
  minLength: wholeNumber(6, 99, 'characters').default(8),
  /** @default true */
  requireLowercase: yesOrNo().default(true),
  /** @default true */
  requireUppercase: yesOrNo().default(true),
  /** @default true */
  requireDigits: yesOrNo().default(true),
  /** @default true */
  requireSymbols: yesOrNo().default(true),
  /**
   * How long a password given by an administrator works, in days.
   * @default 7
   */
  temporaryPasswordDays: wholeNumber(1, 365, 'days').default(7),
});

const emailSenderSchema = group({
  /** Address in the "From" of codes; verified in Amazon SES, itself or its domain. */
  fromAddress: textLike(
    /^[^\s@]+@[^\s@]+$/,
    'an e-mail address',
    'Write an address that is verified in Amazon SES, for example no-reply@example.com.',
  ),
  /**
   * Name in front of that address.
   * @default - none
   */
  fromName: textLike(/^[^\n\r]{1,100}$/, 'a name', 'Write 1 to 100 characters on one line.').optional(),
  /**
   * The domain, if SES verified the domain and not the address.
   * @default - the address itself is verified
   */
  verifiedDomain: textLike(
    /^[a-z0-9.-]+\.[a-z]+$/,
    'a domain',
    'Write it in small letters, for example example.com.',
  ).optional(),
  /**
   * Region of that SES identity.
   * @default - the Region of the new pool
   */
  sesRegion: region().optional(),
});

/** The pool that people come to. Most of it can never be changed after the first deployment. */
export const newPoolSchema = group({
  /**
   * Name of the new pool, for people only.
   * @default users
   */
  name: textLike(
    /^[\w\s+=,.@-]{1,128}$/,
    'a name of a user pool',
    'Use 1 to 128 letters, digits, spaces and +=,.@- .',
  ).default('users'),
  /**
   * Region in which the new pool and the function are created.
   * @default - the Region of the old pool
   */
  region: region().optional(),
  /**
   * What people may sign in with besides their username. Cannot be changed later.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
   * @default email, preferred_username
   */
  aliases: listOf(oneOf(ALIASES), 'aliases').default(['email', 'preferred_username']),
  /**
   * Contacts that Cognito verifies with a code; a new address takes effect only when verified. Never empty: an
   * import job does not start in a pool that verifies nothing.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
   * @default email
   */
  autoVerify: listOf(oneOf(CONTACTS), 'contacts').default(['email']),
  /**
   * Custom attributes of the new pool, beside those that the stack adds (`custom:source_sub`, `custom:source_via`,
   * `custom:groups_carried`, `custom:clean_up`); at most 46.
   * @default - none: custom attributes of the old pool are dropped and counted
   */
  customAttributes: listOf(customAttributeSchema, 'custom attributes').default([]),
  /**
   * Whether people can be linked to identity providers (AdminLinkProviderForUser). Cognito links nobody who has an
   * immutable custom attribute; so `custom:source_sub` and `custom:source_via` are then mutable. No app client of this
   * stack can write them all the same; never make another one without a list of WriteAttributes. Cannot be changed
   * later.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
   * @default false
   */
  linkable: yesOrNo().default(false),
  /**
   * Whether people are asked for a second factor.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
   * @default optional
   */
  mfa: oneOf(['off', 'optional', 'required']).default('optional'),
  /**
   * The second factors that people may enrol.
   * @default totp, unless `mfa` is off
   */
  mfaFactors: listOf(oneOf(MFA_FACTORS), 'second factors').optional(),
  /**
   * Rules for new passwords. Cognito does not apply them to a password that moves.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
   * @default - 8 characters, of every kind
   */
  passwordPolicy: passwordPolicySchema.prefault({}),
  /**
   * What a stranger learns about names that do not exist. ENABLED: nothing. LEGACY: that they do not exist;
   * then a person whose reset is pending is told so, instead of "Incorrect username or password".
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
   * @default ENABLED
   */
  preventUserExistenceErrors: oneOf(['ENABLED', 'LEGACY']).default('ENABLED'),
  /**
   * Feature plan, which decides the price per monthly active user.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
   * @default essentials
   */
  featurePlan: oneOf(['lite', 'essentials', 'plus']).default('essentials'),
  /**
   * Sender of codes through Amazon SES. Cognito's own sender stops after 50 e-mails a day.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
   * @default - Cognito's own sender
   */
  emailSender: emailSenderSchema.optional(),
});

/** Of `newPool`, with defaults filled in. */
export type NewPoolSettings = z.output<typeof newPoolSchema>;

/** The second factors, with the default. */
export const mfaFactors = ({ mfa, mfaFactors: chosen }: NewPoolSettings): readonly MfaFactor[] =>
  chosen ?? (mfa === 'off' ? [] : ['totp']);

/** What the rules of the migration need to know about the new pool. */
export const newPoolForRules = ({
  aliases,
  customAttributes,
  passwordPolicy: { minLength, requireLowercase, requireUppercase, requireDigits, requireSymbols },
}: NewPoolSettings): NewPool => ({
  aliases,
  caseSensitive: false,
  recovery: RECOVERY,
  customAttributes: customAttributes.map(({ name, type, min, max }) => ({
    name,
    type,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  })),
  passwordPolicy: { minLength, requireLowercase, requireUppercase, requireDigits, requireSymbols },
});
