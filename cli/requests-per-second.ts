import { InvalidArgumentError, Option } from 'commander';
import { LIST_REQUESTS_PER_SECOND, MOST_LIST_REQUESTS_PER_SECOND } from '../migration/quotas.ts';

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= MOST_LIST_REQUESTS_PER_SECOND) return number;
  throw new InvalidArgumentError(
    `Write a whole number from 1 to ${MOST_LIST_REQUESTS_PER_SECOND}, the quota of ListUsers.`,
  );
};

/** `--requests-per-second`, for commands that list pools. */
export const requestsPerSecondOption = (): Option =>
  new Option(
    '--requests-per-second <number>',
    `calls of ListUsers; ${MOST_LIST_REQUESTS_PER_SECOND} where nobody signs in meanwhile`,
  )
    .default(LIST_REQUESTS_PER_SECOND)
    .argParser(wholeNumber);
