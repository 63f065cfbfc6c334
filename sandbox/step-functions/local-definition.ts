import type { Definition, State } from './definition.ts';
import { retryFactor, type WaitTimes } from './pace.ts';

/**
 * States as the library is given them. Task, Choice, Pass, Succeed, Fail, Retry, Catch, paths and intrinsic functions
 * are the library's. What it does otherwise than Step Functions, or not at all, becomes a task of ours:
 *
 * - Map and Parallel: in the library an item that still waits for its turn runs although another one has failed, the
 *   context object does not reach the items, and `States.TaskFailed` does not match;
 * - Wait, so that it can take less time;
 * - a Task without a time-out would end after a minute, and a time limit of more than 24 days would be over at once.
 */
export function localDefinition(states: Definition, waitTimes: WaitTimes): Definition {
  const local = Object.entries(states.States).map(
    ([name, state]) => [name, localState(state, waitTimes)] as const,
  );
  const { TimeoutSeconds = NO_TIMEOUT, ...others } = states;
  const limit = TimeoutSeconds < NO_TIMEOUT ? { TimeoutSeconds } : {};
  return { ...others, ...limit, States: Object.fromEntries(local) };
}

/** In seconds, some 23 days; the library's timer takes little more. */
const NO_TIMEOUT = 2_000_000;

function localState(state: State, waitTimes: WaitTimes): State {
  const common = withPace(withoutWholeResult(state), waitTimes);
  switch (state.Type) {
    case 'Task':
      return withTimeout(common);
    case 'Map':
      return ours(without(common, MAP_MEMBERS), {
        'input.$': '$',
        'items.$': state['ItemsPath'] ?? '$',
        ...either('concurrency', state['MaxConcurrency'] ?? 0, state['MaxConcurrencyPath']),
      });
    case 'Parallel':
      return ours(without(common, ['Branches']), state['Parameters']);
    case 'Wait':
      return ours(without(common, WAIT_MEMBERS), {
        'input.$': '$',
        ...either('seconds', state['Seconds'], state['SecondsPath']),
        ...either('timestamp', state['Timestamp'], state['TimestampPath']),
      });
    default:
      return common;
  }
}

const WAIT_MEMBERS = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
const MAP_MEMBERS = [
  ...['ItemProcessor', 'Iterator', 'ItemSelector', 'Parameters', 'ItemsPath'],
  ...['MaxConcurrency', 'MaxConcurrencyPath'],
];

function ours(state: State, Parameters: unknown): State {
  const task = { ...state, Type: 'Task', Resource: 'sandbox', TimeoutSeconds: NO_TIMEOUT };
  return Parameters === undefined ? task : { ...task, Parameters };
}

function either(name: string, value: unknown, path: unknown): Record<string, unknown> {
  if (path !== undefined) return { [`${name}.$`]: path };
  return value === undefined ? {} : { [name]: value };
}

function withTimeout(state: State): State {
  if (state['TimeoutSecondsPath'] !== undefined) return state;
  return { ...state, TimeoutSeconds: Math.min(Number(state['TimeoutSeconds'] ?? NO_TIMEOUT), NO_TIMEOUT) };
}

function withPace(state: State, waitTimes: WaitTimes): State {
  if (!Array.isArray(state['Retry'])) return state;
  const factor = retryFactor(waitTimes);
  const Retry = state['Retry'].map((retrier: Readonly<Record<string, unknown>>) => {
    const { MaxDelaySeconds, ...others } = retrier;
    const longest = Number(MaxDelaySeconds ?? 0) * factor;
    return {
      ...others,
      IntervalSeconds: Number(retrier['IntervalSeconds'] ?? 1) * factor,
      ...(longest > 0 && { MaxDelaySeconds: longest }),
    };
  });
  return { ...state, Retry };
}

/** `ResultPath: $` is the default, which the library takes for a member called `$`. */
function withoutWholeResult(state: State): State {
  const whole = (owner: Readonly<Record<string, unknown>>) => owner['ResultPath'] === '$';
  const Catch = Array.isArray(state['Catch'])
    ? {
        Catch: state['Catch'].map((catcher) => (whole(catcher) ? without(catcher, ['ResultPath']) : catcher)),
      }
    : {};
  return { ...(whole(state) ? without(state, ['ResultPath']) : state), ...Catch };
}

function without<T extends object>(owner: T, names: readonly string[]): T {
  const kept = Object.entries(owner).filter(([name]) => !names.includes(name));
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: the members taken away are optional
  return Object.fromEntries(kept) as T;
}
