import type { SetUserMFAPreferenceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, unsupported } from './errors.ts';
import type { MfaMethod, User, UserPool } from './state.ts';

type Settings = Omit<SetUserMFAPreferenceRequest, 'AccessToken'>;

/**
 * Switches a user's second factors on and off. Nothing changes when it throws.
 * @throws CognitoError InvalidParameterException for a method that the pool or the user lacks, and for two
 *   preferred ones
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */
export function setMfaPreference(pool: UserPool, user: User, settings: Settings, now: number): void {
  if (settings.WebAuthnMfaSettings !== undefined) throw unsupported('WebAuthnMfaSettings');
  const given = [
    { method: 'SMS_MFA', setting: settings.SMSMfaSettings },
    { method: 'SOFTWARE_TOKEN_MFA', setting: settings.SoftwareTokenMfaSettings },
    { method: 'EMAIL_OTP', setting: settings.EmailMfaSettings },
  ] as const;
  const preferred = given.filter(({ setting }) => setting?.PreferredMfa === true);
  if (preferred.length > 1) throw invalidParameter('Only one MFA method can be preferred');
  for (const { method, setting } of given) {
    if (setting?.Enabled === true) checkCanSwitchOn(pool, user, method);
    if (setting?.PreferredMfa === true && setting.Enabled !== true && !user.mfaMethods.has(method)) {
      throw invalidParameter(`${method} must be enabled to be preferred`);
    }
  }
  for (const { method, setting } of given) {
    if (setting !== undefined) apply(user, method, setting);
  }
  user.modifiedAt = now;
}

function checkCanSwitchOn(pool: UserPool, user: User, method: MfaMethod): void {
  if (!pool.enabledMfas.includes(method))
    throw invalidParameter(`${method} is not enabled for the user pool`);
  switch (method) {
    case 'SOFTWARE_TOKEN_MFA':
      if (user.totpSecret === undefined) throw invalidParameter('User has not verified software token mfa');
      return;
    case 'SMS_MFA':
      if (!user.attributes.has('phone_number')) throw noDelivery(method);
      return;
    case 'EMAIL_OTP':
      if (!user.attributes.has('email')) throw noDelivery(method);
      return;
  }
}

const noDelivery = (method: MfaMethod) =>
  invalidParameter(`User does not have delivery config set to turn on ${method}`);

function apply(
  user: User,
  method: MfaMethod,
  { Enabled, PreferredMfa }: { Enabled?: boolean | undefined; PreferredMfa?: boolean | undefined },
): void {
  if (Enabled === true) user.mfaMethods.add(method);
  if (Enabled === false) user.mfaMethods.delete(method);
  if (PreferredMfa === true) user.preferredMfa = method;
  const noLonger = PreferredMfa === false || !user.mfaMethods.has(method);
  if (noLonger && user.preferredMfa === method) delete user.preferredMfa;
}
