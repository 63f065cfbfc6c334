import { ExecutionEnvironment, type Write } from './execution-environment.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { InvokeResult } from './functions.ts';

/**
 * The environments of one function: an idle one is used again, a new one is started when all are busy, and at
 * the maximum an invocation waits.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export class ExecutionEnvironments {
  readonly #definition: FunctionDefinition;
  readonly #write: Write;
  readonly #maximum: number;
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(definition: FunctionDefinition, write: Write, maximum: number) {
    this.#definition = definition;
    this.#write = write;
    this.#maximum = maximum;
  }

  /**
   * A caller that gives up does not stop the function: it runs on to its own end, as in Lambda.
   * @param timeoutMs the caller's patience, from now on. @default unlimited
   */
  async run(payload: unknown, timeoutMs?: number): Promise<InvokeResult> {
    const patience = new Patience(timeoutMs);
    try {
      return await Promise.race([this.#runOnFree(payload, patience), patience.over]);
    } finally {
      patience.end();
    }
  }

  /** Ends those that are at work. */
  async kill(): Promise<void> {
    const busy = [...this.#all].filter((environment) => !this.#idle.includes(environment));
    await Promise.all(busy.map((environment) => environment.close()));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((environment) => environment.close()));
  }

  async #runOnFree(payload: unknown, patience: Patience): Promise<InvokeResult> {
    while (!this.#closed && !patience.isOver) {
      const environment = this.#takeFree();
      if (environment) return this.#runOn(environment, payload);
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
    // Woken too late: the next one in the line may still want the environment.
    this.#waiting.shift()?.();
    return { kind: 'timed-out' };
  }

  async #runOn(environment: ExecutionEnvironment, payload: unknown): Promise<InvokeResult> {
    try {
      return await environment.run(payload);
    } finally {
      if (environment.dead) this.#all.delete(environment);
      else this.#idle.push(environment);
      this.#waiting.shift()?.();
    }
  }

  #takeFree(): ExecutionEnvironment | undefined {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      // It may have crashed while idle.
      if (!idle.dead) return idle;
      this.#all.delete(idle);
    }
    if (this.#all.size >= this.#maximum) return undefined;
    const started = new ExecutionEnvironment(this.#definition, this.#write);
    this.#all.add(started);
    return started;
  }
}

/** How long a caller waits. */
class Patience {
  readonly over: Promise<InvokeResult>;
  isOver = false;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number | undefined) {
    const { promise, resolve } = Promise.withResolvers<InvokeResult>();
    this.over = promise;
    if (timeoutMs === undefined) return;
    this.#timer = setTimeout(() => {
      this.isOver = true;
      resolve({ kind: 'timed-out' });
    }, timeoutMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
