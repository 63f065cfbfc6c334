import { MAX_VALUE_LENGTH } from './attribute-mapping.ts';
import { isContactShaped, isNameOfTheApi, sameName } from './names.ts';
import type { MigrationRules } from './rules.ts';
import { EMAIL_LOCAL_PART } from './rules.ts';

/** Why somebody moves without the `preferred_username` that the settings would give. */
export const WITHHELD_REASONS = [
  'equals-username',
  'contact-shaped',
  'malformed',
  'held-in-new-pool',
  'claimed-in-old-pool',
] as const;
export type WithheldReason = (typeof WITHHELD_REASONS)[number];

/** What the profile wants as `preferred_username`, before anybody was asked whose it is. */
export type PreferredUsername =
  | { readonly kind: 'none' }
  | { readonly kind: 'candidate'; readonly value: string }
  | { readonly kind: 'withheld'; readonly reason: WithheldReason };

const readSource = (source: string, old: ReadonlyMap<string, string>): string | undefined =>
  source === EMAIL_LOCAL_PART ? old.get('email')?.split('@')[0] : old.get(source);

/**
 * The `preferred_username` that a person may get, before it is known whether it belongs to somebody else. The
 * first source with a value decides. Where it is an alias it must be usable as a name of its own: not shaped
 * like a contact, and not the username, which signs the person in anyway and which Cognito refuses.
 * @param username the username of the new profile.
 */
export const choosePreferredUsername = (
  old: ReadonlyMap<string, string>,
  username: string,
  { newPool, preferredUsernameSources }: Pick<MigrationRules, 'newPool' | 'preferredUsernameSources'>,
): PreferredUsername => {
  const value = preferredUsernameSources
    .map((source) => readSource(source, old))
    .find((found) => found !== undefined && found !== '');
  if (value === undefined) return { kind: 'none' };
  if (!newPool.aliases.includes('preferred_username')) {
    return value.length <= MAX_VALUE_LENGTH
      ? { kind: 'candidate', value }
      : { kind: 'withheld', reason: 'malformed' };
  }
  if (sameName(value, username, newPool)) return { kind: 'withheld', reason: 'equals-username' };
  if (isContactShaped(value)) return { kind: 'withheld', reason: 'contact-shaped' };
  if (!isNameOfTheApi(value)) return { kind: 'withheld', reason: 'malformed' };
  return { kind: 'candidate', value };
};
