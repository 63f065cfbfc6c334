import type { Unread } from '../../migration/check/survey.ts';
import { exceptionOf } from '../pool-call.ts';

/** A part of a pool, and what it takes to read it. */
export type Part = Omit<Unread, 'reason'>;

/** Exceptions that say that the caller may not, or that this place does not know the operation. */
const REFUSALS: readonly string[] = [
  'AccessDeniedException',
  'AccessDenied',
  'UnsupportedOperationException',
];

/** Reads what it may, and remembers what it may not. */
export interface CarefulReader {
  /** What was read; undefined if it was refused. @throws every other exception of the service */
  read<T>(part: Part, call: () => Promise<T>): Promise<T | undefined>;
  /** What was refused so far. */
  unread(): readonly Unread[];
}

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
