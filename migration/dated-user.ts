import { isNumber, readLine, writeLine } from './backfill/jsonl.ts';
import type { ListedUser, ListedUserLine } from './listed-user.ts';
import { LISTED_USER } from './listed-user.ts';

/** A user as ListUsers tells it, with the times that tell who changed something last. */
export interface DatedUser extends ListedUser {
  /** `UserCreateDate`, in epoch milliseconds. */
  readonly createdAt: number;
  /** `UserLastModifiedDate`, in epoch milliseconds. */
  readonly modifiedAt: number;
}

interface Line extends ListedUserLine, Pick<DatedUser, 'createdAt' | 'modifiedAt'> {}

/** One line of JSON, with its line feed. */
export const writeDatedUser = (user: DatedUser): string =>
  writeLine({ ...user, attributes: Object.fromEntries(user.attributes) } satisfies Line);

/** @throws SyntaxError if the line is not what `writeDatedUser` wrote. */
export const readDatedUser = (line: string): DatedUser => {
  const user = readLine<Line>(line, { ...LISTED_USER, createdAt: isNumber, modifiedAt: isNumber });
  return { ...user, attributes: new Map(Object.entries(user.attributes)) };
};
