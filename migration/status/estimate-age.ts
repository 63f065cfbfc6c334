/** How large a pool was said to be. */
export interface MeasuredSize {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly users: number;
}

/**
 * Since when an estimate has been what it is, as far back as it was measured: AWS does not say when it makes one.
 * @param sizes oldest first
 * @returns epoch milliseconds; undefined where the last measured size was another one, or none
 */
export const sameSince = (sizes: readonly MeasuredSize[], users: number): number | undefined =>
  sizes.slice(sizes.findLastIndex((size) => size.users !== users) + 1)[0]?.at;
