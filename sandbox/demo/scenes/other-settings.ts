import type { Scene } from '../scene.ts';
import { again, codeSent, declined, moved, mustReset, passwordOf, signIn } from '../scene.ts';

/** Long enough for the old pool, and nothing else. */
const WEAK = 'sommer2019';

/** The same old pool or another one, under other settings. */
export const OTHER_SETTINGS: readonly Scene[] = [
  signIn(
    'preventUserExistenceErrors LEGACY: must reset',
    'clara',
    mustReset('PasswordResetRequiredException', 'PasswordResetRequiredException'),
    { world: 'legacy', user: { standing: 'reset-required' } },
  ),
  again({
    kind: 'preventUserExistenceErrors LEGACY: a name that nobody has',
    world: 'legacy',
    flow: 'sign-in',
    typed: 'nobody',
    password: 'Not-my-passw0rd!',
    expected: declined('UserNotFoundException', 'UserNotFoundException'),
  }),
  signIn('mfaUsers "reset": a code before any token', 'daniel', mustReset('SOFTWARE_TOKEN_MFA'), {
    world: 'mfa-reset',
    user: { factors: ['authenticator-app'] },
  }),
  signIn('mfaUsers "reset": e-mail is the second factor itself', 'elsa', declined('EMAIL_OTP'), {
    world: 'mfa-reset',
    user: { factors: ['e-mail'] },
  }),
  signIn('mfaUsers "confirm": the operator said so', 'felix', moved('SOFTWARE_TOKEN_MFA'), {
    world: 'mfa-confirm',
    user: { factors: ['authenticator-app'] },
  }),
  signIn('Weak password ("reset-if-weaker")', 'willi', mustReset('tokens'), {
    world: 'weak-passwords',
    user: { password: WEAK },
    password: WEAK,
  }),
  again({
    kind: 'Weak password: a code and a new one',
    world: 'weak-passwords',
    person: 'willi',
    flow: 'forgot-password',
    typed: 'willi',
    password: WEAK,
    expected: { ...codeSent(), oldPoolAnswer: null, triggerInvoked: false },
  }),
  signIn('Strong password in the same pool', 'wilma', moved(), { world: 'weak-passwords' }),
  signIn('E-mail address is the username, verified', 'gina@example.com', moved(), {
    world: 'email-as-username',
    user: { attributes: { email: 'gina@example.com', email_verified: 'true' } },
  }),
  signIn('E-mail address is the username, let in unverified', 'hans@example.com', declined('tokens'), {
    world: 'email-as-username',
    user: { attributes: { email: 'hans@example.com' } },
  }),
  signIn('A username that is their e-mail address', 'iris@example.com', moved(), {
    world: 'username-only',
    user: { attributes: { email: 'iris@example.com', email_verified: 'true' } },
  }),
  signIn("A username that is somebody else's e-mail address", 'victim@example.com', declined('tokens'), {
    world: 'username-only',
    user: { attributes: { email: 'jonas@example.com', email_verified: 'true' } },
  }),
  again({
    kind: 'Must still reset, tries again: LEGACY',
    world: 'legacy',
    person: 'clara',
    flow: 'sign-in',
    typed: 'clara',
    password: passwordOf('clara'),
    expected: {
      oldPoolAnswer: null,
      clientSaw: 'PasswordResetRequiredException',
      newPoolStatus: 'RESET_REQUIRED',
      passwordKept: false,
      triggerInvoked: false,
    },
  }),
];
