import type { DefinitionRules } from '../groups/copy-plan.ts';
import type { Group } from '../groups/group.ts';
import type { GroupsMode } from '../groups/group-rules.ts';
import type { PasswordPolicy } from '../password-policy.ts';
import type { Alias, Contact, CustomAttributeType, MfaUsers, OldPasswords } from '../rules.ts';

/** What both pools say of themselves and what the settings want: all that the rules of `check` go by. */
export interface Survey {
  readonly settings: CheckedSettings;
  readonly oldPool: PoolFacts;
  /** As it is, or will be where other settings are judged; before the first deploy (and where it cannot be read), as the settings make it. */
  readonly newPool: PoolFacts;
  /** As the settings make it. */
  readonly planned: PoolFacts;
  /** Absent before the first deploy. */
  readonly deployed?: DeployedFacts;
  /** What the risk configuration of the old pool does to sign-ins through the migration's client. */
  readonly oldRisk?: RiskFacts;
  /** Import jobs of the new pool. */
  readonly importJobs?: ImportJobFacts;
  readonly quotas: QuotaFacts;
  /** First sign-ins a second that the operator expects at the busiest moment. */
  readonly expectedSignIns?: number;
  /** Whether everybody of the old pool was counted just now. @default false */
  readonly counted?: boolean;
  /** What could not be read. */
  readonly unread: readonly Unread[];
}

/** The settings that the rules compare with the pools. */
export interface CheckedSettings {
  readonly oldPool: {
    readonly userPoolId: string;
    readonly region: string;
    readonly caseSensitive: boolean;
    readonly mfaRequired: boolean;
    readonly clientId?: string | undefined;
    readonly clientSecretArn?: string | undefined;
    readonly roleArn?: string | undefined;
  };
  readonly newPool: {
    readonly name: string;
    readonly region: string;
    readonly aliases: readonly Alias[];
    readonly autoVerify: readonly Contact[];
    readonly recovery: readonly Contact[];
    readonly customAttributes: readonly CheckedCustomAttribute[];
    readonly mfa: 'off' | 'optional' | 'required';
    readonly mfaFactors: readonly ('totp' | 'sms' | 'email')[];
    readonly passwordPolicy: PasswordPolicy & { readonly temporaryPasswordDays: number };
    readonly preventUserExistenceErrors: 'ENABLED' | 'LEGACY';
    readonly featurePlan: 'lite' | 'essentials' | 'plus';
    readonly emailSender?: object | undefined;
  };
  readonly clients: readonly {
    readonly name: string;
    readonly generateSecret: boolean;
    readonly oauth?: object | undefined;
  }[];
  readonly clientWritable: readonly string[];
  readonly trigger: boolean;
  readonly mfaUsers: MfaUsers;
  readonly oldPasswords: OldPasswords;
  readonly renames: Readonly<Record<string, string>>;
  readonly selfSignUp: 'closed' | 'guarded' | 'open';
  readonly groups: { readonly mode: GroupsMode } & Omit<DefinitionRules, 'oldUserPoolId'>;
  readonly oldSubClaim?: object | undefined;
}

/** A custom attribute as the settings have it; undefined is "not said". */
export interface CheckedCustomAttribute {
  readonly name: string;
  readonly type: CustomAttributeType;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly mutable: boolean;
}

/** A pool as its describing operations tell it. Words are Cognito's. */
export interface PoolFacts {
  /** Empty for a pool that is not there yet. */
  readonly userPoolId: string;
  readonly name: string;
  /** Cognito's own guess, hours old. */
  readonly estimatedUsers: number;
  readonly caseSensitive: boolean;
  /** What people sign in with besides the username. */
  readonly aliases: readonly string[];
  /** `UsernameAttributes`: what people sign in with instead of a username of their own. */
  readonly usernameAttributes: readonly string[];
  readonly schema: readonly SchemaAttribute[];
  readonly autoVerified: readonly string[];
  /** `verified_email`, `verified_phone_number` or `admin_only`, in their order; empty where nobody chose. */
  readonly recovery: readonly string[];
  /** `OFF`, `ON` or `OPTIONAL`. */
  readonly mfa: string;
  /** `SMS_MFA`, `SOFTWARE_TOKEN_MFA`, `EMAIL_OTP`; absent where they could not be read. */
  readonly factors?: readonly string[];
  readonly passwordPolicy: PoolPasswordPolicy;
  /** `AllowedFirstAuthFactors`, beside or instead of the password. */
  readonly firstFactors: readonly string[];
  /** ARN of the function by the trigger's name in `LambdaConfig`; empty for one that is not there yet. */
  readonly triggers: Readonly<Record<string, string>>;
  /** Whether it sends by Cognito's own e-mail sender. */
  readonly sendsByCognito: boolean;
  /** Whether it has a role for sending text messages. */
  readonly canSendSms: boolean;
  /** `AdvancedSecurityMode`: `OFF`, `AUDIT` or `ENFORCED`. */
  readonly threatProtection: string;
  /** `UserPoolTier`. */
  readonly featurePlan: string;
  readonly selfSignUp: boolean;
  /** `DeletionProtection` is `ACTIVE`. */
  readonly deletionProtected: boolean;
  readonly remembersDevices: boolean;
  /** Absent where they could not be read. */
  readonly clients?: readonly ClientFacts[];
  /** Names of the identity providers; absent where they could not be read. */
  readonly identityProviders?: readonly string[];
  /** What each identity provider writes; absent where it could not be read, and of the old pool. */
  readonly providerMappings?: readonly ProviderMapping[];
  /** Absent where they could not be read, and of a pool that is not there yet. */
  readonly groups?: readonly Group[];
}

