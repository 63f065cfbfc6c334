import type { Context } from 'aws-lambda';
import type { GroupConfiguration } from '../migration/groups/group.ts';
import type { OldSubClaim } from '../migration/tokens/old-sub-claim.ts';
import { TOKENS } from '../migration/tokens/old-sub-claim.ts';
import type { TokenRequest } from '../migration/tokens/token-request.ts';
import { arrivalOf, readTokenRequest } from '../migration/tokens/token-request.ts';
import { respondToTokenRequest } from '../migration/tokens/token-response.ts';
import { startInvocations } from './runtime/deadline.ts';
import { TOKEN_ENVIRONMENT_VARIABLES as NAMES } from './runtime/token-environment-variables.ts';

/**
 * The PreTokenGeneration trigger of the new pool. Everybody's every token waits for it, so nothing is loaded here
 * that only a first token needs: no SDK, no logger, no middleware.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */

const readClaim = (): OldSubClaim | undefined => {
  const { [NAMES.oldSubClaim]: name = '', [NAMES.oldSubClaimTokens]: tokens = '' } = process.env;
  if (name === '') return undefined;
  return { name, tokens: TOKENS.filter((token) => tokens.split(',').includes(token)) };
};

const claim = readClaim();
const carriesGroups = (process.env[NAMES.groups] ?? '') !== '';

const beginInvocation = startInvocations();

const carryIfDue = async (
  request: TokenRequest,
  time: number,
  context: Context,
): Promise<GroupConfiguration | undefined> => {
  const arrival = carriesGroups ? arrivalOf(request) : undefined;
  if (arrival === undefined) return undefined;
  const deadline = AbortSignal.timeout(time);
  try {
    const { carryAtToken } = await import('./runtime/carry-at-token.ts');
    return await carryAtToken(arrival, request.userPoolId, deadline, context);
  } catch {
    // What fails on the way is counted there. Nobody is kept out for a group, even if that cannot be loaded.
    return undefined;
  }
};

/** Returns the event with what goes into the tokens. Never throws: nobody is kept out for what is missing there. */
export const handler = async <Event extends object>(event: Event, context: Context): Promise<Event> => {
  const { forCalls } = beginInvocation(context.getRemainingTimeInMillis());
  const request = readTokenRequest(event);
  if (request === undefined) return event;
  const configuration = await carryIfDue(request, forCalls, context);
  const response = respondToTokenRequest(request, { configuration, claim });
  return response === undefined ? event : { ...event, response };
};
