import type { Services } from '../services.ts';
import type { AppClient, User, UserPool } from '../state.ts';
import { eventAttributes } from './event-attributes.ts';
import { invokeTrigger } from './invoke.ts';

/**
 * Tells the PostConfirmation function that a person has confirmed the account or set a new password. What it
 * throws reaches the client, but the confirmation stands.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
export async function invokePostConfirmation(
  services: Pick<Services, 'functions' | 'readings'>,
  confirmation: {
    readonly pool: UserPool;
    readonly client?: AppClient | undefined;
    readonly user: User;
    readonly source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  },
): Promise<void> {
  await invokeTrigger(services, {
    trigger: 'PostConfirmation',
    source: confirmation.source,
    pool: confirmation.pool,
    client: confirmation.client,
    userName: confirmation.user.username,
    request: {
      userAttributes: eventAttributes(confirmation.user),
      ...(confirmation.clientMetadata && { clientMetadata: confirmation.clientMetadata }),
    },
    response: {},
  });
}
