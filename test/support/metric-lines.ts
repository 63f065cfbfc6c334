import type { LambdaFunctions } from '../../sandbox/lambda/functions.ts';

/** A value as a function writes it: one line in the embedded metric format. */
export const metricLine = (
  at: number,
  metric: string,
  value: number | readonly number[],
  {
    namespace = 'CognitoUserMigration/UserMigration',
    unit = 'Count',
    dimensions = {},
  }: {
    readonly namespace?: string;
    readonly unit?: string;
    readonly dimensions?: Readonly<Record<string, string>>;
  } = {},
): string => {
  const all = { service: 'user-migration', ...dimensions };
  const Metrics = [{ Name: metric, Unit: unit }];
  const CloudWatchMetrics = [{ Namespace: namespace, Dimensions: [Object.keys(all)], Metrics }];
  return `${JSON.stringify({ _aws: { Timestamp: at, CloudWatchMetrics }, ...all, [metric]: value })}\n`;
};

/** Functions that nobody can invoke and that have written this. */
export const functionsThatWrote = (lines: readonly string[]): LambdaFunctions => ({
  invoke: async () => ({ kind: 'not-permitted' }),
  logs: lines.map((text) => ({ text })),
});
