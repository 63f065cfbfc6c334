/**
 * What people may write themselves through the app clients.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */

import { STANDARD_ATTRIBUTES } from '../attribute-mapping.ts';
import { MARK_ATTRIBUTES, SOURCE_ATTRIBUTES } from '../rules.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { ClientFacts, PoolFacts, Survey } from './survey.ts';

/** Without a list, Cognito lets a client write the standard attributes. */
const writableBy = ({ writeAttributes = STANDARD_ATTRIBUTES }: ClientFacts): readonly string[] =>
  writeAttributes;

const writableIn = ({ clients = [] }: PoolFacts): ReadonlySet<string> => new Set(clients.flatMap(writableBy));

const clientsThatWrite = ({ clients = [] }: PoolFacts, names: readonly string[]): readonly string[] =>
  clients
    .filter((client) => writableBy(client).some((name) => names.includes(name)))
    .map(({ name }) => `"${name}"`);

const newName = (name: string, { settings }: Survey): string =>
  new Map(Object.entries(settings.renames)).get(name) ?? name;

const OURS = [...SOURCE_ATTRIBUTES, ...MARK_ATTRIBUTES];

/** Who writes `custom:source_sub` is somebody else, and gets their groups. */
const sourceAttributesWritable: Rule = ({ newPool }) => {
  const clients = clientsThatWrite(newPool, OURS);
  const writable = writableIn(newPool);
  return findingIf(clients.length > 0, {
    id: 'source-attributes-writable',
    severity: 'blocker',
    title: 'People could pass themselves off as somebody else',
    detail: `${inWords(clients)} of the new pool can write ${inWords(OURS.filter((name) => writable.has(name)))}. Such attributes say who somebody was in the old pool, and what was done for them since.`,
    remedy: `Take them out of the client's write permissions; "npm run deploy" does it for clients of the stack.`,
    link: PAGES.attributes,
  });
};

/** A name that somebody takes before its owner has moved keeps the trigger from ever firing for the owner. */
const preferredUsernameWritable: Rule = ({ newPool, settings }) => {
  const clients = clientsThatWrite(newPool, ['preferred_username']);
  const matters = settings.trigger && newPool.aliases.includes('preferred_username');
  return findingIf(matters && clients.length > 0, {
    id: 'preferred-username-writable',
    severity: 'blocker',
    title: 'People could take the name of somebody who has not moved yet',
    detail: `${inWords(clients)} of the new pool can write preferred_username, which signs people in there.`,
    remedy: `Take preferred_username out of the client's write permissions until the trigger is detached; "npm run deploy" does it for clients of the stack.`,
    link: PAGES.attributes,
  });
};

/** Only attributes that the new pool has: those that it lacks are a finding of their own. */
const writePermissionsLost: Rule = (survey) => {
  const { oldPool, newPool } = survey;
  if (newPool.clients === undefined) return [];
  const now = writableIn(newPool);
  const has = new Set(newPool.schema.map(({ name }) => name));
  const lost = [...writableIn(oldPool)].filter(
    (name) => name.startsWith('custom:') && has.has(newName(name, survey)) && !now.has(newName(name, survey)),
  );
  return findingIf(lost.length > 0, {
    id: 'write-permissions-lost',
    severity: 'warning',
    title: 'Apps can no longer write what they could',
    detail: `App clients of the old pool can write ${inWords(lost)}, and no client of the new pool can: UpdateUserAttributes is refused there.`,
    remedy: 'Add what people may change themselves to the setting clientWritable; the rest is safer without.',
    link: PAGES.attributes,
  });
};

const writePermissionsGained: Rule = ({ oldPool, newPool }) => {
  if (oldPool.clients === undefined || oldPool.clients.length === 0) return [];
  const before = writableIn(oldPool);
  const gained = [...writableIn(newPool)].filter((name) => !name.startsWith('custom:') && !before.has(name));
  return findingIf(gained.length > 0, {
    id: 'write-permissions-gained',
    severity: 'warning',
    title: 'People could write what was read-only to them',
    detail: `No app client of the old pool can write ${inWords(gained)}; clients of the new pool can.`,
    remedy:
      'If your back end relies on these being its own, narrow the write permissions in stacks/app-clients.ts before you deploy; else accept this finding.',
    link: PAGES.attributes,
  });
};

/** In the order in which `check` tells of them. */
export const writePermissionRules: readonly Rule[] = [
  sourceAttributesWritable,
  preferredUsernameWritable,
  writePermissionsLost,
  writePermissionsGained,
];
