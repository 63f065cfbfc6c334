import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { CognitoError, tooManyRequests } from '../cognito/errors.ts';
import { categoryOf, DEFAULT_QUOTAS, QUOTA_CATEGORIES, type QuotaCategory } from './quotas.ts';
import { TokenBucket } from './token-bucket.ts';

/** What goes wrong instead of an answer. */
export type Fault =
  | { readonly kind: 'error'; readonly name: string; readonly message?: string }
  /** HTTP 500. */
  | { readonly kind: 'internal-error' }
  /** The connection ends without an answer. */
  | { readonly kind: 'dropped-connection' };

/** Makes calls slow, throttled or wrong, by operation. Nothing is until it is asked for. */
export class Interference {
  readonly #clock: Clock;
  readonly #latencies = new Map<string, number>();
  readonly #faults = new Map<string, (Fault | undefined)[]>();
  readonly #buckets = new Map<QuotaCategory, TokenBucket>();

  constructor(deps: { clock: Clock }) {
    this.#clock = deps.clock;
  }

  /** Every call of this operation takes so much longer, in real time; `*` for all others. */
  setLatency(operation: string, milliseconds: number): void {
    this.#latencies.set(operation, milliseconds);
  }

  /** The next calls of this operation fail; several faults queue up. @param times @default 1 */
  failNext(operation: string, fault: Fault, times = 1): void {
    const queue = this.#faults.get(operation) ?? [];
    queue.push(...Array.from({ length: times }, () => fault));
    this.#faults.set(operation, queue);
  }

  /** The next calls of this operation go well, and `failNext` is about those after them. @param times @default 1 */
  passNext(operation: string, times = 1): void {
    const queue = this.#faults.get(operation) ?? [];
    queue.push(...Array.from({ length: times }, () => undefined));
    this.#faults.set(operation, queue);
  }

  /** Enforces the quotas of the account and Region: AWS's defaults, except for those given here. */
  throttle(requestsPerSecond: Partial<Record<QuotaCategory, number>> = {}): void {
    for (const category of QUOTA_CATEGORIES) {
      const rate = requestsPerSecond[category] ?? DEFAULT_QUOTAS[category];
      this.#buckets.set(category, new TokenBucket(this.#clock, rate));
    }
  }

  /** Ends all interference. */
  reset(): void {
    this.#latencies.clear();
    this.#faults.clear();
    this.#buckets.clear();
  }

  /**
   * What becomes of one call before it reaches its operation.
   * @throws CognitoError the fault, or TooManyRequestsException
   */
  async before(operation: string): Promise<'proceed' | 'drop-connection'> {
    const latency = this.#latencies.get(operation) ?? this.#latencies.get('*') ?? 0;
    if (latency > 0) await wait(latency);
    const fault = this.#faults.get(operation)?.shift();
    if (fault?.kind === 'dropped-connection') return 'drop-connection';
    if (fault) throw errorOf(fault);
    const category = categoryOf(operation);
    if (category && !this.take(category)) throw tooManyRequests();
    return 'proceed';
  }

  /** Counts one request of a category; false if the quota is used up. */
  take(category: QuotaCategory): boolean {
    return this.#buckets.get(category)?.take() ?? true;
  }
}

function errorOf(fault: Exclude<Fault, { kind: 'dropped-connection' }>): CognitoError {
  switch (fault.kind) {
    case 'error':
      return new CognitoError(fault.name, fault.message ?? FAULT_MESSAGES.get(fault.name) ?? fault.name);
    case 'internal-error':
      return internalError();
  }
}

const FAULT_MESSAGES = new Map([['TooManyRequestsException', 'Rate exceeded']]);

export const internalError = () => new CognitoError('InternalErrorException', 'Something went wrong', 500);
