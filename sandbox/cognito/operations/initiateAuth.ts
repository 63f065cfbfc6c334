import type { InitiateAuthRequest, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import type { AuthenticationNeeds } from '../authentication/attempt.ts';
import { flowOf } from '../authentication/flows.ts';
import { initiate } from '../authentication/initiate.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export const initiateAuth: Operation<AuthenticationNeeds, InitiateAuthRequest, InitiateAuthResponse> =
  (services) => async (input) => {
    const { pool, client } = services.pools.client(input.ClientId);
    const flow = flowOf('InitiateAuth', client, input.AuthFlow);
    return initiate(services, flow, {
      pool,
      client,
      parameters: input.AuthParameters ?? {},
      clientMetadata: input.ClientMetadata,
    });
  };
