/**
 * Quotas that a move shares with everything else in the account.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */

import { FILE_LIMITS } from '../backfill/import-files.ts';
import { figure, plural } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { Quota, Survey } from './survey.ts';

const named = ({ value, source }: Quota): string =>
  source === 'account'
    ? figure(value)
    : `${figure(value)} (AWS's default; Service Quotas could not be asked)`;

/** A first sign-in is one request at each pool; they share the quota where account and Region are the same. */
const requestsPerMove = ({ settings: { oldPool, newPool } }: Survey): number =>
  oldPool.region === newPool.region && oldPool.roleArn === undefined ? 2 : 1;

const authenticationQuota: Rule = (survey) => {
  const { expectedSignIns, quotas } = survey;
  const quota = quotas.userAuthentication;
  const requests = requestsPerMove(survey);
  const shared = requests === 2 ? 'Both pools share the quota, so a first sign-in counts twice. ' : '';
  if (expectedSignIns === undefined) {
    return [
      {
        id: 'authentication-quota',
        severity: 'note',
        title: `${Math.floor(quota.value / requests)} first sign-ins a second and no more`,
        detail: `UserAuthentication allows ${named(quota)} requests a second. ${shared}Ordinary sign-ins of every pool of the account come on top.`,
        remedy: 'Say what you expect with --expected-sign-ins-per-second; a higher quota may take ten days.',
        link: PAGES.quotas,
      },
    ];
  }
  const needed = expectedSignIns * requests;
  return findingIf(needed > quota.value, {
    id: 'authentication-quota-exceeded',
    severity: 'warning',
    title: 'More sign-ins expected than the quota allows',
    detail: `${expectedSignIns} first sign-ins a second are ${needed} requests, and UserAuthentication allows ${named(quota)}. ${shared}What is beyond fails with "Please try again".`,
    remedy:
      'Ask for a higher quota now (it may take ten days), or point the apps to the new pool a part at a time.',
    link: PAGES.quotas,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html */
const importJobQuota: Rule = ({ oldPool, importJobs, quotas }) => {
  const files = Math.max(1, Math.ceil(oldPool.estimatedUsers / FILE_LIMITS.rows));
  const count = importJobs?.count ?? 0;
  return findingIf(count + files > quotas.importJobs.value, {
    id: 'import-job-quota',
    severity: 'warning',
    title: 'Too few import jobs left',
    detail: `The new pool has had ${figure(count)} import jobs and the backfill needs ${files} more at least. A pool may have ${named(quotas.importJobs)} in its life: jobs cannot be deleted.`,
    remedy: 'Ask for a higher quota "User import jobs per user pool" before the backfill.',
    link: PAGES.quotas,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html */
const importJobActive: Rule = ({ importJobs }) =>
  findingIf(importJobs?.isActive === true, {
    id: 'import-job-active',
    severity: 'warning',
    title: 'An import job is going',
    detail:
      'Only one import job may be active in an account. Until it ends no other can start, and neither the pool nor its schema can be changed.',
    remedy: 'Wait for it, or stop it (StopUserImportJob), before you deploy or backfill.',
    link: PAGES.importFile,
  });

/** The migration lists users with the quota that everything else in the account lists with. */
const LIST_REQUESTS_A_SECOND = 30;
const USERS_A_PAGE = 60;
const LONG_LISTING = 1_000_000;

const listingTime: Rule = ({ oldPool }) => {
  const minutes = Math.ceil(oldPool.estimatedUsers / (LIST_REQUESTS_A_SECOND * USERS_A_PAGE) / 60);
  return findingIf(oldPool.estimatedUsers >= LONG_LISTING, {
    id: 'listing-takes-a-while',
    severity: 'note',
    title: 'Listing everybody takes a while',
    detail: `The old pool has about ${figure(oldPool.estimatedUsers)} users. ListUsers allows ${LIST_REQUESTS_A_SECOND} requests a second, not adjustable and shared with the trigger: a listing takes ${minutes} ${plural(minutes, 'minute')} at least, twice that at the default pace.`,
    remedy: 'Plan the backfill, "check --users" and "verify" for a quiet time.',
    link: PAGES.quotas,
  });
};

/** In the order in which `check` tells of them. */
export const quotaRules: readonly Rule[] = [
  authenticationQuota,
  importJobQuota,
  importJobActive,
  listingTime,
];
