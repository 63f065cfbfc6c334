import type { Scene } from '../scene.ts';
import { again, declined, moved, passwordOf, signIn } from '../scene.ts';

const REFUSED =
  'UserLambdaValidationException: PreSignUp failed with error You cannot register with these details. If you have been here before, please sign in.';

const OF_A_STRANGER = 'Chosen-by-a-stranger-1!';
const OF_A_CUSTOMER = 'Chosen-by-a-customer-1!';

/** New customers register while others are still to come (`selfSignUp: "guarded"`). */
export const REGISTRATIONS: readonly Scene[] = [
  signIn('Stranger registers this name: refused', 'sofie', declined('Incorrect username or password.'), {
    registration: { username: 'sofie', email: 'stranger@example.com', expected: REFUSED },
    password: OF_A_STRANGER,
  }),
  again({
    kind: 'Stranger with their address: refused',
    flow: 'sign-in',
    typed: 'sofies-friend',
    password: OF_A_STRANGER,
    registration: { username: 'sofies-friend', email: 'Sofie@example.com', expected: REFUSED },
    expected: declined('UserNotFoundException'),
  }),
  again({
    kind: 'The person, as if nothing had been',
    person: 'sofie',
    flow: 'sign-in',
    typed: 'sofie',
    password: passwordOf('sofie'),
    expected: moved(),
  }),
  again({
    kind: 'New customer, confirmed by a code',
    flow: 'sign-in',
    typed: 'first-timer',
    password: OF_A_CUSTOMER,
    registration: { username: 'first-timer', email: 'first-timer@example.com', expected: 'confirmed' },
    expected: {
      oldPoolAnswer: null,
      clientSaw: 'tokens',
      newPoolStatus: 'CONFIRMED',
      passwordKept: null,
      triggerInvoked: false,
    },
  }),
];
