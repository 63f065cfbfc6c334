import type {
  SetUserPoolMfaConfigRequest,
  SetUserPoolMfaConfigResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, invalidParameter, unsupported } from '../errors.ts';
import { describedMfaConfig } from '../mfa-config.ts';
import type { Operation } from '../services.ts';
import type { MfaMethod, UserPool } from '../state.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html */
export const setUserPoolMfaConfig: Operation<
  'clock' | 'pools',
  SetUserPoolMfaConfigRequest,
  SetUserPoolMfaConfigResponse
> =
  ({ clock, pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    if (input.WebAuthnConfiguration) throw unsupported('WebAuthnConfiguration');
    const mode = input.MfaConfiguration ?? 'OFF';
    const methods = methodsOf(pool, input);
    if (mode !== 'OFF' && methods.length === 0) {
      throw invalidParameter(
        "Invalid MFA configuration given, can't turn on MFA and disable all MFA methods.",
      );
    }
    pool.mfaConfiguration = mode;
    pool.enabledMfas = methods;
    const sms = input.SmsMfaConfiguration?.SmsConfiguration;
    if (sms) pool.otherSettings = { ...pool.otherSettings, SmsConfiguration: sms };
    pool.modifiedAt = clock.now();
    return describedMfaConfig(pool);
  };

function methodsOf(pool: UserPool, input: SetUserPoolMfaConfigRequest): MfaMethod[] {
  if (input.EmailMfaConfiguration && pool.tier === 'LITE') {
    throw new CognitoError(
      'FeatureUnavailableInTierException',
      'Email MFA is not available in the current tier.',
    );
  }
  return [
    ...(input.SmsMfaConfiguration ? (['SMS_MFA'] as const) : []),
    ...(input.SoftwareTokenMfaConfiguration?.Enabled ? (['SOFTWARE_TOKEN_MFA'] as const) : []),
    ...(input.EmailMfaConfiguration ? (['EMAIL_OTP'] as const) : []),
  ];
}
