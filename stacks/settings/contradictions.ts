import type { Mistake } from './mistakes.ts';

/** Settings that are well written each, but not together. */
export interface Contradiction extends Mistake {
  /** The keys it was concluded from: where one of them is faulty itself, the conclusion means nothing. */
  readonly reads: readonly string[];
}

const isAt = (key: string, place: string): boolean =>
  key === place || key.startsWith(`${place}.`) || key.startsWith(`${place}[`);

/** The contradictions that do not follow from another mistake. */
export const independentOf = (
  mistakes: readonly Mistake[],
  contradictions: readonly Contradiction[],
): readonly Mistake[] =>
  contradictions
    .filter(
      ({ reads }) => !mistakes.some(({ key }) => reads.some((read) => isAt(key, read) || isAt(read, key))),
    )
    .map(({ key, message }) => ({ key, message }));
