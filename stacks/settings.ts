import type * as z from 'zod';
import type { NewPool } from '../migration/rules.ts';
import { alarmContradictions, alarmsSchema } from './settings/alarms.ts';
import { backfillSchema } from './settings/backfill.ts';
import { cleanUpSchema } from './settings/clean-up.ts';
import { clientContradictions } from './settings/client-contradictions.ts';
import { clientSchema } from './settings/clients.ts';
import type { Contradiction } from './settings/contradictions.ts';
import { group, listOf, textLike } from './settings/fields.ts';
import { groupsSchema } from './settings/groups.ts';
import type { MoveSettings } from './settings/move.ts';
import { moveSchema, moveShape } from './settings/move.ts';
import { moveContradictions } from './settings/move-contradictions.ts';
import { newPoolForRules, newPoolSchema } from './settings/new-pool.ts';
import { newPoolContradictions } from './settings/new-pool-contradictions.ts';
import { oldRegion } from './settings/old-pool.ts';
import { oldPoolContradictions } from './settings/old-pool-contradictions.ts';
import { oldSubClaimSchema } from './settings/old-sub-claim.ts';
import { parseBy } from './settings/parse.ts';
import { signUpContradictions, signUpShape } from './settings/sign-up.ts';
import { tokenContradictions } from './settings/token-contradictions.ts';

/** All that an operator decides, read from the CDK context key `migration`. Only `oldPool.userPoolId` has no default. */
export const settingsSchema = group({
  ...moveShape,
  /** The pool that people come to. */
  newPool: newPoolSchema.prefault({}),
  /**
   * The app clients of the new pool. A client that is taken out of this list stays in the pool.
   * @default - one public client named "app"
   */
  clients: listOf(clientSchema, 'app clients').prefault([{ name: 'app' }]),
  /**
   * Custom attributes that people may change through the app clients. The standard ones are writable, except
   * `preferred_username` while the trigger is attached; verified flags never are.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
   * @default - none
   */
  clientWritable: listOf(
    textLike(/^\S+$/, 'the name of an attribute', 'Write it with its prefix, for example custom:plan.'),
    'custom attributes',
  ).default([]),
  /** The workflow for those who never sign in. */
  backfill: backfillSchema.prefault({}),
  /** Groups of the old pool, and who is in them. */
  groups: groupsSchema.prefault({}),
  /**
   * A claim in tokens with the `sub` that somebody had in the old pool.
   * @default - none
   */
  oldSubClaim: oldSubClaimSchema.optional(),
  ...signUpShape,
  /** Profiles that a forgotten password made and that nobody completed. */
  cleanUp: cleanUpSchema.prefault({}),
  /** What tells people that something needs them. */
  alarms: alarmsSchema.prefault({}),
});

/** All that the operator decides, with defaults filled in. */
export type Settings = z.output<typeof settingsSchema>;

/**
 * The key of the template's Metadata under which the stack keeps its parsed settings: so commands judge what is
 * deployed. They are JSON in one text, which comes back as it went in. No secrets are in it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/metadata-section-structure.html
 */
export const SETTINGS_METADATA = 'UserMigrationSettings';

/** The Region in which the stack is deployed. */
export const newRegion = ({ newPool, oldPool }: Pick<Settings, 'newPool' | 'oldPool'>): string =>
  newPool.region ?? oldRegion(oldPool);

const contradictionsOf = (settings: Settings): readonly Contradiction[] => [
  ...oldPoolContradictions(settings.oldPool, newRegion(settings)),
  ...newPoolContradictions(settings.newPool),
  ...clientContradictions({ ...settings, customAttributes: settings.newPool.customAttributes }),
  ...moveContradictions(settings, newPoolForRules(settings.newPool)),
  ...tokenContradictions(settings),
  ...signUpContradictions(settings),
  ...alarmContradictions(settings.alarms),
];

/**
 * Reads the settings of the operator.
 * @throws SettingsError with every mistake, its key and its remedy.
 */
export const parseSettings = (written: unknown): Settings =>
  parseBy(settingsSchema, written, contradictionsOf);

/**
 * Reads the settings of a move into a pool that is not ours.
 * @param stackRegion the Region of the stack; undefined where it is left open.
 * @throws SettingsError with every mistake, its key and its remedy.
 */
export const parseMoveSettings = (
  written: unknown,
  newPool: NewPool,
  stackRegion: string | undefined,
): MoveSettings =>
  parseBy(moveSchema, written, (move) => [
    ...oldPoolContradictions(move.oldPool, stackRegion),
    ...moveContradictions(move, newPool),
  ]);
