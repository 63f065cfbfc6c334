import type {
  AccountRecoverySettingType,
  AdminCreateUserConfigType,
  ChallengeNameType,
  DeliveryMediumType,
  ExplicitAuthFlowsType,
  LambdaConfigType,
  PasswordPolicyType,
  SchemaAttributeType,
  SignInPolicyType,
  UserAttributeUpdateSettingsType,
  UserPoolClientType,
  UserPoolTierType,
  UserPoolType,
  VerifiedAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * What a user pool holds. AWS's own words throughout; times are epoch milliseconds of the sandbox's clock.
 * Only `user-pools.ts` changes which users a pool has and what they answer to; it keeps the indexes right.
 */

export type UserStatus =
  | 'CONFIRMED'
  | 'UNCONFIRMED'
  | 'RESET_REQUIRED'
  | 'FORCE_CHANGE_PASSWORD'
  | 'EXTERNAL_PROVIDER';

export type AliasAttribute = 'email' | 'phone_number' | 'preferred_username';
export type MfaConfiguration = 'OFF' | 'ON' | 'OPTIONAL';
export type MfaMethod = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

export interface User {
  readonly username: string;
  readonly sub: string;
  /** Everything but `sub`; change through `UserPools.updateAttributes`, which knows the aliases. */
  readonly attributes: Map<string, string>;
  status: UserStatus;
  enabled: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  /**
   * As typed: SRP needs a verifier of it, made on demand. A sandbox holds nobody's real password. Absent for
   * users who have none (EXTERNAL_PROVIDER, created by RESET_REQUIRED migration or import).
   */
  password?: string;
  /** When a temporary password (FORCE_CHANGE_PASSWORD) stops working. */
  temporaryPasswordExpiresAt?: number;
  /** MFA methods that this user has switched on. */
  readonly mfaMethods: Set<MfaMethod>;
  preferredMfa?: MfaMethod;
  /** Base32 secret of a verified authenticator app. */
  totpSecret?: string;
  readonly groups: Set<string>;
  readonly lockout: { failures: number; lockedUntil: number; lastFailureAt: number };
  /** Tokens issued before this moment are revoked (GlobalSignOut). */
  signedOutAt: number;
}

export interface Group {
  readonly name: string;
  description?: string;
  precedence?: number;
  roleArn?: string;
  readonly createdAt: number;
  modifiedAt: number;
}

export interface AppClient {
  readonly clientId: string;
  clientName: string;
  readonly clientSecret?: string;
  explicitAuthFlows: readonly ExplicitAuthFlowsType[];
  preventUserExistenceErrors: 'LEGACY' | 'ENABLED';
  /** Absent: Cognito's default, all standard attributes and no custom ones. */
  readAttributes?: readonly string[];
  writeAttributes?: readonly string[];
  /** Seconds. */
  accessTokenValidity: number;
  idTokenValidity: number;
  refreshTokenValidity: number;
  enableTokenRevocation: boolean;
  readonly createdAt: number;
  /** @default createdAt */
  modifiedAt?: number;
  /** Settings that DescribeUserPoolClient repeats and the sandbox does not act on. */
  otherSettings?: Partial<UserPoolClientType>;
}

export interface UserPool {
  readonly id: string;
  readonly arn: string;
  name: string;
  readonly region: string;
  readonly accountId: string;
  /** The part of the id after `_`; SRP hashes it. */
  readonly shortId: string;
  tier: UserPoolTierType;
  readonly caseSensitive: boolean;
  /** Sign-in by username and these; exclusive with `usernameAttributes`. */
  readonly aliasAttributes: readonly AliasAttribute[];
  /** E-mail or phone number as the username; the stored username is then the `sub`. */
  readonly usernameAttributes: readonly ('email' | 'phone_number')[];
  autoVerifiedAttributes: readonly VerifiedAttributeType[];
  mfaConfiguration: MfaConfiguration;
  /** Methods that the pool offers. */
  enabledMfas: readonly MfaMethod[];
  passwordPolicy: Required<
    Pick<
      PasswordPolicyType,
      | 'MinimumLength'
      | 'RequireUppercase'
      | 'RequireLowercase'
      | 'RequireNumbers'
      | 'RequireSymbols'
      | 'TemporaryPasswordValidityDays'
    >
  >;
  /** Which first factors the pool offers; absent: the password alone. */
  signInPolicy?: SignInPolicyType | undefined;
  /** By name: standard attributes, then custom ones with their `custom:` prefix. */
  readonly schema: Map<string, SchemaAttributeType>;
  accountRecovery: AccountRecoverySettingType;
  adminCreateUserConfig: AdminCreateUserConfigType;
  userAttributeUpdateSettings: UserAttributeUpdateSettingsType;
  deletionProtection: 'ACTIVE' | 'INACTIVE';
  /** Names of its identity providers, of which little else is known here; see `fixtures.ts`. @default none */
  identityProviders?: readonly string[];
  /** `AttributeMapping` of those that have one, by name. @default none */
  attributeMappings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  lambdaConfig: LambdaConfigType;
  /** Settings that DescribeUserPool repeats and the sandbox does not act on. */
  otherSettings?: Partial<UserPoolType>;
  readonly createdAt: number;
  modifiedAt: number;
  readonly clients: Map<string, AppClient>;
  readonly groups: Map<string, Group>;
  /** Key: the username, case-folded where the pool is case-insensitive. Read through `UserPools`. */
  readonly users: Map<string, User>;
}

/** What one confirmation code was sent for. */
export type CodePurpose =
  | { readonly kind: 'sign-up' }
  | { readonly kind: 'forgot-password' }
  | {
      readonly kind: 'verify-attribute';
      readonly attribute: 'email' | 'phone_number';
      readonly newValue: string;
    }
  | { readonly kind: 'mfa'; readonly challenge: ChallengeNameType };

/** One message as a person would have received it. */
export interface Message {
  readonly at: number;
  readonly userPoolId: string;
  readonly username: string;
  readonly medium: DeliveryMediumType;
  /** The e-mail address or phone number. */
  readonly destination: string;
  readonly purpose: CodePurpose['kind'] | 'invitation';
  /** The code, or the temporary password of an invitation. */
  readonly code: string;
}
