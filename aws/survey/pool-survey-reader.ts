import type { Unread } from '../../migration/check/survey.ts';
import { exceptionOf, NOT_PERMITTED } from '../pool-call.ts';

/** A part of a pool, and what it takes to read it. */
type Part = Omit<Unread, 'reason'>;

/** Exceptions that say that the caller may not, or that this place does not know the operation. */
const REFUSALS: readonly string[] = [...NOT_PERMITTED, 'UnsupportedOperationException'];

/** Reads what it may, and remembers what it may not. */
export interface CarefulReader {
  /** What was read; undefined if it was refused. @throws every other exception of the service */
  read<T>(part: Part, call: () => Promise<T>): Promise<T | undefined>;
  /** What was refused so far. */
  unread(): readonly Unread[];
}

/** A reader that was refused nothing yet. */
export const createCarefulReader = (): CarefulReader => {
  const refused: Unread[] = [];
  return {
    async read(part, call) {
      try {
        return await call();
      } catch (error) {
        const { name, message } = exceptionOf(error);
        if (!REFUSALS.includes(name)) throw error;
        refused.push({ ...part, reason: message });
        return undefined;
      }
    },
    unread: () => [...refused],
  };
};
