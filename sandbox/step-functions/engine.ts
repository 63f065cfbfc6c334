import type { Json, States } from './definition.ts';

/** What the library tells while it runs. */
export interface EngineEvent {
  readonly type: string;
  readonly state?: {
    readonly name: string;
    readonly type: string;
    readonly input: Json;
    readonly output?: Json;
  };
  readonly Error?: string;
}

export interface EngineRun {
  readonly result: Promise<Json>;
  readonly eventLogs: AsyncIterable<EngineEvent>;
  abort(): void;
}

export interface EngineOptions {
  /** Every Task, by the name of its state. */
  readonly handlers: Readonly<Record<string, (input: Json) => Promise<Json>>>;
  /** The context object. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** The library `aws-local-stepfunctions`. */
export interface Engine {
  /** @throws Error that says what is wrong with the definition */
  validate(definition: States): void;
  run(states: States, input: Json, options: EngineOptions): EngineRun;
}

/** Loaded when it is first needed: it brings an AWS SDK client of its own along. */
export async function loadEngine(): Promise<Engine> {
  const { StateMachine } = await import('aws-local-stepfunctions');
  // Its types describe neither paths in lists nor read-only values.
  // biome-ignore-start lint/nursery/noUnsafeTypeAssertion: a definition is data that the library checks itself
  return {
    validate: (definition) => void new StateMachine(definition as never),
    run: (states, input, { handlers, context }) =>
      new StateMachine(states as never, { validationOptions: { noValidate: true } }).run(input as never, {
        overrides: { taskResourceLocalHandlers: handlers as never },
        context,
      }) as EngineRun,
  };
  // biome-ignore-end lint/nursery/noUnsafeTypeAssertion: as above
}

/** How a run ended that did not succeed. */
export type Failure =
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' };

/** Tells them apart by name, because the library may be loaded more than once. */
export function failureOf(thrown: unknown): Failure {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'ExecutionAbortedError') return { kind: 'aborted' };
  if (name === 'ExecutionTimeoutError') return { kind: 'timed-out' };
  const cause: unknown = name === 'ExecutionError' && thrown instanceof Error ? thrown.cause : thrown;
  return { kind: 'failed', error: cause };
}
