import { describe, expect, test } from '@jest/globals';
import { report } from '../../../handlers/backfill/steps/report.ts';
import type { RunReport } from '../../../migration/backfill/report.ts';
import { anotherUser, aUser, theTerms } from '../../migration/backfill/builders.ts';
import { stepsOf } from '../../support/backfill-steps.ts';

/** A dry run of which all is settled. */
const settled = async () => {
  const steps = stepsOf({ old: [aUser(), anotherUser()], terms: theTerms(), options: { dryRun: true } });
  await steps.settle();
  const write = report({ store: steps.store, bucket: 'bucket', now: () => 0 });
  return { ...steps, report: () => write({ execution: 'arn:execution', runId: 'run' }) };
};

describe('the report', () => {
  test('has everybody', async () => {
    const { store, keys, report: write } = await settled();
    await write();
    expect(store.json<RunReport>(keys.report).totals).toMatchObject({ listed: 2, leftOut: { 'dry-run': 2 } });
    expect(store.objects.get(keys.reportUsers)?.text.split('\r\n')).toHaveLength(1 + 2 + 1);
  });

  test('is not written where the bucket has forgotten who they are', async () => {
    const { store, keys, report: write } = await settled();
    store.objects.delete(keys.people(''));
    await expect(write()).rejects.toMatchObject({
      name: 'ObjectMissing',
      message: expect.stringContaining(keys.people('')),
    });
    expect(store.objects.has(keys.report)).toBe(false);
  });
});
