/**
 * What the operator decided about the move, and what the new user pool is like: everything that a rule of
 * this folder needs to know beside the person at hand. Written by `stacks/` from the settings, carried to the
 * functions in environment variables, parsed there once.
 */

import type { PasswordPolicy } from './password-policy.ts';

/** What a person may sign in with besides the username. Active as an alias only when verified (`email`, `phone_number`). */
export const ALIASES = ['email', 'phone_number', 'preferred_username'] as const;
export type Alias = (typeof ALIASES)[number];

/** A contact to which Cognito can send a code. */
export const CONTACTS = ['email', 'phone_number'] as const;
export type Contact = (typeof CONTACTS)[number];

/** How the old pool is asked who a typed name is; tried in the order of the setting. */
export const LOOKUPS = ['direct', 'preferred_username'] as const;
export type Lookup = (typeof LOOKUPS)[number];

/** What happens to a person whose password is proven but whose second factor is not. */
export const MFA_USERS = ['decline', 'reset', 'confirm'] as const;
export type MfaUsers = (typeof MFA_USERS)[number];

/** Whether a forgotten password moves the person. */
export const FORGOT_PASSWORD = ['migrate', 'decline'] as const;
export type ForgotPassword = (typeof FORGOT_PASSWORD)[number];

/** Whether the old pool's verified flags are copied as they are, or an unverified contact is trusted. */
export const CONTACT_VERIFICATION = ['copy', 'trust'] as const;
export type ContactVerification = (typeof CONTACT_VERIFICATION)[number];

/**
 * The data types of a custom attribute.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const CUSTOM_ATTRIBUTE_TYPES = ['String', 'Number', 'Boolean', 'DateTime'] as const;
export type CustomAttributeType = (typeof CUSTOM_ATTRIBUTE_TYPES)[number];

/** Whether a proven password that the new pool would refuse as a new one is kept, or must be reset. */
export const OLD_PASSWORDS = ['keep', 'reset-if-weaker'] as const;
export type OldPasswords = (typeof OLD_PASSWORDS)[number];

/** A custom attribute of the new pool. */
export interface CustomAttribute {
  /** With its prefix, for example `custom:plan`. */
  readonly name: string;
  readonly type: CustomAttributeType;
  /** Shortest value in characters (String), smallest value (Number). */
  readonly min?: number;
  /** Longest value in characters (String), largest value (Number). */
  readonly max?: number;
}

/** The new user pool as the rules need to know it; fixed at deploy time. */
export interface NewPool {
  readonly aliases: readonly Alias[];
  /** `UsernameConfiguration.CaseSensitive` of the new pool: `false` folds case in usernames and aliases. */
  readonly caseSensitive: boolean;
  /** `AccountRecoverySetting`: the contacts that a reset code may go to. */
  readonly recovery: readonly Contact[];
  /** The custom attributes of its schema, without `custom:source_sub` and `custom:source_via`. */
  readonly customAttributes: readonly CustomAttribute[];
  /** Against which `oldPasswords: "reset-if-weaker"` judges; needed for that alone. */
  readonly passwordPolicy?: PasswordPolicy;
}

/** The decisions of the operator that the rules follow. */
export interface MigrationRules {
  readonly newPool: NewPool;
  readonly oldPool: {
    /** `UsernameConfiguration.CaseSensitive` of the old pool; where true, users may differ by case only. */
    readonly caseSensitive: boolean;
    /** Whether its MFA is "required": then a contact is a second factor without being listed as one. */
    readonly mfaRequired: boolean;
  };
  readonly lookups: readonly Lookup[];
  /**
   * Where a `preferred_username` comes from, first hit wins: attribute names of the old pool, or
   * `email-local-part` for what stands before the `@`.
   */
  readonly preferredUsernameSources: readonly string[];
  readonly mfaUsers: MfaUsers;
  readonly forgotPassword: ForgotPassword;
  readonly contactVerification: ContactVerification;
  readonly oldPasswords: OldPasswords;
  /** Old attribute name -> new attribute name. */
  readonly renames: Readonly<Record<string, string>>;
}

/** The word in `preferredUsernameSources` that stands for the part of the e-mail address before the `@`. */
export const EMAIL_LOCAL_PART = 'email-local-part';

/** The link between the pools: the `sub` of the same person in the old pool. */
export const SOURCE_SUB = 'custom:source_sub';

/** How a person came: `sign-in`, `forgot-password` or `import`. */
export const SOURCE_VIA = 'custom:source_via';
export type SourceVia = 'sign-in' | 'forgot-password' | 'import';

/** Set once a person's group memberships are in the new pool: the time in ISO 8601, but any text counts. Whoever set it wrongly could only lose groups. */
export const GROUPS_CARRIED = 'custom:groups_carried';

/** When, in epoch milliseconds, and how far the clean-up got; seen only where a removal was interrupted. */
export const CLEAN_UP = 'custom:clean_up';

/** What the migration writes into a profile of the new pool when it is made, and never again. No app client may write it. */
export const SOURCE_ATTRIBUTES: readonly string[] = [SOURCE_SUB, SOURCE_VIA];

/** What the migration notes about a profile while it is there: values come, change and go. No app client may write them. */
export const MARK_ATTRIBUTES: readonly string[] = [GROUPS_CARRIED, CLEAN_UP];
