import type { Request } from '../profile-draft.ts';
import type { MfaUsers } from '../rules.ts';
import { isListOf, isRecordOf, isText, isYesOrNo, optional, readLine, writeLine } from './jsonl.ts';

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

interface Line extends Omit<ListedUser, 'attributes'> {
  readonly attributes: Readonly<Record<string, string>>;
}

/** One line of JSON, with its line feed. */
export const writeListedUser = (user: ListedUser): string =>
  writeLine({ ...user, attributes: Object.fromEntries(user.attributes) } satisfies Line);

/** @throws SyntaxError if the line is not what `writeListedUser` wrote. */
export const readListedUser = (line: string): ListedUser => {
  const user = readLine<Line>(line, {
    username: isText,
    sub: isText,
    enabled: isYesOrNo,
    status: isText,
    attributes: isRecordOf(isText),
    factors: optional(isListOf(isText)),
  });
  return { ...user, attributes: new Map(Object.entries(user.attributes)) };
};

/** Whether somebody signs in with a provider too (`identities` on a user of the pool's own). */
export const isLinked = ({ attributes, status }: Pick<ListedUser, 'attributes' | 'status'>): boolean =>
  status !== 'EXTERNAL_PROVIDER' && !['', '[]'].includes(attributes.get('identities') ?? '');

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
