import type { OldPoolSource } from '../old-pool-source.ts';
import type { Proposed } from './proposed.ts';
import { reasonIf } from './proposed.ts';

/** The settings about second factors. */
export interface ProposedMfa {
  readonly mfa: 'off' | 'optional' | 'required';
  readonly mfaFactors?: readonly ('totp' | 'sms' | 'email')[];
}

const MODES: Readonly<Record<string, ProposedMfa['mfa']>> = { OPTIONAL: 'optional', ON: 'required' };
const FACTORS = [
  { factor: 'totp', name: 'SOFTWARE_TOKEN_MFA' },
  { factor: 'sms', name: 'SMS_MFA' },
  { factor: 'email', name: 'EMAIL_OTP' },
] as const;

/**
 * Second factors as the old pool has them, as far as the new one can.
 * @param canMail whether there is a sender of Amazon SES, which a factor by e-mail needs.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export const proposeMfa = (
  { mfa: oldMfa, factors: oldFactors = [], featurePlan }: OldPoolSource,
  canMail: boolean,
): Proposed<ProposedMfa> => {
  const mfa = MODES[oldMfa] ?? 'off';
  if (mfa === 'off') return { value: { mfa }, reasons: [] };
  const had = FACTORS.filter(({ name }) => oldFactors.includes(name)).map(({ factor }) => factor);
  const losesEmail = had.includes('email') && !(canMail && featurePlan !== 'LITE');
  const kept = had.filter((factor) => factor !== 'email' || !losesEmail);
  const needsApp = !kept.includes('totp') && (kept.length === 0 || mfa === 'required');
  return {
    value: { mfa, mfaFactors: needsApp ? ['totp', ...kept] : kept },
    reasons: [
      ...reasonIf(
        losesEmail,
        'newPool.mfaFactors: without "email", which needs newPool.emailSender and more than the feature plan lite.',
      ),
      ...reasonIf(
        needsApp,
        'newPool.mfaFactors: with "totp", so that everybody has a factor that they can enrol.',
      ),
    ],
  };
};
