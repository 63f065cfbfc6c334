import { describe, expect, test } from '@jest/globals';
import { isHarmless, watchBackfill } from '../../../migration/clean-up/backfill-watch.ts';

describe('an execution of the backfill', () => {
  test.each([
    ['{}', false],
    ['{"limit":1}', false],
    ['{"dryRun":true}', true],
    ['{"import":false}', true],
    ['{"dryRun":"yes"}', false],
    ['not JSON', false],
    [undefined, false],
  ])('with the input %s imports nobody: %s', (input, harmless) => {
    expect(isHarmless(input)).toBe(harmless);
  });
});

const watch = (executions: readonly (readonly [arn: string, running: boolean, input?: string])[]) => {
  const read: string[] = [];
  const begun = watchBackfill({
    async *list() {
      for (const [arn, running] of executions) yield { arn, running };
    },
    async inputOf(arn) {
      read.push(arn);
      return executions.find(([other]) => other === arn)?.[2];
    },
  });
  return { begun, read };
};

describe('a backfill has begun', () => {
  test.each([
    ['no execution', [], false],
    ['a dry run that is over', [['a', false, '{"dryRun":true}']], false],
    ['a dry run that is under way', [['a', true, '{"dryRun":true}']], true],
    ['a run that is over', [['a', false, '{}']], true],
    [
      'a run before two dry runs',
      [
        ['c', false, '{"dryRun":true}'],
        ['b', false, '{"dryRun":true}'],
        ['a', false, '{}'],
      ],
      true,
    ],
    ['an execution whose input cannot be read', [['a', false]], true],
  ] as const)('after %s: %#', async (_, executions, begun) => {
    expect(await watch(executions).begun()).toBe(begun);
  });

  test('is asked again and again, and each input is read once', async () => {
    const { begun, read } = watch([['a', false, '{"dryRun":true}']]);
    expect([await begun(), await begun()]).toEqual([false, false]);
    expect(read).toEqual(['a']);
  });
});
