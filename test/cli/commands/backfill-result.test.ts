import { expect, test } from '@jest/globals';
import { type ResultOptions, showResult } from '../../../cli/commands/backfill-result.ts';
import { NOT_BEGUN } from '../../../migration/status/run-progress.ts';
import { type BackfillWorld, withTwentyPeople } from '../../support/integration-backfill.ts';
import { deployedContextOf } from '../../support/operators-context.ts';

const WATCHED = {
  execution: {
    ...{ arn: 'arn:run-1', name: 'run-1', status: 'SUCCEEDED', startedAt: 0, endedAt: 1, input: '{}' },
  },
  progress: { ...NOT_BEGUN, reported: { files: ['runs/run-1/report/report.html'] } },
};

const talkOf = async (world: BackfillWorld, options: ResultOptions): Promise<string> => {
  const { context, stderr } = await deployedContextOf(world.sandbox);
  showResult(context, WATCHED, options);
  return stderr();
};

test('where the report is, and how it is fetched', async () => {
  await withTwentyPeople({}, async (world) => {
    const page = `s3://${world.bucket}/runs/run-1/report/report.html`;
    expect(await talkOf(world, { throwAway: false })).toBe(
      `The report is ${page}\n  npm run migrate -- backfill --watch run-1 --report <directory>\n`,
    );
    expect(await talkOf(world, { throwAway: true })).toBe(
      `The report is ${page}\n  It is gone with the sandbox, which ends now; --report <directory> fetches it before.\n`,
    );
    expect(await talkOf(world, { throwAway: true, saved: ['out/report.html'] })).toBe(
      'The report: out/report.html\n',
    );
    expect(await talkOf(world, { throwAway: false, saved: [] })).toBe('There is no report to fetch.\n');
  });
});
