import { fold } from '../aliases.ts';
import { notAuthorized, userNotFound } from '../errors.ts';
import type { ReadingsOfOpenQuestions } from '../open-questions.ts';
import { checkAttributes } from '../schema.ts';
import type { Services } from '../services.ts';
import type { User, UserPool } from '../state.ts';
import { newUser } from '../user-pools.ts';
import { type NewName, nameNewUser } from '../usernames.ts';
import type { MigrationResponse } from './migration-response.ts';

type Needs = Pick<Services, 'clock' | 'outbox' | 'pools' | 'readings'>;

/**
 * Makes the user that a UserMigration function described, or throws and leaves the pool as it was.
 *
 * @param password the typed one, on sign-in. It becomes the user's password if the status is CONFIRMED; the pool's
 *   password policy is not asked.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
export function createMigratedUser(
  { clock, outbox, pools, readings }: Needs,
  pool: UserPool,
  typed: string,
  response: MigrationResponse,
  password: string | undefined,
): User {
  checkFit(pool, response);
  const confirmed = response.finalUserStatus === 'CONFIRMED';
  const user = newUser(clock, {
    ...nameMigratedUser(pool, typed, response, readings),
    status: response.finalUserStatus,
    ...(confirmed && password !== undefined && { password }),
  });
  if (response.enableSMSMFA) user.mfaMethods.add('SMS_MFA');
  pools.addUser(pool, user, { forceAliasCreation: response.forceAliasCreation });
  if (response.welcome) sendWelcome(outbox, clock.now(), pool, user, response);
  return user;
}

function checkFit(pool: UserPool, { attributes, enableSMSMFA }: MigrationResponse): void {
  if (attributes.has('sub')) throw notAuthorized(); // Seen on the real service: github.com/boto/boto3/issues/2747.
  if (attributes.has('identities')) {
    throw userNotFound(
      'Attributes did not conform to the schema: identities: Attribute does not exist in the schema.\n',
    );
  }
  checkAttributes(pool, attributes, 'create-without-required');
  if (enableSMSMFA && (pool.mfaConfiguration === 'OFF' || !attributes.has('phone_number'))) {
    throw userNotFound('Invalid enableSMSMFA');
  }
}

/**
 * The `username` key "must either exactly match the request, or be omitted", unless the typed name is assigned to
 * an alias attribute: then it must be a value of the function's own. Where contacts are the usernames, the typed
 * one becomes the attribute, unless the function gave another, and the stored username is the `sub`.
 */
function nameMigratedUser(
  pool: UserPool,
  typed: string,
  { username, attributes }: MigrationResponse,
  { usernameMatch }: Pick<ReadingsOfOpenQuestions, 'usernameMatch'>,
): NewName {
  const same = username === undefined || fold(pool, username) === fold(pool, typed);
  const matches = username === undefined || username === typed || (same && usernameMatch !== 'exact');
  if (matches) {
    const name = nameNewUser(pool, typed, attributes);
    return { ...name, attributes: new Map([...name.attributes, ...attributes]) };
  }
  const typedAnAlias = pool.aliasAttributes.some((alias) => {
    const value = attributes.get(alias);
    return value !== undefined && fold(pool, value) === fold(pool, typed);
  });
  if (same || !typedAnAlias) throw userNotFound('Invalid username');
  return nameNewUser(pool, username, attributes);
}

/** There is no temporary password to tell, so the message carries no code. */
function sendWelcome(
  outbox: Services['outbox'],
  at: number,
  pool: UserPool,
  user: User,
  { desiredDeliveryMediums }: MigrationResponse,
): void {
  for (const medium of new Set(desiredDeliveryMediums)) {
    const destination = user.attributes.get(medium === 'EMAIL' ? 'email' : 'phone_number');
    if (destination === undefined) continue;
    outbox.put({
      at,
      userPoolId: pool.id,
      username: user.username,
      medium,
      destination,
      purpose: 'invitation',
      code: '',
    });
  }
}
