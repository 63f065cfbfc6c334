import type { SignUpRequest, SignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import { attributesFrom, nonEmpty } from '../attributes.ts';
import { deliveryTo, signUpContact } from '../contacts.ts';
import { CognitoError, invalidParameter, notAuthorized, required } from '../errors.ts';
import { checkPassword } from '../password-policy.ts';
import { checkAttributes, checkWritable } from '../schema.ts';
import { checkSecretHash } from '../secret-hash.ts';
import type { Operation, Services } from '../services.ts';
import type { AppClient, User, UserPool } from '../state.ts';
import { invokePostConfirmation } from '../triggers/post-confirmation.ts';
import { invokePreSignUp, type PreSignUpVerdict } from '../triggers/pre-sign-up.ts';
import { newUser } from '../user-pools.ts';
import { nameNewUser } from '../usernames.ts';

type Needs = 'clock' | 'pools' | 'codes' | 'functions' | 'readings';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export const signUp: Operation<Needs, SignUpRequest, SignUpResponse> = (services) => async (input) => {
  const { pool, client } = services.pools.client(input.ClientId);
  const user = wantedUser(services, pool, client, input);
  const verdict = await invokePreSignUp(services, {
    pool,
    client,
    username: user.username,
    attributes: user.attributes,
    source: 'PreSignUp_SignUp',
    validationData: Object.fromEntries(attributesFrom(input.ValidationData)),
    clientMetadata: input.ClientMetadata,
  });
  applyVerdict(user, verdict);
  refuseExisting(services, pool, user);
  // "If an alias with this email already exists, the alias will be moved to the new user."
  services.pools.addUser(pool, user, { forceAliasCreation: true });
  if (user.status === 'CONFIRMED') {
    await invokePostConfirmation(services, {
      pool,
      client,
      user,
      source: 'PostConfirmation_ConfirmSignUp',
      clientMetadata: input.ClientMetadata,
    });
    return { UserConfirmed: true, UserSub: user.sub };
  }
  const contact = signUpContact(pool, user);
  const details =
    contact &&
    services.codes.issue(pool, user, { kind: 'sign-up' }, deliveryTo(contact.attribute, contact.value));
  return { UserConfirmed: false, UserSub: user.sub, ...(details && { CodeDeliveryDetails: details }) };
};

function wantedUser(
  { clock, pools }: Pick<Services, 'clock' | 'pools'>,
  pool: UserPool,
  client: AppClient,
  input: SignUpRequest,
): User {
  const typed = required(input.Username, 'username');
  const password = required(input.Password, 'password');
  checkSecretHash(client, typed, input.SecretHash);
  if (pool.adminCreateUserConfig.AllowAdminCreateUserOnly) {
    throw notAuthorized('SignUp is not permitted for this user pool');
  }
  const asked = nonEmpty(attributesFrom(input.UserAttributes));
  checkWritable(client, asked.keys());
  const name = nameNewUser(pool, typed, asked);
  checkAttributes(pool, name.attributes, 'create');
  checkPassword(pool, password);
  if (pool.aliasAttributes.includes('preferred_username') && asked.has('preferred_username')) {
    throw invalidParameter(
      'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
    );
  }
  const user = newUser(clock, { ...name, status: 'UNCONFIRMED', password });
  refuseExisting({ pools }, pool, user);
  return user;
}

/** Asked before the trigger, and again after it, because somebody else may have come in the meantime. */
function refuseExisting({ pools }: Pick<Services, 'pools'>, pool: UserPool, user: User): void {
  if (pools.find(pool, user.username)) {
    throw new CognitoError('UsernameExistsException', 'User already exists');
  }
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html */
function applyVerdict(user: User, verdict: PreSignUpVerdict): void {
  if (verdict.autoConfirmUser) user.status = 'CONFIRMED';
  if (verdict.autoVerifyEmail && user.attributes.has('email')) user.attributes.set('email_verified', 'true');
  if (verdict.autoVerifyPhone && user.attributes.has('phone_number')) {
    user.attributes.set('phone_number_verified', 'true');
  }
}