/** `AttributeMapping` of an identity provider. */
export interface ProviderMapping {
  readonly provider: string;
  /** The attributes of the pool that it writes at every sign-in. */
  readonly attributes: readonly string[];
}

/** One entry of `SchemaAttributes`. */
export interface SchemaAttribute {
  /** Custom ones with their prefix. */
  readonly name: string;
  /** `String`, `Number`, `Boolean` or `DateTime`. */
  readonly type: string;
  readonly required: boolean;
  readonly mutable: boolean;
  /** Shortest value in characters or smallest value. */
  readonly min?: number;
  /** Longest value in characters or largest value. */
  readonly max?: number;
}

/** `Policies.PasswordPolicy`, with what no rule of the move needs. */
export interface PoolPasswordPolicy extends PasswordPolicy {
  /** Days. */
  readonly temporaryPasswordDays: number;
  /** How many former passwords cannot be used again. */
  readonly historySize: number;
}

/** An app client, as DescribeUserPoolClient tells it. */
export interface ClientFacts {
  readonly clientId: string;
  readonly name: string;
  /** `ExplicitAuthFlows`. */
  readonly flows: readonly string[];
  /** `PreventUserExistenceErrors` is `ENABLED`. */
  readonly hidesUserExistence: boolean;
  readonly hasSecret: boolean;
  /** Absent: Cognito's default, the standard attributes. */
  readonly writeAttributes?: readonly string[];
  /** Whether people sign in at managed login. */
  readonly usesManagedLogin: boolean;
}

/** What the stack has, by the names and ids that it was given. */
export interface DeployedFacts {
  /** The app client on the old pool through which the trigger authenticates. */
  readonly oldClientId: string;
  readonly functionName: string;
  /** The function that writes groups and the old `sub` into tokens; absent where none was deployed. */
  readonly tokenFunctionName?: string;
  /** The function that judges registrations; absent where none was deployed. */
  readonly signUpFunctionName?: string;
  /** Ids of the app clients that the stack made. */
  readonly clientIds: readonly string[];
  /** Whether the new pool could be read. */
  readonly isRead: boolean;
  /** Whether the settings that are judged are those of the deployment. */
  readonly isJudged: boolean;
  /** Settings of the deployment that `cdk.json` has otherwise, by key; absent where they are unknown. */
  readonly changedSettings?: readonly string[];
}

/** What threat protection does to sign-ins. */
export interface RiskFacts {
  /** Whether a password that is known from elsewhere blocks the sign-in and asks for a reset. */
  readonly blocksLeakedPasswords: boolean;
  /** Whether a sign-in that looks odd may be blocked or asked for a second factor. */
  readonly stopsOddSignIns: boolean;
}

/** Import jobs that the new pool has had. */
export interface ImportJobFacts {
  readonly count: number;
  /** Whether one is running or waits to. */
  readonly isActive: boolean;
}

/** The quotas that a move comes near to. */
export interface QuotaFacts {
  readonly userAuthentication: Quota;
  readonly importJobs: Quota;
}

/** One quota, and who said so. */
export interface Quota {
  readonly value: number;
  /** `account`: Service Quotas said so. `documented`: it could not be asked, this is AWS's default. */
  readonly source: 'account' | 'documented';
}

/** What `check` goes on without where it may not be read. */
export const READ_WITH_CARE = [
  'app clients',
  'attribute mappings of identity providers',
  'groups',
  'identity providers',
  'import jobs',
  'second factors',
  'threat protection',
  'user pool',
] as const;

/** Something that the caller may not read, or that was not there. */
export interface Unread {
  readonly pool: 'old' | 'new';
  readonly what: (typeof READ_WITH_CARE)[number];
  /** In the words of IAM, for example `cognito-idp:ListUserPoolClients`. */
  readonly action: string;
  /** What the service said. */
  readonly reason: string;
}
