import type {
  CreateUserPoolClientRequest,
  CreateUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { checkClientName, clientSettings } from '../app-client-settings.ts';
import { describedClient } from '../descriptions.ts';
import { invalidParameter, required } from '../errors.ts';
import { newClientId, newClientSecret } from '../new-user-pool.ts';
import type { Operation } from '../services.ts';
import type { AppClient } from '../state.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
export const createUserPoolClient: Operation<
  'clock' | 'pools',
  CreateUserPoolClientRequest,
  CreateUserPoolClientResponse
> =
  ({ clock, pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    const clientName = required(input.ClientName, 'clientName');
    checkClientName(clientName);
    const clientSecret = secretOf(input);
    const client: AppClient = {
      clientId: newClientId(),
      clientName,
      ...(clientSecret !== undefined && { clientSecret }),
      ...clientSettings(pool, input),
      createdAt: clock.now(),
      modifiedAt: clock.now(),
    };
    pools.addClient(pool, client);
    return { UserPoolClient: describedClient(pool, client) };
  };

function secretOf({ ClientSecret, GenerateSecret }: CreateUserPoolClientRequest): string | undefined {
  if (ClientSecret !== undefined && GenerateSecret) {
    throw invalidParameter('GenerateSecret and ClientSecret cannot be used together.');
  }
  return GenerateSecret ? newClientSecret() : ClientSecret;
}
