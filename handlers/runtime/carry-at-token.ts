import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { createCognitoClient } from '../../aws/clients/cognito-client.ts';
import { createNewMemberships, createOldUserGroups } from '../../aws/group-memberships.ts';
import type { Arrival, CarryOutcome } from '../../migration/groups/carry-groups.ts';
import { carryGroups } from '../../migration/groups/carry-groups.ts';
import type { GroupConfiguration } from '../../migration/groups/group.ts';
import { groupsOfOldUser } from '../../migration/groups/groups-of-old-user.ts';
import { METRIC_SERVICE } from '../../migration/metrics.ts';
import { placeOf } from './fault-place.ts';
import { reportCarrying } from './report-carrying.ts';
import { parseGroupEnvironment } from './token-environment.ts';

/** The part of the PreTokenGeneration function that only first tokens need; loaded when the first of them comes. */

/** What is throttled there is in the token anyway and comes with the next one; nobody waits for it. */
const ATTEMPTS_AT_NEW_POOL = 1;

const logger = new Logger();
const metrics = new Metrics({ serviceName: METRIC_SERVICE });

type Carry = (arrival: Arrival, userPoolId: string, signal: AbortSignal) => Promise<CarryOutcome>;

const compose = (): Carry => {
  try {
    const { oldPool, rules } = parseGroupEnvironment(process.env);
    const bindOldPool = createOldUserGroups(createCognitoClient(oldPool), oldPool.userPoolId);
    const region = process.env['AWS_REGION'] ?? oldPool.region;
    const bindNewPool = createNewMemberships(createCognitoClient({ region }, ATTEMPTS_AT_NEW_POOL));
    return (arrival, userPoolId, signal) => {
      const pools = {
        oldPool: groupsOfOldUser(bindOldPool(signal)),
        newPool: bindNewPool(userPoolId, signal),
      };
      return carryGroups(pools, rules)(arrival);
    };
  } catch (error) {
    logger.error('The function cannot carry groups', error instanceof Error ? error : String(error));
    return () => Promise.resolve({ kind: 'failed', reason: 'function-environment' });
  }
};

const carry = compose();

const carryOrFail: Carry = async (...call) => {
  try {
    return await carry(...call);
  } catch (error) {
    // A fault of ours. Its message may hold anything, so only its kind and place are logged.
    logger.error('Unexpected error', placeOf(error));
    return { kind: 'failed', reason: 'internal-error' };
  }
};

/** The groups for the token; undefined where it stays as it is. Never throws: nobody is kept out for a group. */
export const carryAtToken = async (
  arrival: Arrival,
  userPoolId: string,
  signal: AbortSignal,
  context: Context,
): Promise<GroupConfiguration | undefined> => {
  logger.addContext(context);
  const outcome = await carryOrFail(arrival, userPoolId, signal);
  reportCarrying(outcome, logger, metrics);
  metrics.publishStoredMetrics();
  return 'configuration' in outcome ? outcome.configuration : undefined;
};
