import type { GroupConfiguration } from '../groups/group.ts';
import type { OldSubClaim, TokenUse } from './old-sub-claim.ts';
import type { TokenRequest } from './token-request.ts';

/** What shall be different in the tokens. */
export interface TokenChanges {
  /** The groups; undefined: as the new pool would write them. */
  readonly configuration?: GroupConfiguration | undefined;
  readonly claim?: OldSubClaim | undefined;
}

/** Always complete: Cognito replaces the groups as a whole, and takes an empty object for no groups at all. */
const groupOverrideDetails = ({ groups, roles, preferredRole }: GroupConfiguration) => ({
  groupsToOverride: groups,
  iamRolesToOverride: roles,
  ...(preferredRole === undefined ? {} : { preferredRole }),
});

/**
 * The `response` of a PreTokenGeneration event; undefined where the tokens stay as they are.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const respondToTokenRequest = (
  request: TokenRequest,
  { configuration, claim }: TokenChanges,
): object | undefined => {
  const { sourceSub } = request;
  const claims = (token: TokenUse) =>
    claim !== undefined && sourceSub !== undefined && claim.tokens.includes(token)
      ? { claimsToAddOrOverride: { [claim.name]: sourceSub } }
      : undefined;
  const [id, access] = [claims('id'), claims('access')];
  if (configuration === undefined && id === undefined && access === undefined) return undefined;
  const groups = { groupOverrideDetails: groupOverrideDetails(configuration ?? request.configuration) };
  switch (request.version) {
    case 'V1':
      return { claimsOverrideDetails: { ...id, ...groups } };
    case 'V2':
      return {
        claimsAndScopeOverrideDetails: {
          ...(id === undefined ? {} : { idTokenGeneration: id }),
          ...(access === undefined ? {} : { accessTokenGeneration: access }),
          ...groups,
        },
      };
  }
};
