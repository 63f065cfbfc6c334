import {
  branchesOf,
  type Definition,
  type Json,
  processorOf,
  type State,
  type States,
} from './definition.ts';
import { failureOf } from './engine.ts';
import type { Execution } from './execution.ts';
import { localDefinition } from './local-definition.ts';
import { pause } from './pace.ts';
import { runtimeError, stopped } from './task-error.ts';
import { parameters } from './tasks/task.ts';

/** Where states run. */
export interface Scope {
  /** The context object (`$$`). */
  readonly context: Readonly<Record<string, unknown>>;
  /** Aborted when these states must not go on: the execution has ended, or a sibling has failed. */
  readonly signal: AbortSignal;
  /** Of the innermost Map. */
  readonly iteration?: number;
}

type Handler = (input: Json) => Promise<Json>;

/**
 * Runs states on the library, and within them those of every Map and Parallel.
 * @returns the last state's output
 * @throws what the library throws
 */
export async function runStates(
  execution: Execution,
  states: Definition,
  input: Json,
  scope: Scope,
): Promise<Json> {
  const { engine, waitTimes } = execution.options;
  const handlers = Object.entries(states.States).flatMap(([name, state]) => {
    const handler = handlerOf(execution, name, state, scope);
    return handler ? [[name, handler] as const] : [];
  });
  const run = engine.run(localDefinition(states, waitTimes), input, {
    handlers: Object.fromEntries(handlers),
    context: scope.context,
  });
  const listening = execution.listen(run.eventLogs, scope.iteration);
  const stop = () => run.abort();
  scope.signal.addEventListener('abort', stop, { once: true });
  if (scope.signal.aborted) stop();
  try {
    return await run.result;
  } finally {
    scope.signal.removeEventListener('abort', stop);
    await listening;
  }
}

function handlerOf(execution: Execution, name: string, state: State, scope: Scope): Handler | undefined {
  switch (state.Type) {
    case 'Task':
      return (input) => execution.task(String(state['Resource']), input, scope.signal);
    case 'Map':
      return (input) => runMap(execution, name, state, input, scope);
    case 'Parallel':
      return (input) => runParallel(execution, state, input, scope);
    case 'Wait':
      return (input) => wait(execution, input, scope);
    default:
      return undefined;
  }
}

/** How many iterations of an inline Map run at once where it does not say. */
const MOST_AT_ONCE = 40;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
async function runMap(
  execution: Execution,
  name: string,
  map: State,
  prepared: Json,
  scope: Scope,
): Promise<Json> {
  const { input = null, items, concurrency } = parameters(prepared);
  if (!Array.isArray(items)) throw runtimeError(`The items of the Map ${name} are no array.`);
  await execution.admit(scope.signal);
  const { history } = execution;
  history.add('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  const selector = map['ItemSelector'] ?? map['Parameters'];
  const states = withSelector(processorOf(map), name, selector);
  const runItem = async (index: number, signal: AbortSignal): Promise<Json> => {
    const details = { name, index };
    const item: Json = items[index];
    history.add('MapIterationStarted', { mapIterationStartedEventDetails: details });
    const context = { ...scope.context, Map: { Item: { Index: index, Value: item } } };
    const own = { context, signal, iteration: index };
    const output = await runStates(execution, states, selector === undefined ? item : input, own);
    history.add('MapIterationSucceeded', { mapIterationSucceededEventDetails: details });
    return output;
  };
  const outputs = await allOrNone(items.length, Number(concurrency) || MOST_AT_ONCE, scope.signal, runItem);
  history.add('MapStateSucceeded');
  return outputs;
}

/** The library evaluates what an item's input is made of, as a state before the first one. */
function withSelector(states: States, mapName: string, selector: unknown): States {
  if (selector === undefined) return states;
  const first = `${mapName} (item)`;
  const select: State = { Type: 'Pass', Parameters: selector, Next: states.StartAt };
  return { StartAt: first, States: { ...states.States, [first]: select } };
}

async function runParallel(execution: Execution, state: State, input: Json, scope: Scope): Promise<Json> {
  await execution.admit(scope.signal);
  const branches = branchesOf(state);
  return allOrNone(branches.length, branches.length, scope.signal, async (index, signal) => {
    const branch = branches[index];
    return branch ? runStates(execution, branch, input, { ...scope, signal }) : null;
  });
}

/**
 * Runs everything; the first failure ends the others, and those that have not begun never do.
 * @throws what the first one failed with
 */
async function allOrNone(
  count: number,
  atOnce: number,
  outer: AbortSignal,
  run: (index: number, signal: AbortSignal) => Promise<Json>,
): Promise<Json[]> {
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  const outputs = Array.from({ length: count }, (): Json => null);
  let next = 0;
  const work = async () => {
    while (next < count && !signal.aborted) {
      const index = next;
      next += 1;
      outputs[index] = await run(index, signal);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
  } catch (thrown) {
    own.abort();
    const failure = failureOf(thrown);
    throw failure.kind === 'failed' ? failure.error : stopped();
  }
  if (outer.aborted) throw stopped();
  return outputs;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
async function wait(execution: Execution, prepared: Json, { signal }: Scope): Promise<Json> {
  await execution.admit(signal);
  const { input = null, seconds, timestamp } = parameters(prepared);
  const { waitTimes, clock } = execution.options;
  const milliseconds =
    timestamp === undefined ? wholeSeconds(seconds) * 1000 : Date.parse(String(timestamp)) - clock.now();
  if (Number.isNaN(milliseconds)) {
    throw runtimeError(`A Wait state has no time to wait for: ${JSON.stringify(timestamp ?? seconds)}.`);
  }
  await pause(waitTimes, Math.max(0, milliseconds), signal).catch((error: unknown) => {
    throw signal.aborted ? stopped() : error;
  });
  return input;
}

const wholeSeconds = (value: Json | undefined): number =>
  Number.isInteger(value) && Number(value) >= 0 ? Number(value) : Number.NaN;
