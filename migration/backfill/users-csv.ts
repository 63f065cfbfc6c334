import type { ClassifiedUser, UserClass } from './classes.ts';

/**
 * `users.csv`, for people and their spreadsheets: RFC 4180 with a guard against formulas. Not an import file.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */

/** With its line end. */
export const USERS_CSV_HEADER = 'username,class,reason\r\n';

/** Spreadsheets take what begins so for a formula; an apostrophe in front makes it text. */
const BEGINS_LIKE_A_FORMULA = /^[=+\-@\t\r\n]/;

const cell = (text: string): string => {
  const guarded = BEGINS_LIKE_A_FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
};

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
  `${[username, userClass.kind, reasonOf(userClass)].map(cell).join(',')}\r\n`;
