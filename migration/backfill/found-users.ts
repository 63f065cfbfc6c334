/** Who is found in the new pool under the names of a row, and what that makes of the row. */

import type { Alias } from '../rules.ts';
import type { UserClass } from './classes.ts';
import type { ManifestEntry } from './import-files.ts';

/** What AdminGetUser on the new pool says about whoever answers to a name. */
export interface FoundUser {
  readonly sourceSub?: string;
  readonly sourceVia?: string;
}

/** Whoever answers to the names of a row; undefined: nobody, or nobody asked. */
export interface FoundByName<Found extends FoundUser = FoundUser> {
  /** To the username of the row. */
  readonly named: Found | undefined;
  /** To the old `sub`: whose name a stranger has taken moves under it. */
  readonly underSub?: Found | undefined;
}

/** Whether the job under review, or one before it, imported the person of the row. */
export const isImportOf = ({ sub }: Pick<ManifestEntry, 'sub'>, found: FoundUser | undefined): boolean =>
  found?.sourceSub === sub && found.sourceVia === 'import';

/** The person of a row. */
export const personOf = <Found extends FoundUser>(
  { sub }: Pick<ManifestEntry, 'sub'>,
  { named, underSub }: FoundByName<Found>,
): Found | undefined => [named, underSub].find((found) => found?.sourceSub === sub);

/**
 * What the log says about a row that has to be looked up. `unclear`: nothing, or nothing that can be believed, so
 * that the row may not have been processed at all.
 */
export type RowVerdict =
  | { readonly kind: 'skipped' | 'unclear' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Whether the old `sub` has to be looked up too: the person is not there under the name of the row. */
export const mayBeUnderSub = (
  { sub, username }: Pick<ManifestEntry, 'sub' | 'username'>,
  named: FoundUser | undefined,
  { kind }: RowVerdict,
): boolean => named?.sourceSub !== sub && username !== sub && (named !== undefined || kind !== 'unclear');

/** What is next about a row. */
export type RowClass =
  | UserClass
  /** Submit it again; `skipped` if the job has skipped it, although nobody has its name. */
  | { readonly kind: 'unprocessed'; readonly skipped: boolean }
  /** Skipped again, although nobody has its name: somebody may have one of its aliases. */
  | { readonly kind: 'ask-aliases' };

const moved = (entry: Pick<ManifestEntry, 'sub'>, person: FoundUser): UserClass => ({
  kind: isImportOf(entry, person) ? 'imported' : 'skipped',
});

/**
 * The class of a row that was looked up. Who is there is there, whatever the log says; somebody whom an earlier,
 * interrupted job imported is `imported`, not `skipped`.
 */
export const classifyRow = (
  entry: Pick<ManifestEntry, 'sub' | 'skippedBefore'>,
  verdict: RowVerdict,
  found: FoundByName,
): RowClass => {
  const person = personOf(entry, found);
  if (person !== undefined) return moved(entry, person);
  if (verdict.kind === 'failed') return verdict;
  if (found.named !== undefined) return { kind: 'leftOut', reason: 'name-taken' };
  if (verdict.kind === 'unclear') return { kind: 'unprocessed', skipped: false };
  return entry.skippedBefore === true ? { kind: 'ask-aliases' } : { kind: 'unprocessed', skipped: true };
};

/** Whoever answers to an alias of a row. */
export interface AliasHolder {
  readonly alias: Alias;
  readonly found: FoundUser;
}

/** The class of a row that Cognito skips again and again: it is never submitted again. */
export const classifySkippedTwice = (
  entry: Pick<ManifestEntry, 'sub'>,
  holders: readonly AliasHolder[],
): UserClass => {
  const person = holders.find(({ found }) => found.sourceSub === entry.sub);
  if (person !== undefined) return moved(entry, person.found);
  const [holder] = holders;
  if (holder === undefined) return { kind: 'failed', reason: SKIPPED_FOR_NO_REASON };
  return { kind: 'leftOut', reason: holder.alias === 'preferred_username' ? 'name-taken' : 'contact-taken' };
};

const SKIPPED_FOR_NO_REASON =
  'Two jobs skipped the row as a user who exists, and nobody of the new pool has its username or one of its aliases.';
