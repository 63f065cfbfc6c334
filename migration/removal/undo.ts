import type { ListedUser } from '../listed-user.ts';
import { objectionToState } from '../person.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { Pair } from './identify.ts';

/** Two halves of one person, of whom the new one can be taken away. */
export interface Undoable {
  readonly old: ListedUser;
  readonly new: ListedUser;
}

/** What speaks against it, and what to do instead; both are sentences. */
export interface Objection {
  readonly what: string;
  readonly remedy: string;
}

/** Why somebody cannot come a second time. */
export const objectionToUndo = (
  { old, new: moved }: Pair,
  { trigger }: { readonly trigger: boolean },
): Objection | Undoable => {
  if (moved === undefined) {
    return {
      what: 'They have not moved: there is nothing to undo.',
      remedy: 'Let them sign in: that moves them. If it does not, npm run migrate -- explain tells why.',
    };
  }
  if (sourceSubOf(moved) === undefined) {
    return {
      what: 'They signed up in the new pool and never were in the old one: they could not come again.',
      remedy: 'Help them in the new pool, or use "forget" to delete them for good.',
    };
  }
  if (old === undefined) {
    return {
      what: 'The old pool does not have them any more: they could not come again.',
      remedy: 'Help them in the new pool, or use "forget" to delete them for good.',
    };
  }
  if (!trigger) {
    return {
      what: 'The migration trigger is not attached (trigger: false): they could not come again.',
      remedy: 'Set trigger to true and deploy first (npm run deploy).',
    };
  }
  const state = objectionToState(old);
  return state === undefined
    ? { old, new: moved }
    : {
        what: `In the old pool they are ${old.enabled ? old.status : 'disabled'}: they could not come again (${state}).`,
        remedy: 'Change that in the old pool first, or help them in the new pool.',
      };
};
