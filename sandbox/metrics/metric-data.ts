import { type DataPoint, embeddedMetrics } from './embedded-metrics.ts';

/** What a metric is known by: a value has exactly these dimensions, or it is of another metric. */
export type MetricKey = Pick<DataPoint, 'namespace' | 'name' | 'dimensions'>;

/** The lines of functions, of which there are more each time. */
type Lines = readonly { readonly text: string }[];

/** CloudWatch metrics of one account and Region, as far as functions write them into their logs. */
export class MetricData {
  readonly #lines: Lines;
  readonly #points = new Map<string, DataPoint[]>();
  #read = 0;

  constructor(deps: { lines: Lines }) {
    this.#lines = deps.lines;
  }

  /** All values of a metric, in the order of writing; none if there is no such metric. */
  points(metric: MetricKey): readonly DataPoint[] {
    this.#readOn();
    return this.#points.get(keyOf(metric)) ?? [];
  }

  #readOn(): void {
    for (; this.#read < this.#lines.length; this.#read += 1) {
      for (const point of embeddedMetrics(this.#lines[this.#read]?.text ?? '')) {
        const key = keyOf(point);
        const known = this.#points.get(key);
        if (known) known.push(point);
        else this.#points.set(key, [point]);
      }
    }
  }
}

const keyOf = ({ namespace, name, dimensions }: MetricKey): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
