import type { Scene } from '../scene.ts';
import { again, failed, moved, passwordOf, signIn } from '../scene.ts';

/** The old pool could not be asked: nothing is created, and the next attempt succeeds. */
export const OUTAGES: readonly Scene[] = [
  signIn('Old pool throttles every attempt', 'theo', failed('TooManyRequestsException'), {
    before: (world) => world.answerNext('AdminInitiateAuth', 'TooManyRequestsException', 'Rate exceeded', 3),
  }),
  again({
    kind: 'The same person, a moment later',
    person: 'theo',
    flow: 'sign-in',
    typed: 'theo',
    password: passwordOf('theo'),
    expected: moved(),
  }),
  signIn('Old pool throttles once', 'ulla', moved(), {
    before: (world) => world.answerNext('AdminInitiateAuth', 'TooManyRequestsException', 'Rate exceeded', 1),
  }),
  signIn('Old pool has an internal error', 'viktor', failed('InternalErrorException'), {
    before: (world) =>
      world.answerNext('AdminInitiateAuth', 'InternalErrorException', 'Something went wrong'),
  }),
  signIn('Old pool drops the connection', 'wanda', failed('connection dropped'), {
    before: (world) => world.dropAll('AdminInitiateAuth'),
    after: (world) => world.mend(),
  }),
  signIn('Old pool is too slow for the five seconds', 'xaver', failed('no answer in time'), {
    before: (world) => world.delay('AdminInitiateAuth', 6_000),
    after: (world) => world.delay('AdminInitiateAuth', 0),
  }),
  signIn('Old app client does not allow the flow', 'yvonne', failed('InvalidParameterException'), {
    before: (world) => world.allowFlow(false),
    after: (world) => world.allowFlow(true),
  }),
  signIn('Old pool refuses our permission', 'zeno', failed('AccessDeniedException'), {
    before: (world) =>
      world.answerNext(
        'AdminInitiateAuth',
        'AccessDeniedException',
        'User is not authorized to perform: cognito-idp:AdminInitiateAuth',
      ),
  }),
  signIn(
    'Old app client has a secret that was not given',
    'abel',
    failed('Client <id> is configured with secret but SECRET_HASH was not received'),
    {
      world: 'secret-not-given',
    },
  ),
  signIn('Old app client does not exist', 'berta', failed('ResourceNotFoundException'), {
    world: 'no-such-client',
  }),
];
