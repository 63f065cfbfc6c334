import type { Shape } from './backfill/jsonl.ts';
import { isListOf, isRecordOf, isText, isYesOrNo, optional, readLine, writeLine } from './backfill/jsonl.ts';
import type { Draft, Request } from './profile-draft.ts';
import { draftProfile } from './profile-draft.ts';
import type { MfaUsers, MigrationRules } from './rules.ts';

/** A user as ListUsers tells it, of either pool. */
export interface ListedUser {
  readonly username: string;
  readonly sub: string;
  readonly enabled: boolean;
  readonly status: string;
  /** All attributes but `sub`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The second factors, where `mfaLookup` asked for them; absent where nobody looked. */
  readonly factors?: readonly string[];
}

/** How a line has a user. */
export interface ListedUserLine extends Omit<ListedUser, 'attributes'> {
  readonly attributes: Readonly<Record<string, string>>;
}

/** The members of a line. */
export const LISTED_USER: Shape<ListedUserLine> = {
  username: isText,
  sub: isText,
  enabled: isYesOrNo,
  status: isText,
  attributes: isRecordOf(isText),
  factors: optional(isListOf(isText)),
};

/** One line of JSON, with its line feed. What else may be known of a user stays out of it. */
export const writeListedUser = ({
  username,
  sub,
  enabled,
  status,
  attributes,
  factors,
}: ListedUser): string => {
  const user = { username, sub, enabled, status, attributes: Object.fromEntries(attributes) };
  return writeLine({ ...user, ...(factors === undefined ? {} : { factors }) } satisfies ListedUserLine);
};

/** @throws SyntaxError if the line is not what `writeListedUser` wrote. */
export const readListedUser = (line: string): ListedUser => {
  const user = readLine<ListedUserLine>(line, LISTED_USER);
  return { ...user, attributes: new Map(Object.entries(user.attributes)) };
};

/**
 * What the rules of the lazy path are asked on import: nobody proved anything or typed anything, and everybody
 * starts without a password. Factors that the operator lets go without any proof are no obstacle.
 */
export const importRequest = (
  user: ListedUser,
  mfaUsers: MfaUsers,
): Omit<Request, 'typed'> & { readonly typed?: never } => ({
  person: { ...user, factors: mfaUsers === 'confirm' ? [] : (user.factors ?? []) },
  status: 'RESET_REQUIRED',
  proof: 'none',
  via: 'import',
  typedIsUniqueInOldPool: false,
});

/** What the user would get, by the rules of the lazy path. */
export const importDraft = (user: ListedUser, rules: MigrationRules): Draft =>
  draftProfile(importRequest(user, rules.mfaUsers), rules);
