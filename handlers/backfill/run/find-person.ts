import type { ArrivedUser, NewPoolUsers } from '../../../aws/new-pool-users.ts';
import type { FoundByName, RowVerdict } from '../../../migration/backfill/found-users.ts';
import { mayBeUnderSub } from '../../../migration/backfill/found-users.ts';
import type { ManifestEntry } from '../../../migration/backfill/import-files.ts';

/** Looks up who of the new pool has the names of a row; the old `sub` only where that can tell more. */
export const findByName = async (
  find: NewPoolUsers['find'],
  entry: ManifestEntry,
  verdict: RowVerdict,
): Promise<FoundByName<ArrivedUser>> => {
  const named = await find(entry.username);
  return { named, underSub: mayBeUnderSub(entry, named, verdict) ? await find(entry.sub) : undefined };
};
