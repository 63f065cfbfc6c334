import type { Bearer } from '../claims.ts';
import type { Services } from '../services.ts';
import { eventAttributes } from './event-attributes.ts';
import { invokeTrigger } from './invoke.ts';

/**
 * Tells the PostAuthentication function that every challenge has been passed; tokens are not issued yet.
 *
 * @param clientMetadata of RespondToAuthChallenge; that of InitiateAuth does not get here.
 * @throws CognitoError UserLambdaValidationException "PostAuthentication failed with error <message>."
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html
 */
export async function invokePostAuthentication(
  services: Pick<Services, 'functions' | 'readings'>,
  { pool, client, user }: Bearer,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  await invokeTrigger(services, {
    trigger: 'PostAuthentication',
    source: 'PostAuthentication_Authentication',
    pool,
    client,
    userName: user.username,
    request: {
      userAttributes: eventAttributes(user),
      newDeviceUsed: false,
      ...(clientMetadata && { clientMetadata }),
    },
    response: {},
  });
}
