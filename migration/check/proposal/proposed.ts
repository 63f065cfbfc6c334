/** A part of the proposed settings, and why it is not simply what the old pool has. */
export interface Proposed<T> {
  readonly value: T;
  /** Each begins with the key of a setting. */
  readonly reasons: readonly string[];
}

/** The reason in a list, if it is one. */
export const reasonIf = (isOne: boolean, reason: string): readonly string[] => (isOne ? [reason] : []);
