import type { MigrationRules } from '../rules.ts';

/**
 * The settings that a run's listings and decisions go by. A run keeps those with which it began: what was listed
 * under one rule must not be decided about under another.
 */

/** Values in JSON, by the name of the setting. */
export type RunSettings = Readonly<Record<string, string>>;

/** Where the order means nothing, another one is no change. */
const inAnyOrder = (values: readonly unknown[]): string =>
  JSON.stringify(values.map((value) => JSON.stringify(value)).sort());

/** Those that decide about an import; the others are about signing in alone. */
export const runSettingsOf = ({
  newPool,
  oldPool,
  preferredUsernameSources,
  mfaUsers,
  contactVerification,
  renames,
}: MigrationRules): RunSettings => ({
  contactVerification: JSON.stringify(contactVerification),
  preferredUsername: JSON.stringify(preferredUsernameSources),
  mfaUsers: JSON.stringify(mfaUsers),
  renames: inAnyOrder(Object.entries(renames)),
  'oldPool.caseSensitive': JSON.stringify(oldPool.caseSensitive),
  'oldPool.mfaRequired': JSON.stringify(oldPool.mfaRequired),
  'newPool.aliases': inAnyOrder(newPool.aliases),
  'newPool.caseSensitive': JSON.stringify(newPool.caseSensitive),
  'newPool.recovery': inAnyOrder(newPool.recovery),
  'newPool.customAttributes': inAnyOrder(newPool.customAttributes),
});

/** Names of the settings that are not what they were. */
export const changedSettings = (saved: RunSettings, now: RunSettings): readonly string[] =>
  Object.keys(now).filter((name) => saved[name] !== now[name]);
