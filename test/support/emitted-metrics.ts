import type { NamedMetric } from './template-metrics.ts';

interface EmbeddedMetrics {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

const isEmbedded = (line: string): boolean => line.startsWith('{') && line.includes('"_aws"');

/**
 * The metrics in the lines that functions wrote, each once.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const emittedMetrics = (lines: readonly string[]): readonly NamedMetric[] => {
  const found = lines.filter(isEmbedded).flatMap((line) => {
    const members: EmbeddedMetrics = JSON.parse(line);
    return members._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.flatMap(({ Name }) =>
        Dimensions.map((names) => ({
          namespace: Namespace,
          name: Name,
          dimensions: Object.fromEntries(names.map((name) => [name, String(members[name])])),
        })),
      ),
    );
  });
  return [...new Map(found.map((metric) => [keyOf(metric), metric])).values()];
};

/** The same for the same metric, whatever the order of its dimensions. */
export const keyOf = ({ namespace, name, dimensions }: NamedMetric): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
