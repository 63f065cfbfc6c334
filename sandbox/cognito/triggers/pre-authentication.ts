import type { Services } from '../services.ts';
import type { AppClient, User, UserPool } from '../state.ts';
import { eventAttributes } from './event-attributes.ts';
import { invokeTrigger } from './invoke.ts';

/**
 * Asks the PreAuthentication function whether this sign-in may go on. It runs before the password is checked.
 * Under PreventUserExistenceErrors ENABLED it also runs for names that nobody has, with `userNotFound`.
 *
 * @param attempt.user undefined: nobody has this name.
 * @throws CognitoError UserLambdaValidationException "PreAuthentication failed with error <message>."
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
 */
export async function invokePreAuthentication(
  services: Pick<Services, 'functions' | 'readings'>,
  attempt: {
    readonly pool: UserPool;
    readonly client: AppClient;
    readonly typed: string;
    readonly user: User | undefined;
    /** ClientMetadata of the call that started the sign-in. */
    readonly validationData?: Readonly<Record<string, string>> | undefined;
  },
): Promise<void> {
  const { user, client } = attempt;
  if (user === undefined && client.preventUserExistenceErrors !== 'ENABLED') return;
  await invokeTrigger(services, {
    trigger: 'PreAuthentication',
    source: 'PreAuthentication_Authentication',
    pool: attempt.pool,
    client,
    userName: user?.username ?? attempt.typed,
    request: {
      userAttributes: user === undefined ? {} : eventAttributes(user),
      validationData: attempt.validationData ?? null,
      ...(client.preventUserExistenceErrors === 'ENABLED' && { userNotFound: user === undefined }),
    },
    response: {},
  });
}
