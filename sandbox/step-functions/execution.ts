import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { allStates, type Definition, type Json } from './definition.ts';
import { type Engine, type EngineEvent, type Failure, failureOf } from './engine.ts';
import { History } from './history.ts';
import type { WorkflowInterference } from './interference.ts';
import type { WaitTimes } from './pace.ts';
import { runStates } from './run-states.ts';
import { dataLimitExceeded, isTooLarge, runtimeError, stopped, TaskError } from './task-error.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionOptions {
  readonly arn: string;
  readonly name: string;
  /** The text that it was started with. */
  readonly input: string;
  readonly stateMachine: { readonly arn: string; readonly name: string; readonly roleArn: string };
  readonly definition: Definition;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly waitTimes: WaitTimes;
  readonly interference: WorkflowInterference;
  readonly runTask: (resource: string, input: Json) => Promise<Json>;
}

/** One run of a state machine, from its start. */
export class Execution {
  readonly options: ExecutionOptions;
  readonly startDate: Date;
  readonly history: History;
  /** When it has ended, however it did. */
  readonly ended: Promise<void>;
  #status: ExecutionStatus = 'RUNNING';
  #stopDate: Date | undefined;
  #output: string | undefined;
  #failure: { error?: string | undefined; cause?: string | undefined } = {};
  readonly #stop = new AbortController();
  readonly #types: ReadonlyMap<string, string>;
  /** Listeners at work: no task begins before they are done. */
  #listeners: Promise<void> = Promise.resolve();

  constructor(options: ExecutionOptions) {
    this.options = options;
    this.history = new History(options);
    this.startDate = new Date(options.clock.now());
    this.#types = new Map(allStates(options.definition).map(([name, { Type }]) => [name, Type]));
    const { input, stateMachine } = options;
    this.history.add('ExecutionStarted', {
      executionStartedEventDetails: { input, roleArn: stateMachine.roleArn },
    });
    this.ended = this.#run();
  }

  get status(): ExecutionStatus {
    return this.#status;
  }

  get stopDate(): Date | undefined {
    return this.#stopDate;
  }

  /** JSON; only of one that succeeded. */
  get output(): string | undefined {
    return this.#output;
  }

  /** Only of one that did not succeed. */
  get failure(): { readonly error?: string | undefined; readonly cause?: string | undefined } {
    return this.#failure;
  }

  /** Ends it at once; functions that are at work do their work to the end and nobody hears of it. */
  abort(error?: string, cause?: string): void {
    this.#end('ABORTED', { error, cause });
  }

