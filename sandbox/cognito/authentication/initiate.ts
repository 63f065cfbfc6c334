import type { Attempt, AuthenticationServices, AuthenticationStep } from './attempt.ts';
import type { SupportedFlow } from './flows.ts';
import { signInWithPassword } from './password-sign-in.ts';
import { refreshSignIn } from './refresh.ts';
import { startSrp } from './srp-sign-in.ts';

/** Starts a sign-in; InitiateAuth and AdminInitiateAuth differ only in how they get here. */
export function initiate(
  services: AuthenticationServices,
  flow: SupportedFlow,
  attempt: Attempt,
): Promise<AuthenticationStep> {
  switch (flow) {
    case 'password':
      return signInWithPassword(services, attempt);
    case 'srp':
      return startSrp(services, attempt);
    case 'refresh':
      return refreshSignIn(services, attempt);
  }
}
