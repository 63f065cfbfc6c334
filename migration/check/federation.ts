/**
 * People who sign in with an identity provider.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
 */

import { CONTACTS, MARK_ATTRIBUTES, SOURCE_ATTRIBUTES } from '../rules.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { countFirst, findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { PoolFacts } from './survey.ts';

const identityProvidersMissing: Rule = ({ oldPool, newPool }) => {
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

const linkedUsers: Rule = ({ oldPool, counted }) => {
  const providers = oldPool.identityProviders ?? [];
  return findingIf(providers.length > 0, {
    id: 'linked-users',
    severity: 'note',
    title: 'Links to identity providers stay behind',
    detail: `People of the old pool may have linked ${inWords(providers)} to their user. The user moves, the link does not: signing in with the provider would create a second profile.`,
    remedy: `${countFirst(counted)}To link them again after their move (the command link), set newPool.linkable before the first deploy, and the providers up under the same names.`,
    link: PAGES.federation,
  });
};

/** `Google (email_verified)` for every provider of the pool that writes one of these. */
const writersOf = (attributes: readonly string[], pool: PoolFacts): readonly string[] =>
  (pool.providerMappings ?? []).flatMap(({ provider, attributes: mapped }) => {
    const written = mapped.filter((name) => attributes.includes(name));
    return written.length === 0 ? [] : [`${provider} (${inWords(written)})`];
  });

/**
 * The PreSignUp function sees who comes for the first time; a mapping writes at every sign-in.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
 */
const providersWriteNames: Rule = ({ settings, newPool }) => {
  const writers = writersOf(['preferred_username'], newPool);
  return findingIf(settings.trigger && writers.length > 0, {
    id: 'providers-write-names',
    severity: 'blocker',
    title: 'An identity provider can take the names of people who have not moved',
    detail: `At every sign-in ${inWords(writers)} writes a name with which people sign in, and nothing asks whether it is somebody's of the old pool. The trigger never fires for a name that somebody has.`,
    remedy:
      'Take preferred_username out of the attribute mapping until everybody has moved and the trigger is off.',
    link: PAGES.attributeMapping,
  });
};

/** Only the migration may say whom somebody was in the old pool: tokens and groups go by it. */
const providersWriteLinks: Rule = ({ newPool }) => {
  const writers = writersOf([...SOURCE_ATTRIBUTES, ...MARK_ATTRIBUTES], newPool);
  return findingIf(writers.length > 0, {
    id: 'providers-write-links',
    severity: 'blocker',
    title: 'An identity provider can say whom somebody was in the old pool',
    detail: `At every sign-in ${inWords(writers)} writes what only the migration may. By these attributes people get the groups and the old sub of others.`,
    remedy: 'Take them out of the attribute mapping, and look for users of that provider who have them.',
    link: PAGES.attributeMapping,
  });
};

/** A verified contact is a name to sign in with, and the way to a new password. */
const providersVouch: Rule = ({ settings, newPool }) => {
  const writers = writersOf(
    CONTACTS.map((contact) => `${contact}_verified`),
    newPool,
  );
  return findingIf(settings.trigger && writers.length > 0, {
    id: 'providers-vouch-for-contacts',
    severity: 'warning',
    title: 'An identity provider says which contacts are verified',
    detail: `What ${inWords(writers)} writes makes an address or number a name to sign in with. If people can type any address there, a stranger takes that of somebody who has not moved.`,
    remedy:
      'Accept this finding if the provider proves what it says to everybody who can sign in with it; else take the attribute out of its mapping.',
    link: PAGES.attributeMapping,
  });
};

/** In the order in which `check` tells of them. */
export const federationRules: readonly Rule[] = [
  identityProvidersMissing,
  linkedUsers,
  providersWriteNames,
  providersWriteLinks,
  providersVouch,
];
