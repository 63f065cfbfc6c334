import type {
  UpdateUserPoolClientRequest,
  UpdateUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { checkClientName, clientSettings } from '../app-client-settings.ts';
import { describedClient } from '../descriptions.ts';
import type { Operation } from '../services.ts';

/**
 * What the request does not repeat goes back to its default.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
export const updateUserPoolClient: Operation<
  'clock' | 'pools',
  UpdateUserPoolClientRequest,
  UpdateUserPoolClientResponse
> =
  ({ clock, pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    const client = pools.clientOf(pool, input.ClientId);
    if (input.ClientName !== undefined) checkClientName(input.ClientName);
    const settings = clientSettings(pool, input);
    delete client.readAttributes;
    delete client.writeAttributes;
    Object.assign(client, settings, {
      clientName: input.ClientName ?? client.clientName,
      modifiedAt: clock.now(),
    });
    return { UserPoolClient: describedClient(pool, client) };
  };
