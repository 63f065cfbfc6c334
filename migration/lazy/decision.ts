import type { OldPoolAnswer } from '../old-pool-answer.ts';
import type { DeclineReason, FailReason } from '../reasons.ts';
import type { MfaUsers } from '../rules.ts';

/** The status that a new profile starts with. */
export type FinalStatus = 'CONFIRMED' | 'RESET_REQUIRED';

/** Which proof the person gave; `contactVerification: "trust"` needs `password`. */
export type Proof = 'password' | 'none';

/** What to do after the old pool has answered, before anything else is read. */
export type Decision =
  | { readonly kind: 'create'; readonly status: FinalStatus; readonly proof: Proof }
  | { readonly kind: 'next-lookup' }
  | { readonly kind: 'decline'; readonly reason: DeclineReason }
  | { readonly kind: 'fail'; readonly reason: FailReason };

const RESET: Decision = { kind: 'create', status: 'RESET_REQUIRED', proof: 'none' };

/** The decision table of the lazy path: from the old pool's answer to what happens. */
export const decide = (answer: OldPoolAnswer, mfaUsers: MfaUsers): Decision => {
  switch (answer.kind) {
    case 'password-proven':
      return { kind: 'create', status: 'CONFIRMED', proof: 'password' };
    case 'second-factor':
      return decideSecondFactor(mfaUsers);
    // A temporary password must never become a permanent one.
    case 'temporary-password':
      return RESET;
    case 'reset-required':
      return RESET;
    case 'unknown-user':
      return { kind: 'next-lookup' };
    case 'refused':
      return { kind: 'decline', reason: answer.reason };
    case 'unavailable':
    case 'misconfigured':
      return { kind: 'fail', reason: answer.reason };
  }
};

/** The password is proven, the second factor is not, and it cannot travel. */
const decideSecondFactor = (mfaUsers: MfaUsers): Decision => {
  switch (mfaUsers) {
    case 'decline':
      return { kind: 'decline', reason: 'second-factor' };
    case 'reset':
      return { kind: 'create', status: 'RESET_REQUIRED', proof: 'password' };
    case 'confirm':
      return { kind: 'create', status: 'CONFIRMED', proof: 'password' };
  }
};
