import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CreateGroupCommand, ListGroupsCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Group } from '../migration/groups/group.ts';
import { createPacedCall } from './clients/paced-call.ts';
import { createPace } from './clients/request-pace.ts';
import { exceptionOf } from './pool-call.ts';
import { readGroup } from './read-group.ts';

/**
 * Requests a second: Cognito allows five of each of these operations for one pool.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const REQUESTS_PER_SECOND = 4;

/**
 * Lists and creates the groups of a pool, at the pace that Cognito allows.
 * @throws the service's exception; what was only throttled is tried again.
 */
export const createGroupDefinitions = (client: CognitoIdentityProviderClient, UserPoolId: string) => {
  const listing = createPacedCall(createPace(REQUESTS_PER_SECOND));
  const creating = createPacedCall(createPace(REQUESTS_PER_SECOND));
  const page = (NextToken: string | undefined) =>
    listing.call(() =>
      client.send(new ListGroupsCommand({ UserPoolId, ...(NextToken === undefined ? {} : { NextToken }) })),
    );
  return {
    async list(): Promise<readonly Group[]> {
      const groups: Group[] = [];
      let next: string | undefined;
      do {
        const { Groups = [], NextToken } = await page(next);
        groups.push(...Groups.map(readGroup));
        next = NextToken;
      } while (next !== undefined);
      return groups;
    },
    /** @returns `exists` where somebody else was faster. */
    async create({ name, description, precedence, roleArn }: Group): Promise<'created' | 'exists'> {
      const request = new CreateGroupCommand({
        UserPoolId,
        GroupName: name,
        ...(description === undefined ? {} : { Description: description }),
        ...(precedence === undefined ? {} : { Precedence: precedence }),
        ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
      });
      try {
        await creating.call(() => client.send(request));
        return 'created';
      } catch (error) {
        if (exceptionOf(error).name === 'GroupExistsException') return 'exists';
        throw error;
      }
    },
  };
};
