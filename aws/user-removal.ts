import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { unlessGone } from './pool-call.ts';

/** What a deletion met; `gone`: there was nobody any more. */
export type Deletion = 'deleted' | 'gone';

/**
 * Deletes a user of a pool by a name that the API takes; somebody who is gone is no error.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */
export const createUserRemoval =
  (client: CognitoIdentityProviderClient, UserPoolId: string) =>
  async (Username: string): Promise<Deletion> => {
    const answer = await unlessGone(client.send(new AdminDeleteUserCommand({ UserPoolId, Username })));
    return answer === undefined ? 'gone' : 'deleted';
  };
