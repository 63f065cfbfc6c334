import type {
  AdminInitiateAuthRequest,
  AdminInitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AuthenticationNeeds } from '../authentication/attempt.ts';
import { flowOf } from '../authentication/flows.ts';
import { initiate } from '../authentication/initiate.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html */
export const adminInitiateAuth: Operation<
  AuthenticationNeeds,
  AdminInitiateAuthRequest,
  AdminInitiateAuthResponse
> = (services) => async (input) => {
  const pool = services.pools.pool(input.UserPoolId);
  const client = services.pools.clientOf(pool, input.ClientId);
  const flow = flowOf('AdminInitiateAuth', client, input.AuthFlow);
  return initiate(services, flow, {
    pool,
    client,
    parameters: input.AuthParameters ?? {},
    clientMetadata: input.ClientMetadata,
  });
};
