import type { InvokeResult } from '../../lambda/functions.ts';
import type { Principal } from '../../server/principals.ts';
import type { Topics } from '../../sns/topics.ts';
import type { Json } from '../definition.ts';
import type { WorkflowInterference } from '../interference.ts';

/** What tasks of one state machine need. */
export interface TaskServices {
  readonly region: string;
  readonly accountId: string;
  /** The state machine in its role. */
  readonly principal: Pick<Principal, 'arn' | 'statements'>;
  /** @throws Error if there is no such function */
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvokeResult>;
  readonly topics: Topics;
  readonly interference: WorkflowInterference;
}

/** Does what a task's `Resource` says. Throws TaskError. */
export type RunTask = (services: TaskServices, input: Json) => Promise<Json>;

export function parameters(input: Json): Readonly<Record<string, Json>> {
  return isRecord(input) ? input : {};
}

/** `Array.isArray` does not narrow read-only lists. */
const isRecord = (input: Json): input is Readonly<Record<string, Json>> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);
