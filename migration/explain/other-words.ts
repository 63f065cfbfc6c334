/** Texts for what is none of the trigger's reasons. */

import type { NewPoolAnswer } from './new-pool-answer.ts';
import type { Words } from './reason-words.ts';
import { DECLINE_WORDS } from './reason-words.ts';

/** What an app must do for those whom no password lets in. */
export const OFFER_A_CODE =
  'See that the app offers "Forgot password?" after every refusal: with preventUserExistenceErrors it sees no other.';

/** What the new pool says to somebody who is in it. */
export const NEW_POOL_WORDS: Readonly<Record<NewPoolAnswer, Words>> = {
  'signs-in': {
    why: 'They are in the new pool, which lets them in.',
    remedy: 'Nothing. The trigger is not called for them any more.',
    tell: 'Please sign in as always.',
  },
  'asks-for-factor': {
    why: 'They are in the new pool, which asks for their second factor.',
    remedy: 'Nothing. If the factor is lost, delete it in the new pool.',
    tell: 'Please sign in as always, and have your second factor at hand.',
  },
  'asks-for-new-password': {
    why: 'They are in the new pool with a temporary password, and are asked for one of their own.',
    remedy: 'Nothing; set another temporary password there if it has expired.',
    tell: 'Please sign in with the password that we sent you, and choose one of your own.',
  },
  'reset-required': {
    why: 'They are in the new pool and must choose a new password by a code: no password lets them in before.',
    remedy:
      'Nothing, if a code can reach them. With preventUserExistenceErrors the app sees a wrong password.',
    tell: 'Please choose "Forgot password?", and a new password.',
  },
  'sends-code': {
    why: 'They are in the new pool, which sends them a code.',
    tell: 'Please choose "Forgot password?".',
  },
  'cannot-be-reset': {
    why: 'They have a temporary password in the new pool, which cannot be reset.',
    remedy: 'Send them another temporary password.',
    tell: 'Please sign in with the password that we sent you, and choose one of your own.',
  },
  disabled: {
    why: 'They are disabled in the new pool.',
    remedy: 'Nothing, if they are to stay out; else enable them in the new pool.',
    tell: DECLINE_WORDS.disabled.tell,
  },
  unconfirmed: {
    why: 'Somebody signed up in the new pool by this name and never confirmed it.',
    remedy: 'Confirm or delete that user. Keep self sign-up closed while people are moving.',
    tell: 'Please confirm your sign-up by the code that we sent you.',
  },
  federated: {
    why: 'They sign in to the new pool with an identity provider and have no password.',
    tell: DECLINE_WORDS.federated.tell,
  },
  'unknown-status': {
    why: 'They have a status in the new pool that the migration does not know.',
    remedy: 'Look at them there; reset their password if they are real.',
    tell: DECLINE_WORDS['unknown-status'].tell,
  },
  'wrong-password': {
    why: 'The new pool refuses the password. It has its own since they moved.',
    tell: DECLINE_WORDS['wrong-password'].tell,
  },
  'no-recovery-channel': {
    why: 'They are in the new pool, and a code could reach them nowhere.',
    remedy: 'Make sure that an address is theirs, and set it as verified in the new pool.',
    tell: DECLINE_WORDS['no-recovery-channel'].tell,
  },
};

/** Where the new pool and the old one take the name for two people. */
export const NAME_OF_ANOTHER: Words = {
  why: 'The new pool takes this name for somebody who is not linked to the person of the old pool.',
  remedy: 'Find out whose name it is. If somebody took it, rename or delete them in the new pool.',
  tell: 'Please sign in with another of your names: this one belongs to another account here.',
};

/** Where somebody would have to move and cannot. */
export const NO_TRIGGER: Words = {
  why: 'Nobody of the new pool has this name, and the trigger is off (trigger: false): nobody moves any more.',
  remedy: 'Import them with a backfill, or set trigger to true again and deploy.',
  tell: DECLINE_WORDS['unknown-user'].tell,
};

/** The old pool says "Incorrect username or password" to the right one: its client hides who exists. */
export const HIDDEN_BY_THE_CLIENT: Words = {
  why:
    "The migration's app client hides who exists (preventUserExistenceErrors ENABLED): a right password looks wrong " +
    'where it must be reset, and no further look-up is made.',
  remedy:
    'Set PreventUserExistenceErrors of that client to LEGACY. It needs AWS credentials, so nobody learns more.',
  tell: DECLINE_WORDS['wrong-password'].tell,
};
