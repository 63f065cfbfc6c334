/**
 * What the old pool and the migration's app client there are like now, as far as it decides what the pool answers
 * to a password. A member is undefined where it could not be read: then what the stack sets up is taken for true,
 * and the explanation says so.
 */
export interface OldPoolConditions {
  readonly mfa: PoolMfa | undefined;
  /** Names of the functions in `LambdaConfig`, for example `PreAuthentication`. */
  readonly functions: readonly string[] | undefined;
  /** `AdvancedSecurityMode`: `OFF`, `AUDIT` or `ENFORCED`. */
  readonly threatProtection: string | undefined;
  readonly client: OldClient | 'missing' | undefined;
}

/** Whether a pool asks for second factors, and which it offers. */
export interface PoolMfa {
  /** `MfaConfiguration`: `OFF`, `ON` or `OPTIONAL`. */
  readonly configuration: string;
  /** The second factors that the pool offers, for example `SMS_MFA`. */
  readonly factors: readonly string[];
}

/** The app client through which the trigger authenticates. */
export interface OldClient {
  /** Whether it offers ADMIN_USER_PASSWORD_AUTH. */
  readonly flowAllowed: boolean;
  /** `PreventUserExistenceErrors` is ENABLED. */
  readonly hidesUserExistence: boolean;
  readonly hasSecret: boolean;
}

/** The client as the stack makes it. */
export const CLIENT_OF_THE_STACK: OldClient = {
  flowAllowed: true,
  hidesUserExistence: false,
  hasSecret: false,
};
