import type { Scene } from '../scene.ts';
import { again, codeSent, codeSimulated, moved, passwordOf, signIn } from '../scene.ts';

const forgot = (...[kind, username, expected, details = {}]: Parameters<typeof signIn>): Scene =>
  signIn(kind, username, expected, { flow: 'forgot-password', ...details });

/** The first contact with the new pool is "Forgot password?". */
export const FORGOTTEN_PASSWORDS: readonly Scene[] = [
  forgot('Ordinary person, by username', 'sara', codeSent()),
  forgot('Ordinary person, by e-mail address', 'tim', codeSent(), { typed: 'tim@example.com' }),
  forgot('By a preferred_username they already had', 'uwe', codeSent(), {
    typed: 'uwe-u',
    user: { attributes: { email: 'uwe@example.com', email_verified: 'true', preferred_username: 'uwe-u' } },
  }),
  forgot('Verified phone number only', 'vera', codeSent(), {
    user: { attributes: { phone_number: '+15550100003', phone_number_verified: 'true' } },
  }),
  forgot('Had to reset the password anyway', 'walter', codeSent(), { user: { standing: 'reset-required' } }),
  forgot('Temporary password', 'xenia', codeSent(), { user: { standing: 'temporary-password' } }),
  forgot('Unverified e-mail address: no code may go there', 'yuri', codeSimulated('profile'), {
    user: { attributes: { email: 'yuri@example.com' } },
  }),
  again({
    kind: 'The same person remembers the password',
    person: 'yuri',
    flow: 'sign-in',
    typed: 'yuri',
    password: passwordOf('yuri'),
    expected: moved(),
  }),
  forgot('Second factor', 'zita', codeSimulated('profile'), { user: { factors: ['authenticator-app'] } }),
  forgot('Disabled', 'adam', codeSimulated('profile'), { user: { standing: 'disabled' } }),
  forgot('Never confirmed their account', 'betty', codeSimulated('profile'), {
    user: { standing: 'unconfirmed', attributes: { email: 'betty@example.com' } },
  }),
  again({
    kind: 'Federated',
    person: 'Google_1234567890',
    flow: 'forgot-password',
    typed: 'Google_1234567890',
    password: 'Not-my-passw0rd!',
    expected: codeSimulated('profile'),
  }),
  again({
    kind: 'A name that nobody has',
    flow: 'forgot-password',
    typed: 'nobody',
    password: 'Not-my-passw0rd!',
    expected: codeSimulated('UserNotFoundException'),
  }),
];
