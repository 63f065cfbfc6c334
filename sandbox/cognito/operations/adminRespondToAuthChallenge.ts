import type {
  AdminRespondToAuthChallengeRequest,
  AdminRespondToAuthChallengeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AuthenticationNeeds } from '../authentication/attempt.ts';
import { respond } from '../authentication/respond.ts';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html */
export const adminRespondToAuthChallenge: Operation<
  AuthenticationNeeds,
  AdminRespondToAuthChallengeRequest,
  AdminRespondToAuthChallengeResponse
> = (services) => async (input) => {
  const pool = services.pools.pool(input.UserPoolId);
  return respond(services, required(input.ChallengeName, 'challengeName'), input.Session, {
    pool,
    client: services.pools.clientOf(pool, input.ClientId),
    parameters: input.ChallengeResponses ?? {},
    clientMetadata: input.ClientMetadata,
  });
};
