import type { Scene } from '../scene.ts';
import { again, declined, moved, mustReset, passwordOf, signIn } from '../scene.ts';

/** Every answer of the old pool that is about the person. */
export const DECISION_TABLE: readonly Scene[] = [
  signIn('Ordinary person, by username', 'anna', moved()),
  signIn('Ordinary person, by e-mail address', 'bert', moved(), { typed: 'bert@example.com' }),
  signIn('By a preferred_username they already had', 'carla', moved(), {
    typed: 'carla-c',
    user: {
      attributes: { email: 'carla@example.com', email_verified: 'true', preferred_username: 'carla-c' },
    },
  }),
  signIn('MFA required, no factor enrolled yet', 'dora', moved('MFA_SETUP'), {
    // With a verified address, MFA by e-mail would need no enrolment.
    user: { attributes: { email: 'dora@example.com' } },
    before: (world) => world.requireMfa('ON'),
    after: (world) => world.requireMfa('OPTIONAL'),
  }),
  signIn('Second factor: SMS', 'emil', declined('SMS_MFA'), {
    user: {
      attributes: {
        email: 'emil@example.com',
        email_verified: 'true',
        phone_number: '+15550100001',
        phone_number_verified: 'true',
      },
      factors: ['sms'],
    },
  }),
  signIn('Second factor: authenticator app', 'fanny', declined('SOFTWARE_TOKEN_MFA'), {
    user: { factors: ['authenticator-app'] },
  }),
  signIn('Second factor: e-mail', 'georg', declined('EMAIL_OTP'), { user: { factors: ['e-mail'] } }),
  signIn('Two second factors', 'hanna', declined('SELECT_MFA_TYPE'), {
    user: { factors: ['authenticator-app', 'e-mail'] },
  }),
  signIn('Temporary password', 'igor', mustReset('NEW_PASSWORD_REQUIRED'), {
    user: { standing: 'temporary-password' },
  }),
  signIn('Must reset the password', 'julia', mustReset('PasswordResetRequiredException'), {
    user: { standing: 'reset-required' },
  }),
  signIn('Must reset, but has no verified contact', 'karl', declined('PasswordResetRequiredException'), {
    user: { standing: 'reset-required' },
    before: (world) => world.updateOldUser('karl', { email_verified: 'false' }),
  }),
  signIn('Wrong password', 'lena', declined('Incorrect username or password.'), {
    password: 'Not-my-passw0rd!',
  }),
  again({
    kind: 'The same person, now with the right one',
    person: 'lena',
    flow: 'sign-in',
    typed: 'lena',
    password: passwordOf('lena'),
    expected: moved(),
  }),
  signIn('Locked out after five wrong passwords', 'marc', declined('Password attempts exceeded'), {
    before: (world) => world.failAtOldPool('marc', 6),
  }),
  signIn('Disabled', 'nadia', declined('User is disabled.'), { user: { standing: 'disabled' } }),
  signIn(
    'Temporary password expired',
    'oskar',
    declined('Temporary password has expired and must be reset by an administrator.'),
    { user: { standing: 'temporary-password' }, before: (world) => world.expireTemporaryPassword('oskar') },
  ),
  signIn('Never confirmed their account', 'paula', declined('UserNotConfirmedException'), {
    user: { standing: 'unconfirmed', attributes: { email: 'paula@example.com' } },
  }),
  signIn("Refused by the old pool's own trigger", 'quentin', declined('UserLambdaValidationException'), {
    before: (world) =>
      world.answerNext(
        'AdminInitiateAuth',
        'UserLambdaValidationException',
        'PreAuthentication failed with error Not today.',
      ),
  }),
  signIn(
    "Refused by the old pool's threat protection",
    'rosa',
    declined('Unable to login because of security reasons.'),
    {
      before: (world) =>
        world.answerNext(
          'AdminInitiateAuth',
          'NotAuthorizedException',
          'Unable to login because of security reasons.',
        ),
    },
  ),
  signIn('Refused in words that nobody knows yet', 'stefan', declined('The moon is in the wrong phase.'), {
    before: (world) =>
      world.answerNext('AdminInitiateAuth', 'NotAuthorizedException', 'The moon is in the wrong phase.'),
  }),
  again({
    kind: 'A name that nobody has',
    flow: 'sign-in',
    typed: 'nobody',
    password: 'Not-my-passw0rd!',
    expected: declined('UserNotFoundException'),
  }),
  again({
    kind: 'An e-mail address that nobody has',
    flow: 'sign-in',
    typed: 'nobody@example.com',
    password: 'Not-my-passw0rd!',
    expected: declined('UserNotFoundException'),
  }),
];
