import type { Alias, Contact } from '../../rules.ts';
import { ALIASES, CONTACTS } from '../../rules.ts';
import type { OldPoolSource } from '../old-pool-source.ts';
import type { Proposed } from './proposed.ts';
import { reasonIf } from './proposed.ts';

/** The settings about what people sign in with and what Cognito verifies. */
export interface ProposedNames {
  readonly aliases: readonly Alias[];
  readonly autoVerify: readonly Contact[];
}

/**
 * What people sign in with, and `preferred_username`, which is why most teams move.
 * @param sendsCodes whether codes of second factors go to phones.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const proposeNames = (
  { aliases: oldAliases, usernameAttributes, autoVerified }: OldPoolSource,
  sendsCodes: boolean,
): Proposed<ProposedNames> => {
  const had = [...oldAliases, ...usernameAttributes];
  const aliases = ALIASES.filter((alias) => alias === 'preferred_username' || had.includes(alias));
  const wanted: readonly string[] = [...autoVerified, ...aliases, ...(sendsCodes ? ['phone_number'] : [])];
  const found = CONTACTS.filter((contact) => wanted.includes(contact));
  const autoVerify: readonly Contact[] = found.length > 0 ? found : ['email'];
  const added = autoVerify.filter((contact) => !autoVerified.includes(contact));
  return {
    value: { aliases, autoVerify },
    reasons: [
      ...reasonIf(
        !had.includes('preferred_username'),
        'newPool.aliases: with "preferred_username", which the old pool lacks. Take it out if nobody shall sign in with it; it cannot be changed later.',
      ),
      ...reasonIf(
        usernameAttributes.length > 0,
        `newPool.aliases: the old pool has ${usernameAttributes.join(' and ')} as username; in the new pool it is an alias beside the username.`,
      ),
      ...added.map(
        (contact) =>
          `newPool.autoVerify: with "${contact}", which the old pool does not verify by itself: a sign-in name or second factor must not change unverified, and an import needs one.`,
      ),
    ],
  };
};
