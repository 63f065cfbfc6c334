/**
 * Quotas of Amazon Cognito that several parts go by, and the paces that they keep below them. The quotas of requests
 * count for an account and Region as a whole: whoever lists or looks up shares them with everybody who signs in.
 */

/**
 * Import jobs that a user pool may have ("User import jobs per user pool"); none can be deleted. AWS raises it by
 * request.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const MOST_IMPORT_JOBS = 1000;

/**
 * ListUsers requests a second (category `UserList`); AWS does not raise it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const MOST_LIST_REQUESTS_PER_SECOND = 30;

/** ListUsers requests a second unless somebody wants others: half of the quota, which people who sign in need too. */
export const LIST_REQUESTS_PER_SECOND = MOST_LIST_REQUESTS_PER_SECOND / 2;

/**
 * AdminGetUser requests a second of one process that looks up people one by one, of the account's 120 (category
 * `UserRead`). A backfill has four such processes at most.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const LOOK_UPS_PER_SECOND = 10;
