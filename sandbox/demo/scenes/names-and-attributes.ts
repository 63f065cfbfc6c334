import type { Scene } from '../scene.ts';
import { again, declined, moved, passwordOf, signIn } from '../scene.ts';

/** Names, contacts and attributes: who may have what in the new pool. */
export const NAMES_AND_ATTRIBUTES: readonly Scene[] = [
  signIn('Unverified e-mail address, by username', 'cora', moved(), {
    user: { attributes: { email: 'cora@example.com' } },
  }),
  signIn('No e-mail address at all', 'dirk', moved(), { user: { attributes: {} } }),
  signIn('Phone number only', 'edith', moved(), {
    user: { attributes: { phone_number: '+15550100002', phone_number_verified: 'true' } },
  }),
  signIn('Custom attributes', 'franz', moved(), {
    user: { attributes: { email: 'franz@example.com', email_verified: 'true', 'custom:plan': 'gold' } },
  }),
  signIn('Attributes of a whole life', 'greta', moved(), {
    user: {
      attributes: {
        email: 'greta@example.com',
        email_verified: 'true',
        birthdate: '1990-12-31',
        locale: 'de-AT',
        zoneinfo: 'Europe/Vienna',
      },
    },
  }),
  signIn('An attribute that the new pool lacks', 'gregor', moved(), {
    world: 'username-only',
    user: {
      attributes: {
        email: 'gregor@example.com',
        email_verified: 'true',
        'custom:legacy_id': 'customer-no-4711',
      },
    },
  }),
  signIn(
    'In two groups: the first token says so',
    'gunther',
    { ...moved(), groups: 'admins, editors' },
    { user: { groups: ['admins', 'editors'] } },
  ),
  again({
    kind: 'In two groups: and so does the second',
    person: 'gunther',
    flow: 'sign-in',
    typed: 'gunther',
    password: passwordOf('gunther'),
    expected: { ...moved(), oldPoolAnswer: null, triggerInvoked: false, groups: 'admins, editors' },
  }),
  signIn('Username in other scripts', 'jürgen-山田', moved(), {
    user: { attributes: { email: 'jurgen@example.com', email_verified: 'true', name: 'Jürgen 山田 🎈' } },
  }),
  signIn('Name differs from another by case only', 'Hugo', declined('tokens'), {
    user: { attributes: { email: 'hugo.one@example.com', email_verified: 'true' } },
  }),
  signIn('The other of the two', 'hugo', declined('tokens'), {
    user: { attributes: { email: 'hugo.two@example.com', email_verified: 'true' } },
  }),
  signIn('One e-mail address, two users: who proved it', 'ida', moved(), {
    typed: 'shared@example.com',
    user: { attributes: { email: 'shared@example.com', email_verified: 'true' } },
  }),
  signIn('One e-mail address, two users: who did not', 'jan', moved(), {
    user: { attributes: { email: 'shared@example.com' } },
  }),
  signIn('Their preferred_username is taken in the new pool', 'kira', moved(), {
    user: {
      attributes: { email: 'kira@example.com', email_verified: 'true', preferred_username: 'early-bird' },
    },
    before: (world) => world.signUpNatively('native-user', { preferred_username: 'early-bird' }),
  }),
  signIn('Typed a preferred_username that two claim', 'lars', declined('UserNotFoundException'), {
    typed: 'captain',
    user: {
      attributes: { email: 'lars@example.com', email_verified: 'true', preferred_username: 'captain' },
    },
  }),
  signIn('The other claimant, by username: moves without it', 'mona', moved(), {
    user: {
      attributes: { email: 'mona@example.com', email_verified: 'true', preferred_username: 'captain' },
    },
  }),
  signIn("Their preferred_username is somebody else's username", 'nico', moved(), {
    user: {
      attributes: { email: 'nico@example.com', email_verified: 'true', preferred_username: 'olga' },
    },
  }),
  signIn('That somebody else, by their own username', 'olga', moved()),
  signIn('A derived preferred_username, typed too early', 'pit-1', declined('UserNotFoundException'), {
    typed: 'pit.derived',
    user: { attributes: { email: 'pit.derived@example.com', email_verified: 'true' } },
  }),
  again({
    kind: 'The same person, by username',
    person: 'pit-1',
    flow: 'sign-in',
    typed: 'pit-1',
    password: passwordOf('pit-1'),
    expected: moved(),
  }),
  again({
    kind: 'The same person, by the derived name now',
    person: 'pit-1',
    flow: 'sign-in',
    typed: 'pit.derived',
    password: passwordOf('pit-1'),
    expected: { ...moved(), oldPoolAnswer: null, triggerInvoked: false },
  }),
  again({
    kind: 'Federated: signs in with their identity provider',
    person: 'Google_1234567890',
    flow: 'sign-in',
    typed: 'Google_1234567890',
    password: 'Not-my-passw0rd!',
    before: (world) => world.addFederatedUser('Google', '1234567890', 'federated@example.com'),
    expected: declined('Incorrect username or password.'),
  }),
  signIn('Moves, then changes their e-mail address', 'rita', moved()),
  again({
    kind: 'Types the old e-mail address afterwards',
    person: 'rita',
    flow: 'sign-in',
    typed: 'rita@example.com',
    password: passwordOf('rita'),
    before: (world) => world.updateNewUser('rita', { email: 'rita.new@example.com', email_verified: 'true' }),
    expected: {
      ...declined('tokens'),
      newPoolStatus: 'CONFIRMED',
      passwordKept: true,
    },
  }),
];
