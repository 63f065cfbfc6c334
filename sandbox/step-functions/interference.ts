import type { Json } from './definition.ts';

/** An execution comes to a state. */
export interface StateEntry {
  readonly executionArn: string;
  readonly stateName: string;
  /** Of the innermost Map; absent outside. */
  readonly iteration?: number;
  readonly input: Json;
}

/** What becomes of one invocation of a function by a state machine. */
export type Fate =
  | { readonly kind: 'runs' }
  /** Without an answer, before the handler began or after it did its work. */
  | { readonly kind: 'killed'; readonly when: 'before' | 'after' }
  | { readonly kind: 'fails'; readonly name: string; readonly cause: string };

/** Lets things happen to executions, for tests. Nothing does until it is asked for. */
export class WorkflowInterference {
  readonly #listeners = new Set<(entry: StateEntry) => void | Promise<void>>();
  readonly #plans: { functionName: string; after: number; fate: Fate }[] = [];
  readonly #aborts: { stateName: string; after: number }[] = [];

  /**
   * Hears of every state that is entered; nothing of the state happens before the listener is done. A retry enters no
   * state. A listener that throws fails the execution, with the error `Sandbox.ListenerFailed`.
   * @returns ends the listening
   */
  onStateEntered(listener: (entry: StateEntry) => void | Promise<void>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * A function dies at one of its next invocations by a state machine.
   * @param invocation 1 for the next one. @default 1
   * @param when whether it has done its work by then. @default 'before'
   */
  killFunction(
    functionName: string,
    { invocation = 1, when = 'before' }: { invocation?: number; when?: 'before' | 'after' } = {},
  ): void {
    this.#plans.push({ functionName, after: invocation - 1, fate: { kind: 'killed', when } });
  }

  /** The next invocations fail before they begin, for example with `Lambda.TooManyRequestsException`. */
  failFunction(functionName: string, error: { name: string; cause?: string }, times = 1): void {
    const fate: Fate = { kind: 'fails', name: error.name, cause: error.cause ?? error.name };
    for (let after = 0; after < times; after += 1) this.#plans.push({ functionName, after, fate });
  }

  /** Somebody stops the execution as it comes to this state. @param entry 1 for the next time. @default 1 */
  abortAt(stateName: string, { entry = 1 }: { entry?: number } = {}): void {
    this.#aborts.push({ stateName, after: entry - 1 });
  }

  /** Ends all interference. */
  reset(): void {
    this.#listeners.clear();
    this.#plans.length = 0;
    this.#aborts.length = 0;
  }

  /** Counts one invocation. */
  fateOf(functionName: string): Fate {
    return takeDue(this.#plans, (plan) => plan.functionName === functionName)?.fate ?? { kind: 'runs' };
  }

  /** Counts one entry. @returns whether the execution is to be stopped */
  async entered(entry: StateEntry): Promise<boolean> {
    const due = takeDue(this.#aborts, ({ stateName }) => stateName === entry.stateName);
    for (const listener of this.#listeners) await listener(entry);
    return due !== undefined;
  }
}

/** The plan whose turn has come; the others that this concerns come one closer. */
function takeDue<Plan extends { after: number }>(
  plans: Plan[],
  concerned: (plan: Plan) => boolean,
): Plan | undefined {
  const due = plans.find((plan) => concerned(plan) && plan.after <= 0);
  for (const plan of plans) if (plan !== due && concerned(plan)) plan.after -= 1;
  if (due) plans.splice(plans.indexOf(due), 1);
  return due;
}
