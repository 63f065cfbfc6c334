import type { GroupsMode } from '../groups/group-rules.ts';

/** What the settings say about tokens. */
export interface TokenWishes {
  readonly groups: { readonly mode: GroupsMode };
  readonly oldSubClaim?: object | undefined;
}

/** Whether the settings ask for anything that a function before the tokens must do. */
export const needsTokenFunction = ({ groups, oldSubClaim }: TokenWishes): boolean =>
  groups.mode === 'carry' || oldSubClaim !== undefined;
