import { describe, expect, test } from '@jest/globals';
import type { DescribedExecution, Workflow } from '../../../aws/executions.ts';
import { lastFinished } from '../../../cli/commands/backfill-runs.ts';
import { importedEverybody } from '../../../migration/status/run-output.ts';

type Run = 'full' | 'dry' | 'pilot' | 'filtered' | 'failed';

const executionOf = (run: Run, index: number): DescribedExecution => {
  const plan = { kind: 'go', import: true, dryRun: run === 'dry', pilot: run === 'pilot' };
  const output = { run: { ...plan, filtered: run === 'filtered' }, report: { files: [] } };
  return {
    ...{ arn: `arn:${index}`, name: `run-${index}`, startedAt: 0, input: '{}' },
    ...(run === 'failed' ? { status: 'FAILED' } : { status: 'SUCCEEDED', output: JSON.stringify(output) }),
  };
};

/** @param runs newest first */
const search = async (runs: readonly Run[]) => {
  const executions = runs.map(executionOf);
  const never = () => Promise.reject(new Error('never'));
  let described = 0;
  const workflow: Workflow = {
    list: async ({ most }) => executions.slice(0, most),
    describe: async (wanted) => {
      described += 1;
      return executions.find(({ arn }) => arn === wanted);
    },
    ...{ start: never, eventsAfter: never, arnOf: String, destroy: () => undefined },
  };
  const said: string[] = [];
  const isPilot = ({ planned }: { readonly planned: { readonly pilot: boolean } }) => planned.pilot;
  const found = await lastFinished(workflow, [importedEverybody, isPilot], (line) => void said.push(line));
  return { found: found.map((run) => run?.runId), described, said };
};

const many = (count: number, run: Run): readonly Run[] => Array.from({ length: count }, () => run);

describe('the last run of a kind', () => {
  test.each(['pilot', 'dry', 'filtered', 'failed'] as const)(
    'is found behind 150 that are %s',
    async (run) => {
      const { found, said } = await search([...many(150, run), 'full']);
      expect(found[0]).toBe('run-150');
      expect(said).toEqual([]);
    },
  );

  test('is the newest, and nothing is read beyond the last that was wanted', async () => {
    const { found, described } = await search(['full', 'dry', 'pilot', 'full', 'pilot']);
    expect(found).toEqual(['run-0', 'run-2']);
    expect(described).toBe(3);
  });

  test('is looked for among 200 that succeeded, and no longer without a word', async () => {
    const { found, described, said } = await search([...many(200, 'dry'), 'full']);
    expect({ found, described }).toEqual({ found: [undefined, undefined], described: 200 });
    expect(said).toEqual([expect.stringMatching(/^Only the last 200 of 201 backfills/)]);
  });
});
