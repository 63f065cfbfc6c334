/** One measured figure, as `npm run bench -- --json` prints it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What was promised, in words; null where the figure only stands beside another. */
  readonly target: string | null;
  /** Whether the promise holds; null without one. */
  readonly ok: boolean | null;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export const atMost = (name: string, value: number, unit: string, limit: number): Figure => ({
  name,
  value: rounded(value),
  unit,
  target: `at most ${limit}`,
  ok: value <= limit,
});

export const atLeast = (name: string, value: number, unit: string, limit: number): Figure => ({
  name,
  value: rounded(value),
  unit,
  target: `at least ${limit}`,
  ok: value >= limit,
});

export const beside = (name: string, value: number, unit: string): Figure => ({
  name,
  value: rounded(value),
  unit,
  target: null,
  ok: null,
});
