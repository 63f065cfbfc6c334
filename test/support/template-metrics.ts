import type { Template } from 'aws-cdk-lib/assertions';

/** A metric that a template names; references to resources are their logical ids. */
export interface NamedMetric {
  readonly namespace: string;
  readonly name: string;
  /** With `*` as value where a search finds any. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** An alarm, ready to be tried. */
export interface TemplateAlarm {
  readonly name: string;
  readonly description: string;
  readonly metrics: Readonly<Record<string, NamedMetric & { readonly statistic: string }>>;
  readonly expression: string;
  readonly threshold: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/** A template's value as text: references are written as the logical ids that they are to. */
const resolved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: ref } = value as Json;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(resolved).join(String(join[0]));
  if (Array.isArray(attribute)) return String(attribute[0]);
  if (typeof ref === 'string') return ref;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]));
};

const metricOf = (written: Json): NamedMetric => ({
  namespace: String(written['Namespace']),
  name: String(written['MetricName']),
  dimensions: Object.fromEntries(
    ((written['Dimensions'] ?? []) as { Name: string; Value: string }[]).map(({ Name, Value }) => [
      Name,
      Value,
    ]),
  ),
});

const statisticOf = (written: Json): string => String(written['Statistic'] ?? written['ExtendedStatistic']);

const partsOf = (properties: Json): Pick<TemplateAlarm, 'metrics' | 'expression'> => {
  const { Metrics } = properties as { Metrics?: readonly Json[] };
  if (Metrics === undefined) {
    const only = { ...metricOf(properties), statistic: statisticOf(properties) };
    return { metrics: { only }, expression: 'only' };
  }
  const stats = Metrics.flatMap(({ Id, MetricStat }) => {
    if (MetricStat === undefined) return [];
    const { Metric, Stat } = MetricStat as { Metric: Json; Stat: string };
    return [[String(Id), { ...metricOf(Metric), statistic: Stat }] as const];
  });
  const expression = String(Metrics.find(({ Expression }) => Expression !== undefined)?.['Expression']);
  return { metrics: Object.fromEntries(stats), expression };
};

export const alarmsOf = (template: Template): readonly TemplateAlarm[] =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => {
    const properties = resolved(Properties) as Json;
    return {
      name: String(properties['AlarmName']),
      description: String(properties['AlarmDescription']),
      ...partsOf(properties),
      threshold: Number(properties['Threshold']),
      properties,
    };
  });

/** `SEARCH('{"namespace","dimension",...} MetricName="name"', ...)` */
const searched = (expression: string): readonly NamedMetric[] => {
  const [, schema, name] = /^SEARCH\('\{([^}]*)\} MetricName="(\w+)"'/.exec(expression) ?? [];
  if (schema === undefined || name === undefined) return [];
  const [namespace = '', ...dimensions] = schema.split(',').map((part) => part.replaceAll('"', ''));
  return [
    { namespace, name, dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension, '*'])) },
  ];
};

const graphed = (line: readonly unknown[]): readonly NamedMetric[] => {
  const [first, name, ...rest] = line;
  if (typeof first !== 'string') return searched(String((first as Json)['expression']));
  const pairs = rest.filter((part) => typeof part === 'string');
  const dimensions = pairs.flatMap((part, index) => (index % 2 === 0 ? [[part, pairs[index + 1]]] : []));
  return [{ namespace: first, name: String(name), dimensions: Object.fromEntries(dimensions) }];
};

/** The body of the one dashboard. */
export const dashboardOf = (template: Template): { readonly widgets: readonly { properties: Json }[] } => {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return JSON.parse(String(resolved(dashboard?.['Properties'].DashboardBody)));
};

/** Every metric on the dashboard. */
export const dashboardMetrics = (template: Template): readonly NamedMetric[] =>
  dashboardOf(template).widgets.flatMap(({ properties }) =>
    ((properties['metrics'] ?? []) as unknown[][]).flatMap(graphed),
  );

/**
 * What an alarm's expression makes of one period, as CloudWatch would: no data for a metric is NaN, which spreads.
 * The functions and operators that our expressions use mean the same in JavaScript.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const evaluated = (
  { expression, metrics }: TemplateAlarm,
  data: Readonly<Record<string, number>>,
): number => {
  const functions = {
    FILL: (value: number, filling: number) => (Number.isNaN(value) ? filling : value),
    IF: (condition: boolean, one: number, other: number) => (condition ? one : other),
  };
  const ids = Object.keys(metrics);
  const evaluate = new Function(...Object.keys(functions), ...ids, `return ${expression};`);
  return evaluate(...Object.values(functions), ...ids.map((id) => data[id] ?? Number.NaN));
};

/** Whether one period counts as over the threshold; one without data does not. */
export const isBreaching = (alarm: TemplateAlarm, data: Readonly<Record<string, number>>): boolean =>
  evaluated(alarm, data) >= alarm.threshold;
