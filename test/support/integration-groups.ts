import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  type AuthenticationResultType,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import type { Move } from './integration-move.ts';
import { OLD_POOL_ID } from './synthesized-assembly.ts';

/** Settings with which groups are carried and back ends still find the old `sub`. */
export const CARRYING = {
  groups: { mode: 'carry', renames: { staff: 'employees' }, except: ['beta-testers'] },
  oldSubClaim: { name: 'old_sub' },
  alarms: { enabled: false },
  backfill: { enabled: false },
};

type Definition = Omit<CreateGroupCommandInput, 'UserPoolId' | 'GroupName'>;

export async function addGroup(
  { cognito }: Move,
  UserPoolId: string,
  GroupName: string,
  definition: Definition = {},
): Promise<void> {
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, ...definition }));
}

/** Defines groups in both pools under the same name. */
export async function addGroups(move: Move, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await addGroup(move, OLD_POOL_ID, name);
    await addGroup(move, move.newUserPoolId, name);
  }
}

export async function joinOldGroups(
  { cognito }: Move,
  Username: string,
  ...names: readonly string[]
): Promise<void> {
  for (const GroupName of names) {
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: OLD_POOL_ID, Username, GroupName }));
  }
}

/** Names of somebody's groups in the new pool, sorted. */
export async function newGroupsOf({ cognito, newUserPoolId }: Move, Username: string): Promise<string[]> {
  const { Groups = [] } = await cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId: newUserPoolId, Username }),
  );
  return Groups.map(({ GroupName = '' }) => GroupName).sort();
}

/** What the tokens of one answer say. */
export interface TokenClaims {
  readonly id: Readonly<Record<string, unknown>>;
  readonly access: Readonly<Record<string, unknown>>;
  readonly refreshToken: string;
}

const claimsOf = ({ IdToken, AccessToken, RefreshToken }: AuthenticationResultType = {}): TokenClaims => ({
  id: decodeJwt(IdToken!),
  access: decodeJwt(AccessToken!),
  refreshToken: RefreshToken ?? '',
});

/** Signs in at the new pool, by default with the password of the old one. */
export async function tokensOf(
  { cognito, newClientId }: Pick<Move, 'cognito' | 'newClientId'>,
  username: string,
  password = passwordOf(username),
  ClientMetadata: Readonly<Record<string, string>> = {},
): Promise<TokenClaims> {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: newClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
      ClientMetadata,
    }),
  );
  return claimsOf(AuthenticationResult);
}

export async function refreshed({ cognito, newClientId }: Move, refreshToken: string): Promise<TokenClaims> {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: newClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }),
  );
  return claimsOf(AuthenticationResult);
}

/** What a token says of groups and roles; groups sorted, because their order means nothing. */
export const groupClaimsOf = (claims: Readonly<Record<string, unknown>>) => ({
  groups: [(claims['cognito:groups'] ?? []) as string[]].flat().sort(),
  roles: [(claims['cognito:roles'] ?? []) as string[]].flat().sort(),
  preferredRole: claims['cognito:preferred_role'],
});

export const groupsIn = (claims: Readonly<Record<string, unknown>>): readonly string[] =>
  groupClaimsOf(claims).groups;
