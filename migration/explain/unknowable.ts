import type { ListedUser } from '../listed-user.ts';
import type { MigrationRules } from '../rules.ts';
import type { OldPoolConditions } from './old-pool-conditions.ts';

/** What decides at a sign-in and cannot be seen from outside; one text for each. */
export const UNKNOWABLE = {
  lockout:
    'Whether they are locked out: five wrong passwords in a row lock a user of the old pool for up to 15 minutes.',
  'old-functions':
    'What the functions of the old pool say: PreAuthentication and others may refuse anybody, or be too slow.',
  'old-migration':
    'Whether the old pool would find them in a pool before it: it has a User Migration trigger of its own.',
  'threat-protection': 'What threat protection of the old pool makes of a sign-in: it may block it.',
  'temporary-password':
    'Whether their temporary password has expired: then it moves nobody, and "Forgot password?" does.',
  'old-client':
    "How the migration's app client in the old pool is set up: it could not be read, and is taken for sound.",
  'old-mfa':
    'Which second factors the old pool asks for: its MFA settings could not be read, those of the migration were taken.',
  'password-policy':
    'Whether their password satisfies the new pool: with a weaker one they must choose another (oldPasswords).',
  availability: 'Whether the old pool will answer within the five seconds of a trigger.',
} as const;
export type Unknowable = keyof typeof UNKNOWABLE;

/**
 * What must be left open about a sign-in that the old pool decides.
 * @param user whom the trigger's look-ups find in the old pool.
 */
export const unknowableAbout = (
  { client, functions, mfa, threatProtection }: OldPoolConditions,
  { oldPasswords }: Pick<MigrationRules, 'oldPasswords'>,
  user: Pick<ListedUser, 'status'> | undefined,
): readonly Unknowable[] => {
  const open: Readonly<Record<Unknowable, boolean>> = {
    lockout: user !== undefined,
    'old-functions': functions?.some((name) => AT_SIGN_IN.includes(name)) ?? true,
    'old-migration': functions?.includes('UserMigration') ?? false,
    'threat-protection': threatProtection === 'ENFORCED',
    'temporary-password': user?.status === 'FORCE_CHANGE_PASSWORD',
    'old-client': client === undefined,
    'old-mfa': mfa === undefined,
    'password-policy': user !== undefined && oldPasswords === 'reset-if-weaker',
    availability: true,
  };
  return KEYS.filter((key) => open[key]);
};

const isUnknowable = (key: string): key is Unknowable => Object.hasOwn(UNKNOWABLE, key);
const KEYS = Object.keys(UNKNOWABLE).filter(isUnknowable);

/**
 * Functions that run within AdminInitiateAuth.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
const AT_SIGN_IN: readonly string[] = [
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'PreTokenGenerationConfig',
  'CustomMessage',
];
