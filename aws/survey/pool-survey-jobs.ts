import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ListUserImportJobsCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { ImportJobFacts } from '../../migration/check/survey.ts';

/** Most jobs on a page of ListUserImportJobs. */
const PAGE_SIZE = 60;

/** Jobs that are under way; one that was only created waits for its file. */
const ACTIVE: readonly (string | undefined)[] = ['Pending', 'InProgress', 'Stopping'];

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html */
export const countImportJobs = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<ImportJobFacts> => {
  let count = 0;
  let isActive = false;
  for (let PaginationToken: string | undefined; ; ) {
    const page = await client.send(
      new ListUserImportJobsCommand({
        UserPoolId,
        MaxResults: PAGE_SIZE,
        ...(PaginationToken === undefined ? {} : { PaginationToken }),
      }),
    );
    const jobs = page.UserImportJobs ?? [];
    count += jobs.length;
    isActive ||= jobs.some(({ Status }) => ACTIVE.includes(Status));
    PaginationToken = page.PaginationToken;
    if (PaginationToken === undefined) return { count, isActive };
  }
};
