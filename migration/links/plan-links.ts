import type { ListedUser } from '../listed-user.ts';
import type { Identity } from './identities.ts';
import { readIdentities } from './identities.ts';

/** Why an identity is not linked again. `refused`: by Cognito, in its own words. */
export const UNLINKED_REASONS = [
  'not-moved',
  'moved-twice',
  'no-such-provider',
  'unreadable',
  'refused',
] as const;
export type UnlinkedReason = (typeof UNLINKED_REASONS)[number];

/** Each with what to do, as operators read it. */
export const UNLINKED_TEXTS: Readonly<Record<UnlinkedReason, string>> = {
  'not-moved': 'Their person is not in the new pool yet. Run the command again when they are.',
  'moved-twice': 'Their person is twice in the new pool. npm run migrate -- verify tells who.',
  'no-such-provider': 'The new pool does not have the provider. Set it up under the same name.',
  unreadable: 'The attribute identities cannot be read. Look at the user in the old pool.',
  refused: 'Cognito refused.',
};

/** What is to be done about one identity of somebody of the old pool. */
export type LinkPlan =
  | { readonly kind: 'link'; readonly old: ListedUser; readonly new: ListedUser; readonly identity: Identity }
  | { readonly kind: 'linked'; readonly old: ListedUser; readonly identity: Identity }
  | {
      readonly kind: 'unlinked';
      readonly old: ListedUser;
      /** Absent where it cannot be read. */
      readonly identity?: Identity;
      readonly reason: Exclude<UnlinkedReason, 'refused'>;
    };

const isSame = (one: Identity, other: Identity): boolean =>
  one.providerName === other.providerName && one.userId === other.userId;

/**
 * What is to be done about the identities of somebody of the old pool.
 * @param moved whoever came from them
 * @param providers names of the new pool's identity providers
 */
export const planLinks = (
  old: ListedUser,
  moved: readonly ListedUser[],
  providers: ReadonlySet<string>,
): readonly LinkPlan[] => {
  const identities = readIdentities(old.attributes.get('identities'));
  if (identities === undefined) return [{ kind: 'unlinked', old, reason: 'unreadable' }];
  const [target, another] = moved;
  const present = readIdentities(target?.attributes.get('identities')) ?? [];
  return identities.map((identity): LinkPlan => {
    const unlinked = (reason: Exclude<UnlinkedReason, 'refused'>): LinkPlan => ({
      kind: 'unlinked',
      old,
      identity,
      reason,
    });
    if (target === undefined) return unlinked('not-moved');
    if (another !== undefined) return unlinked('moved-twice');
    if (present.some((one) => isSame(one, identity))) return { kind: 'linked', old, identity };
    if (!providers.has(identity.providerName)) return unlinked('no-such-provider');
    return { kind: 'link', old, new: target, identity };
  });
};
