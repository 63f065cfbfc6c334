/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One state, as written; its other members depend on its type. */
export interface State {
  readonly Type: string;
  readonly [member: string]: unknown;
}

/** States that lead from one to the next: a state machine, an iteration of a Map, a branch of a Parallel. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/**
 * A state machine in the Amazon States Language.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export interface Definition extends States {
  readonly TimeoutSeconds?: number;
}

/** The states that a Map runs for each item. */
export function processorOf(map: State): States {
  return asStates(map['ItemProcessor'] ?? map['Iterator']);
}

export function branchesOf(parallel: State): readonly States[] {
  return Array.isArray(parallel['Branches']) ? parallel['Branches'].map(asStates) : [];
}

/** The states within a state. */
export function nestedIn(state: State): readonly States[] {
  switch (state.Type) {
    case 'Map':
      return [processorOf(state)];
    case 'Parallel':
      return branchesOf(state);
    default:
      return [];
  }
}

/** Every state by its name, nested ones too. */
export function allStates(states: States): [name: string, state: State][] {
  return Object.entries(states.States).flatMap(([name, state]) => [
    [name, state] satisfies [string, State],
    ...nestedIn(state).flatMap(allStates),
  ]);
}

/** What the library has validated. */
function asStates(value: unknown): States {
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: the definition was checked against the language's schema
  return value as States;
}
