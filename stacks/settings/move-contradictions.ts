import { STANDARD_ATTRIBUTES } from '../../migration/attribute-mapping.ts';
import type { NewPool } from '../../migration/rules.ts';
import { CONTACTS, EMAIL_LOCAL_PART } from '../../migration/rules.ts';
import type { Contradiction } from './contradictions.ts';
import { RESERVED_ATTRIBUTES } from './custom-attributes.ts';
import { written } from './fields.ts';
import type { MoveSettings } from './move.ts';
import { didYouMean, nearestName } from './nearest-name.ts';

const isStandard = (name: string): boolean => STANDARD_ATTRIBUTES.some((standard) => standard === name);
const isContact = (name: string): boolean => CONTACTS.some((contact) => contact === name);

/** Attributes that Cognito or the migration manages: they never travel, under no name. */
const isManaged = (name: string): boolean =>
  name === 'sub' ||
  name === 'identities' ||
  name.startsWith('cognito:') ||
  name.startsWith('dev:') ||
  CONTACTS.some((contact) => name === `${contact}_verified`) ||
  RESERVED_ATTRIBUTES.includes(name);

const complaintAboutOldName = (name: string): string | undefined => {
  if (isManaged(name)) return `${written(name)} never leaves the old pool. Remove it.`;
  if (isStandard(name) || name.startsWith('custom:')) return undefined;
  const near = nearestName(name, STANDARD_ATTRIBUTES) ?? `custom:${name}`;
  return `${written(name)} is not an attribute of Cognito. Did you mean ${near}?`;
};

const ofLookups = ({ lookups }: MoveSettings, { aliases }: NewPool): readonly Contradiction[] => {
  const reads = ['lookups', 'newPool.aliases'];
  if (lookups === undefined) return [];
  if (lookups.length === 0) {
    return [{ key: 'lookups', reads, message: 'is empty, so nobody would be found. Write ["direct"].' }];
  }
  if (lookups[0] !== 'direct') {
    const message =
      'must begin with "direct": a preferred_username is self-written, and would come before the username of ' +
      'somebody else. Write ["direct", "preferred_username"].';
    return [{ key: 'lookups', reads, message }];
  }
  if (!lookups.includes('preferred_username') || aliases.includes('preferred_username')) return [];
  const message =
    'names preferred_username, but nobody can sign in with that: it is not in newPool.aliases. Add it there, or remove it here.';
  return [{ key: 'lookups', reads, message }];
};

const complaintAboutSource = (source: string): string | undefined => {
  if (source === EMAIL_LOCAL_PART) return undefined;
  if (isContact(source)) {
    return `${written(source)} can be no preferred_username, because it looks like a contact. Remove it, or write "${EMAIL_LOCAL_PART}".`;
  }
  return complaintAboutOldName(source);
};

const ofSources = ({ preferredUsername }: MoveSettings, { aliases }: NewPool): readonly Contradiction[] => {
  const key = 'preferredUsername';
  const faulty = preferredUsername.flatMap((source, index) => {
    const message = complaintAboutSource(source);
    return message === undefined ? [] : [{ key: `${key}[${index}]`, reads: [key], message }];
  });
  if (aliases.includes('preferred_username')) return faulty;
  if (preferredUsername.every((source) => source === 'preferred_username')) return faulty;
  const message =
    'makes sign-in names, but preferred_username is not in newPool.aliases. Add it there, or remove this setting.';
  return [...faulty, { key, reads: [key, 'newPool.aliases'], message }];
};

const complaintAboutNewName = (name: string, { customAttributes }: NewPool): string | undefined => {
  if (isManaged(name))
    return `goes to ${written(name)}, which only Cognito and the migration write. Choose another.`;
  if (isContact(name)) {
    return `goes to ${written(name)}, which would not be the address that the old pool verified. Choose another.`;
  }
  if (name === 'preferred_username') {
    return 'goes to "preferred_username", which has checks of its own. Use the setting preferredUsername.';
  }
  const names = customAttributes.map((attribute) => attribute.name);
  if (isStandard(name) || names.includes(name)) return undefined;
  const near = didYouMean(name, [...STANDARD_ATTRIBUTES, ...names]);
  return `goes to ${written(name)}, which the new pool does not have.${near} Add it to newPool.customAttributes, or correct the name.`;
};

const complaintsAboutRename = (from: string, to: string, newPool: NewPool): readonly string[] => {
  if (from === to) return ['changes nothing. Remove it.'];
  const ofOld = isContact(from)
    ? `${written(from)} stays with its verified flag and cannot be renamed. Remove it.`
    : complaintAboutOldName(from);
  return [ofOld, complaintAboutNewName(to, newPool)].filter((complaint) => complaint !== undefined);
};

const ofRenames = ({ renames }: MoveSettings, newPool: NewPool): readonly Contradiction[] => {
  const pairs = Object.entries(renames);
  const reads = ['renames', 'newPool.customAttributes'];
  return pairs.flatMap(([from, to], index) => {
    const key = `renames["${from}"]`;
    const earlier = pairs.slice(0, index).find(([, target]) => target === to);
    const twice =
      earlier === undefined
        ? []
        : [`goes to ${written(to)}, as ${written(earlier[0])} does already. Choose another, or remove one.`];
    return [...complaintsAboutRename(from, to, newPool), ...twice].map((message) => ({
      key,
      reads,
      message,
    }));
  });
};

const ofOldPasswords = (
  { oldPasswords }: MoveSettings,
  { passwordPolicy }: NewPool,
): readonly Contradiction[] => {
  if (oldPasswords === 'keep' || passwordPolicy !== undefined) return [];
  const message =
    'is "reset-if-weaker", but what the new pool demands of a password is not given. Add passwordPolicy to newPool.';
  return [{ key: 'oldPasswords', reads: ['oldPasswords', 'newPool'], message }];
};

/** What does not fit together about how people move. */
export const moveContradictions = (move: MoveSettings, newPool: NewPool): readonly Contradiction[] => [
  ...ofLookups(move, newPool),
  ...ofSources(move, newPool),
  ...ofRenames(move, newPool),
  ...ofOldPasswords(move, newPool),
];
