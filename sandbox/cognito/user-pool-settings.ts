import type {
  CreateUserPoolRequest,
  UpdateUserPoolRequest,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, invalidParameter, unsupported } from './errors.ts';
import { DEFAULT_PASSWORD_POLICY } from './password-policy.ts';
import type { MfaMethod, UserPool } from './state.ts';

/** What CreateUserPool and UpdateUserPool both set. */
export type MutableSettings = Pick<
  UserPool,
  | 'tier'
  | 'autoVerifiedAttributes'
  | 'mfaConfiguration'
  | 'enabledMfas'
  | 'passwordPolicy'
  | 'signInPolicy'
  | 'accountRecovery'
  | 'adminCreateUserConfig'
  | 'userAttributeUpdateSettings'
  | 'deletionProtection'
  | 'lambdaConfig'
> & { otherSettings: Partial<UserPoolType> };

type Request = Omit<UpdateUserPoolRequest, 'UserPoolId'> & Omit<CreateUserPoolRequest, 'PoolName'>;

/**
 * The settings that a request asks for. What it does not name gets its default: UpdateUserPool resets whatever is
 * not repeated.
 * @throws CognitoError InvalidParameterException, UnsupportedOperationException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export function mutableSettings(request: Request): MutableSettings {
  const mfaConfiguration = request.MfaConfiguration ?? 'OFF';
  return {
    tier: request.UserPoolTier ?? 'ESSENTIALS',
    autoVerifiedAttributes: request.AutoVerifiedAttributes ?? [],
    mfaConfiguration,
    enabledMfas: mfaConfiguration === 'OFF' ? [] : initialMfas(request),
    passwordPolicy: passwordPolicy(request),
    signInPolicy: request.Policies?.SignInPolicy,
    accountRecovery: accountRecovery(request),
    adminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      UnusedAccountValidityDays: 7,
      ...request.AdminCreateUserConfig,
    },
    userAttributeUpdateSettings: updateSettings(request),
    deletionProtection: request.DeletionProtection ?? 'INACTIVE',
    lambdaConfig: request.LambdaConfig ?? {},
    otherSettings: otherSettings(request),
  };
}

/** These operations know of text messages only; SetUserPoolMfaConfig switches the other methods on. */
const initialMfas = (request: Request): MfaMethod[] => (request.SmsConfiguration ? ['SMS_MFA'] : []);

function passwordPolicy({ Policies }: Request): UserPool['passwordPolicy'] {
  const given = Policies?.PasswordPolicy;
  if (!given) return DEFAULT_PASSWORD_POLICY;
  if ((given.PasswordHistorySize ?? 0) > 0) throw unsupported('PasswordHistorySize');
  const MinimumLength = given.MinimumLength ?? DEFAULT_PASSWORD_POLICY.MinimumLength ?? 8;
  if (MinimumLength < 6 || MinimumLength > 99) {
    throw invalidParameter(
      "1 validation error detected: Value at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value between 6 and 99",
    );
  }
  return {
    MinimumLength,
    RequireUppercase: given.RequireUppercase ?? false,
    RequireLowercase: given.RequireLowercase ?? false,
    RequireNumbers: given.RequireNumbers ?? false,
    RequireSymbols: given.RequireSymbols ?? false,
    TemporaryPasswordValidityDays: given.TemporaryPasswordValidityDays ?? 7,
  };
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountRecoverySettingType.html */
function accountRecovery({ AccountRecoverySetting }: Request): UserPool['accountRecovery'] {
  const mechanisms = AccountRecoverySetting?.RecoveryMechanisms;
  if (!mechanisms) return {};
  const names = mechanisms.map(({ Name }) => Name);
  if (new Set(names).size !== names.length || (names.includes('admin_only') && names.length > 1)) {
    throw invalidParameter('Invalid account recovery setting parameter.');
  }
  return { RecoveryMechanisms: mechanisms.map((mechanism) => ({ ...mechanism })) };
}

/**
 * An attribute that must be verified before it changes has to be one that Cognito verifies by itself.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserAttributeUpdateSettingsType.html
 */
function updateSettings(request: Request): UserPool['userAttributeUpdateSettings'] {
  const names = request.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  const unverified = names.filter((name) => !request.AutoVerifiedAttributes?.includes(name));
  if (unverified.length > 0) {
    throw invalidParameter(
      `Attributes ${unverified.join(', ')} require verification before update but are not auto-verified.`,
    );
  }
  return { AttributesRequireVerificationBeforeUpdate: [...names] };
}

const otherSettings = (request: Request): Partial<UserPoolType> => ({
  SmsVerificationMessage: request.SmsVerificationMessage,
  EmailVerificationMessage: request.EmailVerificationMessage,
  EmailVerificationSubject: request.EmailVerificationSubject,
  VerificationMessageTemplate: request.VerificationMessageTemplate ?? {
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
  },
  SmsAuthenticationMessage: request.SmsAuthenticationMessage,
  DeviceConfiguration: request.DeviceConfiguration,
  EmailConfiguration: request.EmailConfiguration ?? { EmailSendingAccount: 'COGNITO_DEFAULT' },
  SmsConfiguration: request.SmsConfiguration,
  UserPoolTags: request.UserPoolTags,
  UserPoolAddOns: request.UserPoolAddOns,
});

/** @throws CognitoError InvalidParameterException */
export function checkPoolName(name: string): void {
  if (!/^[\w\s+=,.@-]{1,128}$/.test(name)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'poolName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+",
    );
  }
}

/**
 * Threat protection and passwordless sign-in cost a higher feature plan, and the sandbox has neither. Events of the
 * pre token generation trigger that reach access tokens need "the Essentials or Plus feature plan".
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
 */
export function refuseOtherPlans({ UserPoolTier, UserPoolAddOns, LambdaConfig }: Request): void {
  const mode = UserPoolAddOns?.AdvancedSecurityMode;
  if (mode !== undefined && mode !== 'OFF' && UserPoolTier !== 'PLUS') {
    throw new CognitoError(
      'FeatureUnavailableInTierException',
      'Threat protection is not available in the current tier.',
    );
  }
  const eventVersion = LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  if (UserPoolTier === 'LITE' && eventVersion !== 'V1_0') {
    throw new CognitoError(
      'FeatureUnavailableInTierException',
      'Access token customization is not available in the current tier.',
    );
  }
}
