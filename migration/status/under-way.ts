/**
 * The statuses of an execution that no longer runs and cannot run on.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
const OVER: readonly string[] = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * Whether an execution of this status runs, or is about to run on (`PENDING_REDRIVE`). A status that did not exist
 * when this was written counts as under way: nobody then deletes or starts anything beside it.
 */
export const isUnderWay = (status: string): boolean => !OVER.includes(status);
