import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricStat,
} from '@aws-sdk/client-cloudwatch';
import { CognitoError, unsupported } from '../cognito/errors.ts';
import type { Operation } from '../cognito/services.ts';
import type { DataPoint } from './embedded-metrics.ts';
import { statistic } from './statistics.ts';

const MOST_QUERIES = 500;
const MOST_DATA_POINTS = 100_800;

/** Dates travel as epoch seconds. */
type OnTheWire<Input> = Omit<Input, 'StartTime' | 'EndTime'> & {
  readonly StartTime: number;
  readonly EndTime: number;
};

interface Value {
  readonly at: Date;
  readonly value: number;
}

/**
 * Values of metrics by period. A period begins at a multiple of its length; only what lies between StartTime (rounded
 * down to the minute) and EndTime counts. A metric that nobody wrote has no values, as in AWS.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const getMetricData: Operation<'metrics', OnTheWire<GetMetricDataInput>, GetMetricDataOutput> =
  ({ metrics }) =>
  async (input) => {
    const queries = checkedQueries(input.MetricDataQueries ?? []);
    const from = Math.floor(input.StartTime / 60) * 60_000;
    const to = input.EndTime * 1000;
    if (from >= to) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
    const ascending = input.ScanBy === 'TimestampAscending';
    const series = queries.map(({ Id = '', Label, MetricStat: stat }) => {
      const points = metrics.points(keyOf(stat)).filter(({ at }) => at >= from && at < to);
      const values = valuesOf(points, stat);
      return {
        Id,
        Label: Label ?? stat.Metric?.MetricName ?? Id,
        values: ascending ? values : values.reverse(),
      };
    });
    return pageOf(series, input);
  };

type Series = { Id: string; Label: string; values: readonly Value[] };

/** Data points are counted over all queries, in their order. */
function pageOf(
  series: readonly Series[],
  { MaxDatapoints = MOST_DATA_POINTS, NextToken }: Pick<GetMetricDataInput, 'MaxDatapoints' | 'NextToken'>,
): GetMetricDataOutput {
  const start = NextToken === undefined ? 0 : Number(NextToken);
  if (!Number.isInteger(start) || start < 0)
    throw invalid('The parameter NextToken is not valid.', 'InvalidNextToken');
  const end = start + MaxDatapoints;
  let seen = 0;
  const results = series.flatMap(({ Id, Label, values }): MetricDataResult[] => {
    const [first, last] = [seen, seen + values.length];
    seen = last;
    const page = values.slice(Math.max(0, start - first), Math.max(0, end - first));
    // Without values it is part of the page on which it would begin.
    if (page.length === 0 && (values.length > 0 || first < start || first >= end)) return [];
    return [
      {
        Id,
        Label,
        Timestamps: page.map(({ at }) => at),
        Values: page.map(({ value }) => value),
        StatusCode: last <= end ? 'Complete' : 'PartialData',
      },
    ];
  });
  return { MetricDataResults: results, Messages: [], ...(seen > end && { NextToken: String(end) }) };
}

function valuesOf(points: readonly DataPoint[], { Period = 0, Stat = '', Unit }: MetricStat): Value[] {
  const compute = statistic(Stat);
  if (!compute) throw unsupported(`the statistic ${Stat}`);
  const length = Period * 1000;
  const periods = new Map<number, number[]>();
  for (const { at, value, unit } of points) {
    if (Unit !== undefined && Unit !== unit) continue;
    const start = Math.floor(at / length) * length;
    const known = periods.get(start);
    if (known) known.push(value);
    else periods.set(start, [value]);
  }
  return [...periods]
    .sort(([a], [b]) => a - b)
    .map(([start, values]) => ({ at: new Date(start), value: compute(values) }));
}

const keyOf = ({ Metric }: MetricStat) => ({
  namespace: Metric?.Namespace ?? '',
  name: Metric?.MetricName ?? '',
  dimensions: Object.fromEntries(
    (Metric?.Dimensions ?? []).map(({ Name, Value }) => [String(Name), String(Value)]),
  ),
});

type Query = MetricDataQuery & { readonly MetricStat: MetricStat };

/** @throws CognitoError ValidationException, UnsupportedOperationException */
function checkedQueries(queries: readonly MetricDataQuery[]): readonly Query[] {
  if (queries.length === 0 || queries.length > MOST_QUERIES) {
    throw invalid(`The collection MetricDataQueries must have between 1 and ${MOST_QUERIES} members.`);
  }
  const ids = queries.map(({ Id }) => Id);
  if (new Set(ids).size < ids.length)
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
  return queries.map(checkedQuery);
}

function checkedQuery(query: MetricDataQuery): Query {
  const { Id = '', Expression, MetricStat: stat, ReturnData = true } = query;
  if (!/^[a-z]\w*$/.test(Id))
    throw invalid(
      `The value ${Id} for parameter id in MetricDataQueries is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  if (Expression !== undefined) throw unsupported(`the expression ${Expression}`);
  if (!ReturnData) throw unsupported('a metric without ReturnData');
  if (stat === undefined) throw invalid(`${Id} must have either MetricStat or Expression.`);
  const { Period = 0 } = stat;
  if (Period <= 0 || Period % 60 !== 0) throw invalid(`Period must be a multiple of 60, ${Period} is not.`);
  return { ...query, MetricStat: stat };
}

const invalid = (message: string, name = 'ValidationException') => new CognitoError(name, message);
