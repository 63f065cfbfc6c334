import { describe, expect, test } from '@jest/globals';
import { createWorkflow, type Workflow } from '../../aws/executions.ts';
import { type Script, type SeenRequest, withService } from '../support/scripted-service.ts';

const STATE_MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Backfill';
const ARN = 'arn:aws:states:eu-west-1:111122223333:execution:Backfill:run-1';

const withWorkflow = (
  script: Script,
  use: (workflow: Workflow, requests: readonly SeenRequest[]) => Promise<void>,
) =>
  withService(script, async ({ endpoint, requests }) => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const workflow = createWorkflow({ region: 'eu-west-1', endpoint, credentials }, STATE_MACHINE);
    try {
      await use(workflow, requests);
    } finally {
      workflow.destroy();
    }
  });

const entered = (id: number) => ({
  ...{ id, type: 'TaskStateEntered', timestamp: id },
  stateEnteredEventDetails: { name: `state-${id}`, input: '{"usernames":["ada"]}' },
});

describe('the events of an execution', () => {
  /** From the newest to the oldest, two on a page. */
  const pages: Script = ({ input }) => {
    const first = Number(input['nextToken'] ?? 7);
    const events = [entered(first), entered(first - 1)];
    return { body: { events, ...(first > 2 ? { nextToken: String(first - 2) } : {}) } };
  };

  test('are read from the end, as far as they are not known, and told oldest first', async () => {
    await withWorkflow(pages, async (workflow, requests) => {
      const events = await workflow.eventsAfter(ARN, 4);
      expect(events).toEqual([5, 6, 7].map((id) => ({ id, type: 'TaskStateEntered', state: `state-${id}` })));
      expect(requests.map(({ input }) => input['reverseOrder'])).toEqual([true, true]);
    });
  });

  test('are read to the first where none is known', async () => {
    await withWorkflow(pages, async (workflow) => {
      expect((await workflow.eventsAfter(ARN, 0)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });
  });

  test('carry the output of states that ended, and no input', async () => {
    const ended = { id: 1, type: 'TaskStateExited', stateExitedEventDetails: { name: 'Plan', output: '{}' } };
    await withWorkflow(
      () => ({ body: { events: [ended] } }),
      async (workflow) => {
        const expected = { id: 1, type: 'TaskStateExited', state: 'Plan', output: '{}' };
        expect(await workflow.eventsAfter(ARN, 0)).toEqual([expected]);
      },
    );
  });
});

describe('the list of executions', () => {
  /** 250 of them, as many on a page as are asked for. */
  const pages: Script = ({ input }) => {
    const [first, size] = [Number(input['nextToken'] ?? 0), Number(input['maxResults'])];
    const names = Array.from({ length: Math.min(size, 250 - first) }, (_, index) => `run-${first + index}`);
    const executions = names.map((name) => ({ name, executionArn: name, status: 'SUCCEEDED', startDate: 1 }));
    return { body: { executions, ...(first + size < 250 ? { nextToken: String(first + size) } : {}) } };
  };

  test.each([
    [1, 1, 1],
    [100, 100, 1],
    [150, 150, 2],
    [Number.POSITIVE_INFINITY, 250, 3],
  ])('goes as far as it is asked for: %p of 250 are %p, in %p calls', (most, length, calls) =>
    withWorkflow(pages, async (workflow, requests) => {
      expect(await workflow.list({ most })).toHaveLength(length);
      expect(requests).toHaveLength(calls);
    }),
  );
});

describe('an execution', () => {
  test('that nobody knows any more is undefined', async () => {
    await withWorkflow(
      () => ({ exception: 'ExecutionDoesNotExist' }),
      async (workflow) => {
        expect(await workflow.describe(ARN)).toBeUndefined();
      },
    );
  });

  test('that cannot be asked about is an error', async () => {
    await withWorkflow(
      () => ({ exception: 'AccessDeniedException' }),
      async (workflow) => {
        await expect(workflow.describe(ARN)).rejects.toMatchObject({ name: 'AccessDeniedException' });
      },
    );
  });

  test('says when it began and ended, and why', async () => {
    const body = {
      ...{ executionArn: ARN, name: 'run-1', status: 'FAILED', startDate: 1, stopDate: 2, input: '{}' },
      ...{ error: 'ImportHalted', cause: 'Why' },
    };
    await withWorkflow(
      () => ({ body }),
      async (workflow) => {
        expect(await workflow.describe(ARN)).toEqual({
          ...{ arn: ARN, name: 'run-1', status: 'FAILED', startedAt: 1_000, endedAt: 2_000, input: '{}' },
          ...{ error: 'ImportHalted', cause: 'Why' },
        });
      },
    );
  });
});