  async #run(): Promise<void> {
    const { arn, name, definition, stateMachine } = this.options;
    const input: Json = JSON.parse(this.options.input);
    const context = {
      Execution: { Id: arn, Name: name, RoleArn: stateMachine.roleArn },
      StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
    };
    try {
      const output = await runStates(this, definition, input, { context, signal: this.#stop.signal });
      this.#output = this.#status === 'RUNNING' ? JSON.stringify(output) : undefined;
      this.#end('SUCCEEDED', {});
    } catch (thrown) {
      this.#fail(failureOf(thrown));
    }
  }

  #fail(failure: Failure): void {
    switch (failure.kind) {
      case 'timed-out':
        this.#end('TIMED_OUT', {});
        return;
      case 'aborted':
        this.#end('ABORTED', {});
        return;
      case 'failed': {
        const { error } = failure;
        const known = error instanceof Error ? error : new Error(String(error));
        // The library's name for a Fail state that gives none.
        this.#end('FAILED', {
          error: known.name === 'FailStateError' ? undefined : known.name,
          cause: known.message,
        });
      }
    }
  }

  /** The first end counts. */
  #end(
    status: Exclude<ExecutionStatus, 'RUNNING'>,
    failure: { error?: string | undefined; cause?: string | undefined },
  ): void {
    if (this.#status !== 'RUNNING') return;
    this.#status = status;
    this.#failure = failure;
    this.#stopDate = new Date(this.options.clock.now());
    const details = status === 'SUCCEEDED' ? { output: this.#output } : failure;
    const [type, member] = END_EVENTS[status];
    this.history.add(type, { [member]: details });
    this.#stop.abort();
  }

  /** What the library says of one run of states, and of none that an iteration begins with on our behalf. */
  async listen(events: AsyncIterable<EngineEvent>, iteration: number | undefined): Promise<void> {
    for await (const { type, state, Error: error } of events) {
      const stateType = state && this.#types.get(state.name);
      if (!state || !stateType) continue;
      const { name, input, output = null } = state;
      if (type === 'StateEntered') this.#entered(name, stateType, input, iteration);
      if (type === 'StateExited') this.#exited(name, stateType, output);
      if (type === 'StateFailed' && stateType === 'Task' && error === 'States.Timeout') {
        this.history.add('TaskTimedOut', { taskTimedOutEventDetails: { error } });
      }
    }
  }

  #entered(name: string, type: string, input: Json, iteration: number | undefined): void {
    this.history.add(`${type}StateEntered`, {
      stateEnteredEventDetails: { name, input: JSON.stringify(input) },
    });
    if (this.history.isFull) {
      this.#giveUp(runtimeError('The execution reached the maximum number of history events (25000).'));
    }
    const { arn, interference } = this.options;
    const entry = {
      ...{ executionArn: arn, stateName: name, input },
      ...(iteration !== undefined && { iteration }),
    };
    this.#listeners = this.#listeners
      .then(async () => {
        if (await interference.entered(entry)) this.abort('Sandbox.Aborted', `abortAt('${name}')`);
      })
      // Not every state waits for its listeners: whatever one throws ends the execution.
      .catch((error: unknown) => this.#giveUp(new TaskError('Sandbox.ListenerFailed', String(error))));
  }

  #exited(name: string, type: string, output: Json): void {
    if (isTooLarge(output)) {
      this.#giveUp(dataLimitExceeded(name));
      return;
    }
    this.history.add(`${type}StateExited`, {
      stateExitedEventDetails: { name, output: JSON.stringify(output) },
    });
  }

  #giveUp({ name: error, message: cause }: TaskError): void {
    this.#end('FAILED', { error, cause });
  }

  /** Before anything of a state is done: whoever listens to its being entered comes first. */
  async admit(signal: AbortSignal): Promise<void> {
    // The library tells what it does in a stream, whose reader has its turn before the timers.
    await setImmediate();
    await this.#listeners;
    if (signal.aborted) throw stopped();
  }

  /** A Task's work. */
  async task(resource: string, input: Json, signal: AbortSignal): Promise<Json> {
    await this.admit(signal);
    if (isTooLarge(input)) throw dataLimitExceeded(resource);
    this.history.add('TaskScheduled', { taskScheduledEventDetails: scheduled(resource, input) });
    try {
      const output = await untilStopped(this.options.runTask(resource, input), signal);
      if (isTooLarge(output)) throw dataLimitExceeded(resource);
      this.history.add('TaskSucceeded', {
        taskSucceededEventDetails: { ...serviceOf(resource), output: JSON.stringify(output) },
      });
      return output;
    } catch (thrown) {
      if (!(thrown instanceof TaskError)) throw runtimeError(String(thrown));
      if (!signal.aborted) {
        const { name: error, message: cause } = thrown;
        this.history.add('TaskFailed', { taskFailedEventDetails: { ...serviceOf(resource), error, cause } });
      }
      throw thrown;
    }
  }
}

const END_EVENTS = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
} as const;

/** `arn:aws:states:::sns:publish` -> `sns`, `publish` */
function serviceOf(resource: string): { resourceType: string; resource: string } {
  const [, , service = '', , , resourceType = '', action = ''] = resource.split(':');
  return service === 'states' ? { resourceType, resource: action } : { resourceType: 'lambda', resource };
}

const scheduled = (resource: string, input: Json) => ({
  ...serviceOf(resource),
  region: '',
  parameters: JSON.stringify(input),
});

/** The work, or nothing once it does not matter any more; it is not called off. */
export async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw stopped();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(stopped());
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
