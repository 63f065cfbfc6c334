import type { Rule } from './finding.ts';
import { findingIf, inWords } from './finding.ts';
import { PAGES } from './pages.ts';

/**
 * People who sign in with an identity provider.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
 */

export const identityProvidersMissing: Rule = ({ oldPool, newPool }) => {
  const missing = (oldPool.identityProviders ?? []).filter(
    (name) => newPool.identityProviders?.includes(name) === false,
  );
  return findingIf(missing.length > 0, {
    id: 'identity-providers-missing',
    severity: 'warning',
    title: 'The new pool lacks identity providers',
    detail: `People sign in to the old pool with ${inWords(missing)}, which the new pool does not have. Federated people do not move; they are created when they first sign in to the new pool with the provider.`,
    remedy:
      'Set the providers up in the new pool, and allow its addresses at each of them, before you point the apps to it.',
    link: PAGES.federation,
  });
};

export const linkedUsers: Rule = ({ oldPool }) => {
  const providers = oldPool.identityProviders ?? [];
  return findingIf(providers.length > 0, {
    id: 'linked-users',
    severity: 'note',
    title: 'Links to identity providers stay behind',
    detail: `People of the old pool may have linked ${inWords(providers)} to their user. The user moves, the link does not: signing in with the provider would create a second profile.`,
    remedy:
      'Count them with "check --users". To link them again after their move (the command link), set newPool.linkable before the first deploy, and the providers up under the same names.',
    link: PAGES.federation,
  });
};

export const federationRules: readonly Rule[] = [identityProvidersMissing, linkedUsers];
