import { createUserImportJob } from './createUserImportJob.ts';
import { describeUserImportJob } from './describeUserImportJob.ts';
import { getCSVHeader } from './getCSVHeader.ts';
import { listUserImportJobs } from './listUserImportJobs.ts';
import { startUserImportJob } from './startUserImportJob.ts';
import { stopUserImportJob } from './stopUserImportJob.ts';

/** Import of users from a CSV file, by the name in `X-Amz-Target`. */
export const importJobOperations = {
  GetCSVHeader: getCSVHeader,
  CreateUserImportJob: createUserImportJob,
  DescribeUserImportJob: describeUserImportJob,
  ListUserImportJobs: listUserImportJobs,
  StartUserImportJob: startUserImportJob,
  StopUserImportJob: stopUserImportJob,
};
