import type { JobReport } from '../../../migration/backfill/report.ts';
import type { Attempt } from './file-jobs.ts';

const messageOf = (message: string | undefined) => (message === undefined ? {} : { message });

/** What the report says of a job: Cognito's own words, or why it did not start it. */
export const jobReport = ({ job, jobId = '', refusal }: Attempt): JobReport => ({
  jobId,
  status: job?.status ?? 'Unknown',
  imported: job?.imported ?? 0,
  skipped: job?.skipped ?? 0,
  failed: job?.failed ?? 0,
  ...messageOf(job?.message ?? refusal),
  ...(job?.startedAt === undefined ? {} : { startedAt: job.startedAt }),
  ...(job?.endedAt === undefined ? {} : { endedAt: job.endedAt }),
});
