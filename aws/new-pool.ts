import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { NewPoolCalls } from '../migration/ports.ts';
import { SOURCE_SUB } from '../migration/rules.ts';
import { unlessNotFound } from './pool-call.ts';

/** The new pool over the SDK, for one invocation: its id comes with the event, its deadline with the signal. */
export const createNewPool =
  (client: CognitoIdentityProviderClient) =>
  (UserPoolId: string, signal: AbortSignal): NewPoolCalls => ({
    async findHolder(name) {
      const user = await unlessNotFound(
        client.send(new AdminGetUserCommand({ UserPoolId, Username: name }), { abortSignal: signal }),
        signal,
      );
      if (user === undefined) return undefined;
      return { sourceSub: user.UserAttributes?.find(({ Name }) => Name === SOURCE_SUB)?.Value };
    },
  });
