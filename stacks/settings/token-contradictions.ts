import type { Contradiction } from './contradictions.ts';
import { written } from './fields.ts';
import type { GroupsSettings } from './groups.ts';
import type { NewPoolSettings } from './new-pool.ts';
import type { OldSubClaimSettings } from './old-sub-claim.ts';

/** The settings that decide what tokens say. */
interface TokenContext {
  readonly groups: GroupsSettings;
  readonly oldSubClaim?: OldSubClaimSettings | undefined;
  readonly newPool: Pick<NewPoolSettings, 'featurePlan'>;
}

const ofDroppedGroups = ({ mode, renames, except }: GroupsSettings): readonly Contradiction[] =>
  mode === 'drop'
    ? Object.entries({ renames: Object.keys(renames), except })
        .filter(([, names]) => names.length > 0)
        .map(([member]) => ({
          key: `groups.${member}`,
          reads: ['groups'],
          message:
            'decides about memberships, but groups.mode is drop. Remove it, or set groups.mode to carry.',
        }))
    : [];

const ofRenames = ({ renames, except }: GroupsSettings): readonly Contradiction[] => {
  const pairs = Object.entries(renames);
  return pairs.flatMap(([from, to], index) => {
    const earlier = pairs.slice(0, index).find(([, target]) => target === to);
    const complaints = [
      ...(from === to ? ['changes nothing. Remove it.'] : []),
      ...(except.includes(from)
        ? [`names a group that stays behind: ${written(from)} is in groups.except. Remove one of them.`]
        : []),
      ...(earlier === undefined
        ? []
        : [`goes to ${written(to)}, as ${written(earlier[0])} does already. Choose another, or remove one.`]),
    ];
    return complaints.map((message) => ({ key: `groups.renames["${from}"]`, reads: ['groups'], message }));
  });
};

const ofClaim = ({ oldSubClaim, newPool }: TokenContext): readonly Contradiction[] => {
  if (oldSubClaim === undefined) return [];
  const reads = ['oldSubClaim', 'newPool.featurePlan'];
  const key = 'oldSubClaim.tokens';
  if (oldSubClaim.tokens.length === 0) {
    return [{ key, reads, message: 'is empty. Write ["id", "access"], or remove oldSubClaim.' }];
  }
  if (newPool.featurePlan !== 'lite' || !oldSubClaim.tokens.includes('access')) return [];
  const message =
    'names access tokens, which cannot be changed in the feature plan lite. Set newPool.featurePlan to essentials, or write ["id"].';
  return [{ key, reads, message }];
};

/** What does not fit together about the tokens of the new pool. */
export const tokenContradictions = (context: TokenContext): readonly Contradiction[] => [
  ...ofDroppedGroups(context.groups),
  ...ofRenames(context.groups),
  ...ofClaim(context),
];
