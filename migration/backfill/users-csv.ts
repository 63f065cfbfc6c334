/** `users.csv`, for people and their spreadsheets. Not an import file. */

import { csvLine, withoutFormula } from '../text/csv-cells.ts';
import type { ClassifiedUser, UserClass } from './classes.ts';

/** With its line end. */
export const USERS_CSV_HEADER = 'username,class,reason\r\n';

const reasonOf = (userClass: UserClass): string => {
  switch (userClass.kind) {
    case 'failed':
    case 'leftOut':
      return userClass.reason;
    case 'alreadyMoved':
    case 'imported':
    case 'skipped':
      return '';
  }
};

/** One line, with its line end. */
export const renderUserLine = ({ username, userClass }: ClassifiedUser): string =>
  csvLine([username, userClass.kind, reasonOf(userClass)].map(withoutFormula));
