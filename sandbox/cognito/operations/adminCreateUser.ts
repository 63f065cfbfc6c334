import type {
  AdminCreateUserRequest,
  AdminCreateUserResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { attributesFrom, nonEmpty } from '../attributes.ts';
import { describedUser } from '../descriptions.ts';
import { CognitoError, required } from '../errors.ts';
import { invitationDeliveries, sendInvitation } from '../invitation.ts';
import { checkPassword } from '../password-policy.ts';
import { checkAttributes } from '../schema.ts';
import type { Operation, Services } from '../services.ts';
import type { User, UserPool } from '../state.ts';
import { newTemporaryPassword, setTemporaryPassword } from '../temporary-password.ts';
import { invokePreSignUp } from '../triggers/pre-sign-up.ts';
import { newUser } from '../user-pools.ts';
import { nameNewUser } from '../usernames.ts';

type Needs = 'clock' | 'pools' | 'outbox' | 'functions' | 'readings';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html */
export const adminCreateUser: Operation<Needs, AdminCreateUserRequest, AdminCreateUserResponse> =
  (services) => async (input) => {
    const pool = services.pools.pool(input.UserPoolId);
    const password = input.TemporaryPassword || newTemporaryPassword(pool);
    checkPassword(pool, password);
    const user =
      input.MessageAction === 'RESEND'
        ? userToInviteAgain(services, pool, input)
        : await createUser(services, pool, input);
    setTemporaryPassword(services.clock, pool, user, password);
    if (input.MessageAction !== 'SUPPRESS') {
      const deliveries = invitationDeliveries(user, input.DesiredDeliveryMediums);
      sendInvitation(services, pool, user, password, deliveries);
    }
    return { User: describedUser(user) };
  };

async function createUser(
  services: Pick<Services, Needs>,
  pool: UserPool,
  input: AdminCreateUserRequest,
): Promise<User> {
  const typed = required(input.Username, 'username');
  const name = nameNewUser(pool, typed, nonEmpty(attributesFrom(input.UserAttributes)));
  checkAttributes(pool, name.attributes, 'create-without-required');
  const user = newUser(services.clock, { ...name, status: 'FORCE_CHANGE_PASSWORD' });
  if (input.MessageAction !== 'SUPPRESS') invitationDeliveries(user, input.DesiredDeliveryMediums);
  await invokePreSignUp(services, {
    pool,
    username: user.username,
    attributes: user.attributes,
    source: 'PreSignUp_AdminCreateUser',
    validationData: Object.fromEntries(attributesFrom(input.ValidationData)),
    clientMetadata: input.ClientMetadata,
  });
  services.pools.addUser(pool, user, { forceAliasCreation: input.ForceAliasCreation });
  return user;
}

function userToInviteAgain(
  { pools }: Pick<Services, 'pools'>,
  pool: UserPool,
  { Username }: AdminCreateUserRequest,
): User {
  const user = pools.user(pool, required(Username, 'username'));
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'UnsupportedUserStateException',
      `Resend not possible. ${Username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  return user;
}
