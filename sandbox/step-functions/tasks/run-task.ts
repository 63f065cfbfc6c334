import type { Json } from '../definition.ts';
import { invokeBare, invokeWithEnvelope, LAMBDA_INVOKE } from './lambda.ts';
import { publish, SNS_PUBLISH } from './sns.ts';
import type { RunTask, TaskServices } from './task.ts';

/** Does what a task's `Resource` says. @throws TaskError */
export async function runTask(services: TaskServices, resource: string, input: Json): Promise<Json> {
  return taskOf(resource)(services, input);
}

function taskOf(resource: string): RunTask {
  switch (resource) {
    case LAMBDA_INVOKE:
      return invokeWithEnvelope;
    case SNS_PUBLISH:
      return publish;
    default:
      return invokeBare(resource);
  }
}
