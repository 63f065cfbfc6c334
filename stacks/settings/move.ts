import * as z from 'zod';
import type { Lookup, NewPool } from '../../migration/rules.ts';
import {
  CONTACT_VERIFICATION,
  FORGOT_PASSWORD,
  LOOKUPS,
  MFA_USERS,
  OLD_PASSWORDS,
} from '../../migration/rules.ts';
import { group, listOf, oneOf, oneOfNumbers, textLike, yesOrNo } from './fields.ts';
import { oldPoolSchema } from './old-pool.ts';

/**
 * How long CloudWatch Logs can keep log lines, in days.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Without a comma: lists of names travel to the function comma-separated. */
const ATTRIBUTE = /^(?:(?!,)[\p{L}\p{M}\p{S}\p{N}\p{P}])+$/u;

const attribute = () =>
  textLike(
    ATTRIBUTE,
    'the name of an attribute',
    'Write it as in the pool, for example nickname or custom:plan.',
  );

/** How people move. Everything but `oldPool` has a default. */
export const moveShape = {
  oldPool: oldPoolSchema,
  /**
   * Whether the new pool asks the function about people whom it does not know. `false` ends the lazy move: the
   * function stays, but is never called.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
   * @default true
   */
  trigger: yesOrNo().default(true),
  /**
   * How the old pool is asked who a typed name is, in this order. `direct`: it signs in with the name as typed.
   * `preferred_username`: it lists who has that `preferred_username`; exactly one may.
   * @default direct, then preferred_username where that is an alias of the new pool
   */
  lookups: listOf(oneOf(LOOKUPS), 'look-ups').optional(),
  /**
   * Where the new `preferred_username` comes from, first hit wins: attributes of the old pool, or
   * `email-local-part` for what stands before the `@`.
   * @default preferred_username
   */
  preferredUsername: listOf(attribute(), 'attributes').default(['preferred_username']),
  /**
   * People with a second factor, which cannot move. `decline`: they do not move. `reset`: they prove their
   * contact by a code first, and lose the factor. `confirm`: they lose it without any proof.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
   * @default decline
   */
  mfaUsers: oneOf(MFA_USERS).default('decline'),
  /**
   * Whether "Forgot password?" moves a person (`migrate`) or treats them as unknown (`decline`).
   * @default migrate
   */
  forgotPassword: oneOf(FORGOT_PASSWORD).default('migrate'),
  /**
   * `copy`: an address is verified in the new pool if it was in the old. `trust`: an unverified address of
   * somebody who proved their password becomes verified.
   * @default copy
   */
  contactVerification: oneOf(CONTACT_VERIFICATION).default('copy'),
  /**
   * Passwords that the old pool took and the new pool's policy would not. `keep`: they move like any other.
   * `reset-if-weaker`: who proved such a password chooses a new one, after a code to their verified contact; who
   * has none does not move.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
   * @default keep
   */
  oldPasswords: oneOf(OLD_PASSWORDS).default('keep'),
  /**
   * Attributes that have another name in the new pool: old name -> new name.
   * @default - none
   */
  renames: z
    .record(z.string(), attribute(), {
      error: 'is not a list of pairs. Write an object: {"custom:old_name": "custom:new_name"}.',
    })
    .default({}),
  /**
   * What a person reads when the old pool could not answer. Cognito puts "UserMigration failed with error" in
   * front and a period behind; it must not tell whether an account exists.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
   * @default Please try again in a few minutes
   */
  failureSentence: textLike(
    /^[^\p{Cc}]{1,200}$/u,
    'a sentence',
    'Write 1 to 200 characters on one line.',
  ).default('Please try again in a few minutes'),
  /**
   * How long the function's log is kept, in days.
   * @default 30
   */
  logRetentionDays: oneOfNumbers(RETENTION).default(30),
};

/** The settings of the move alone, for a stack that brings its own new pool. */
export const moveSchema = group(moveShape);

/** How people move, with defaults filled in. */
export type MoveSettings = z.output<typeof moveSchema>;

/** The look-ups, with the default. */
export const lookupsFor = (lookups: MoveSettings['lookups'], { aliases }: NewPool): readonly Lookup[] =>
  lookups ?? (aliases.includes('preferred_username') ? LOOKUPS : ['direct']);
