/** One value of one metric. */
export interface DataPoint {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `None` where none was given. */
  readonly unit: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The values in what a function wrote: CloudWatch Logs extracts them from lines of JSON with a member `_aws`. Other
 * lines, and lines that are not quite of that form, hold none.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const embeddedMetrics = (text: string): readonly DataPoint[] =>
  text.split('\n').flatMap((line) => (line.includes('"_aws"') ? pointsOf(parsed(line)) : []));

function parsed(line: string): Json {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return {};
  }
}

function pointsOf(members: Json): readonly DataPoint[] {
  const { Timestamp: at, CloudWatchMetrics } = asObject(members['_aws']);
  if (typeof at !== 'number') return [];
  return listOf(CloudWatchMetrics)
    .map(asObject)
    .flatMap(({ Namespace, Dimensions, Metrics }) =>
      listOf(Metrics)
        .map(asObject)
        .flatMap(({ Name, Unit = 'None' }) =>
          dimensionSets(Dimensions).flatMap((names) =>
            valuesOf(members[String(Name)]).map((value) => ({
              ...{ namespace: String(Namespace), name: String(Name), unit: String(Unit), at, value },
              dimensions: Object.fromEntries(names.map((name) => [name, String(members[name])])),
            })),
          ),
        ),
    );
}

/** Without any set, a metric has no dimensions. */
function dimensionSets(dimensions: unknown): readonly (readonly string[])[] {
  const sets = listOf(dimensions).map((names) => listOf(names).map(String));
  return sets.length === 0 ? [[]] : sets;
}

/** One number, or up to 100. */
function valuesOf(value: unknown): readonly number[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is number => typeof one === 'number');
}

const asObject = (value: unknown): Json => ({ ...(typeof value === 'object' && value) });

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
