import type { Person } from './crowd.ts';
import { newPasswordOf } from './perform.ts';
import { again, type Scene } from './scene.ts';

/** What an imported person must do once: prove their e-mail address or phone number with a code, and choose a password. */
export const scenesOfBackfilledPerson = ({ username, password, preferredUsername }: Person): Scene[] => {
  const person = { person: username, oldPassword: password };
  const back = {
    oldPoolAnswer: null,
    newPoolStatus: 'CONFIRMED',
    passwordKept: false,
    triggerInvoked: false,
  };
  return [
    again({
      ...person,
      kind: 'Backfilled: the old password is gone',
      flow: 'sign-in',
      typed: username,
      password,
      expected: { ...back, clientSaw: 'NotAuthorizedException', newPoolStatus: 'RESET_REQUIRED' },
    }),
    again({
      ...person,
      kind: 'Backfilled: a code and a new password',
      flow: 'forgot-password',
      typed: username,
      password,
      expected: { ...back, clientSaw: 'code-sent' },
    }),
    again({
      ...person,
      kind: 'Backfilled: by preferred_username now',
      flow: 'sign-in',
      typed: preferredUsername ?? username,
      password: newPasswordOf(username),
      expected: { ...back, clientSaw: 'tokens' },
    }),
  ];
};
