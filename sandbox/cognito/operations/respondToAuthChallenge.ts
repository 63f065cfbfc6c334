import type {
  RespondToAuthChallengeRequest,
  RespondToAuthChallengeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AuthenticationNeeds } from '../authentication/attempt.ts';
import { respond } from '../authentication/respond.ts';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export const respondToAuthChallenge: Operation<
  AuthenticationNeeds,
  RespondToAuthChallengeRequest,
  RespondToAuthChallengeResponse
> = (services) => async (input) => {
  const { pool, client } = services.pools.client(input.ClientId);
  return respond(services, required(input.ChallengeName, 'challengeName'), input.Session, {
    pool,
    client,
    parameters: input.ChallengeResponses ?? {},
    clientMetadata: input.ClientMetadata,
  });
};
