import type { GetUserPoolMfaConfigResponse } from '@aws-sdk/client-cognito-identity-provider';
import type { UserPool } from './state.ts';

/** What GetUserPoolMfaConfig and SetUserPoolMfaConfig answer. */
export function describedMfaConfig({
  enabledMfas,
  mfaConfiguration,
  otherSettings,
}: UserPool): GetUserPoolMfaConfigResponse {
  return {
    ...(enabledMfas.includes('SMS_MFA') && {
      SmsMfaConfiguration: { SmsConfiguration: otherSettings?.SmsConfiguration },
    }),
    ...(enabledMfas.includes('SOFTWARE_TOKEN_MFA') && { SoftwareTokenMfaConfiguration: { Enabled: true } }),
    ...(enabledMfas.includes('EMAIL_OTP') && { EmailMfaConfiguration: {} }),
    MfaConfiguration: mfaConfiguration,
  };
}
