import type { ListedUser } from '../listed-user.ts';
import type { NewProfile } from '../profile-settlement.ts';
import {
  HIDDEN_BY_THE_CLIENT,
  NAME_OF_ANOTHER,
  NEW_POOL_WORDS,
  NO_TRIGGER,
  OFFER_A_CODE,
} from './other-words.ts';
import type { Words } from './reason-words.ts';
import { DECLINE_WORDS, FAIL_WORDS } from './reason-words.ts';
import type { Attempt, Verdict } from './verdict.ts';

/** A verdict with its words; holds no attribute of the person. */
export interface ExplainedVerdict extends Words {
  readonly kind: Verdict['kind'];
  /** As the trigger's log and metrics have it, or what the new pool does; absent where they move. */
  readonly reason?: string;
  /** Of the new pool: whose name it is, or who would be created. */
  readonly username?: string;
  /** What would be created. */
  readonly profile?: Pick<NewProfile, 'status' | 'preferredUsername' | 'dropped' | 'contactsHeldByOthers'>;
}

/** What a verdict is read with. */
export interface Reading {
  readonly attempt: Attempt;
  /** Whom the trigger's look-ups find in the old pool. */
  readonly person: Pick<ListedUser, 'status'> | undefined;
}

/** The verdict in the words that operators read. */
export const explainVerdict = (verdict: Verdict, reading: Reading): ExplainedVerdict => {
  const { kind } = verdict;
  switch (kind) {
    case 'moves': {
      const { username, status, preferredUsername, dropped, contactsHeldByOthers } = verdict.profile;
      const profile = { status, preferredUsername, dropped, contactsHeldByOthers };
      return { kind, username, profile, ...wordsOnMove(verdict.profile, reading) };
    }
    case 'declined':
      return { kind, reason: verdict.reason, ...wordsOnDecline(verdict.reason, reading) };
    case 'failed':
      return { kind, reason: verdict.reason, ...FAIL_WORDS[verdict.reason] };
    case 'in-new-pool': {
      const { answer, username } = verdict;
      return { kind, reason: answer, username, ...NEW_POOL_WORDS[answer] };
    }
    case 'name-of-another':
      return { kind, username: verdict.username, ...NAME_OF_ANOTHER };
    case 'no-trigger':
      return { kind, ...NO_TRIGGER };
  }
};

const MOVES: Readonly<Record<'confirmed' | 'reset' | 'code', Words>> = {
  confirmed: {
    why: 'They move, and this password is theirs in the new pool too.',
    tell: 'Please sign in with the password that you have always had.',
  },
  reset: {
    why: 'They move without a password: the old one is temporary, must be reset, or came without its second factor.',
    remedy: OFFER_A_CODE,
    tell: 'Please choose "Forgot password?", and a new password.',
  },
  code: {
    why: 'They move, and get a code for a new password.',
    tell: 'Please choose "Forgot password?", and a new password.',
  },
};

const wordsOnMove = ({ status }: Pick<NewProfile, 'status'>, { attempt }: Reading): Words => {
  if (attempt === 'forgot-password') return MOVES.code;
  return status === 'CONFIRMED' ? MOVES.confirmed : MOVES.reset;
};

/** The right password is called wrong where there is none, and where the app client hides who exists. */
const wordsOnDecline = (
  reason: Extract<Verdict, { kind: 'declined' }>['reason'],
  { attempt, person }: Reading,
): Words => {
  if (reason !== 'wrong-password' || attempt !== 'right-password') return DECLINE_WORDS[reason];
  return person?.status === 'EXTERNAL_PROVIDER' ? DECLINE_WORDS.federated : HIDDEN_BY_THE_CLIENT;
};
