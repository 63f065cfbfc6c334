import type { MigrationRules, NewPool } from '../../migration/rules.ts';
import type { MoveSettings } from './move.ts';
import { lookupsFor } from './move.ts';

/** What the rules of the migration need to know of the settings. */
export const rulesOf = (move: MoveSettings, newPool: NewPool): MigrationRules => ({
  newPool,
  oldPool: { caseSensitive: move.oldPool.caseSensitive, mfaRequired: move.oldPool.mfaRequired },
  lookups: lookupsFor(move.lookups, newPool),
  preferredUsernameSources: move.preferredUsername,
  mfaUsers: move.mfaUsers,
  forgotPassword: move.forgotPassword,
  contactVerification: move.contactVerification,
  oldPasswords: move.oldPasswords,
  renames: move.renames,
});
