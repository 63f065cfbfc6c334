import { expect, test } from '@jest/globals';
import { showResult } from '../../../cli/commands/backfill-result.ts';
import { NOT_BEGUN } from '../../../migration/status/run-progress.ts';
import { type BackfillWorld, withTwentyPeople } from '../../support/integration-backfill.ts';
import { deployedContextOf } from '../../support/operators-context.ts';

const WATCHED = {
  execution: {
    ...{ arn: 'arn:run-1', name: 'run-1', status: 'SUCCEEDED', startedAt: 0, endedAt: 1, input: '{}' },
  },
  progress: { ...NOT_BEGUN, reported: { files: ['runs/run-1/report/report.html'] } },
};

const talkOf = async (world: BackfillWorld, onAws: boolean, throwAway: boolean): Promise<string> => {
  const { context, stderr } = await deployedContextOf(world.sandbox);
  const { endpoint: _, ...access } = context.new.access;
  showResult(onAws ? { ...context, new: { access } } : context, WATCHED, { throwAway });
  return stderr();
};

test('how the report is fetched is told as it works where the pools are', async () => {
  await withTwentyPeople({}, async (world) => {
    const page = `s3://${world.bucket}/runs/run-1/report/report.html`;
    const { region } = world.sandbox;
    expect(await talkOf(world, true, false)).toBe(
      `The report is ${page}\n  aws s3 cp ${page} . --region ${region}\n`,
    );
    expect(await talkOf(world, false, false)).toMatch(/ --endpoint-url <the S3 endpoint /);
    expect(await talkOf(world, false, true)).toBe(
      `The report is ${page}\n  It is gone with the sandbox, which ends now.\n`,
    );
  });
});
