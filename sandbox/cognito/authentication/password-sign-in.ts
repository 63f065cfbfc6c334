import { notAuthorized } from '../errors.ts';
import { countFailure, forgetFailures } from '../lockout.ts';
import { checkSecretHash } from '../secret-hash.ts';
import { invokePreAuthentication } from '../triggers/pre-authentication.ts';
import { migrateUser } from '../triggers/user-migration.ts';
import { type Attempt, type AuthenticationServices, type AuthenticationStep, parameter } from './attempt.ts';
import { afterPassword } from './next-step.ts';
import { refuseAfterPassword, refuseBeforePassword, unknownUser } from './user-states.ts';

/**
 * USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password is in the request, so an unknown name goes to the
 * UserMigration function first; whoever it creates signs in like everybody else.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html
 */
export async function signInWithPassword(
  services: AuthenticationServices,
  attempt: Attempt,
): Promise<AuthenticationStep> {
  const { pool, client, clientMetadata } = attempt;
  const typed = parameter(attempt.parameters, 'USERNAME');
  const password = parameter(attempt.parameters, 'PASSWORD');
  checkSecretHash(client, typed, attempt.parameters['SECRET_HASH']);
  const user =
    services.pools.find(pool, typed) ??
    (await migrateUser(services, { pool, client, typed, clientMetadata, password }));
  if (user !== undefined) refuseBeforePassword(services, client, user);
  await invokePreAuthentication(services, { pool, client, typed, user, validationData: clientMetadata });
  if (user === undefined) throw unknownUser(client);
  if (user.password !== password) {
    countFailure(user, services.clock.now());
    throw notAuthorized();
  }
  refuseAfterPassword(services, user);
  forgetFailures(user);
  return afterPassword(services, { pool, client, user });
}
