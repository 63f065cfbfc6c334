import type { Clock } from '../clock.ts';

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Date;
  readonly type: string;
  /** `stateEnteredEventDetails` and the like. */
  readonly [details: string]: unknown;
}

/**
 * Events that an execution may have.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MOST_EVENTS = 25_000;

/** What happened in an execution, as GetExecutionHistory tells it. */
export class History {
  readonly #clock: Clock;
  readonly #events: HistoryEvent[] = [];

  constructor(deps: { clock: Clock }) {
    this.#clock = deps.clock;
  }

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  get isFull(): boolean {
    return this.#events.length >= MOST_EVENTS;
  }

  add(type: string, details: Readonly<Record<string, unknown>> = {}): void {
    const previousEventId = this.#events.length;
    const timestamp = new Date(this.#clock.now());
    this.#events.push({ id: previousEventId + 1, previousEventId, timestamp, type, ...details });
  }
}
