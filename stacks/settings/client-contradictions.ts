import { STANDARD_ATTRIBUTES } from '../../migration/attribute-mapping.ts';
import { CONTACTS } from '../../migration/rules.ts';
import type { ClientSettings } from './clients.ts';
import { clientIdentifier } from './clients.ts';
import type { Contradiction } from './contradictions.ts';
import type { CustomAttributeSettings } from './custom-attributes.ts';
import { RESERVED_ATTRIBUTES } from './custom-attributes.ts';
import { written } from './fields.ts';
import { didYouMean } from './nearest-name.ts';

/** The settings that decide about the clients' rights. */
interface ClientContext {
  readonly clients: readonly ClientSettings[];
  readonly clientWritable: readonly string[];
  readonly customAttributes: readonly CustomAttributeSettings[];
  readonly trigger: boolean;
}

const ofClients = (clients: readonly ClientSettings[]): readonly Contradiction[] => {
  const reads = ['clients'];
  if (clients.length === 0) {
    return [{ key: 'clients', reads, message: 'is empty. Name an app client, or nobody can sign in.' }];
  }
  const identifiers = clients.map(({ name }) => clientIdentifier(name));
  return clients.flatMap(({ name, oauth }, index) => {
    const found: Contradiction[] = [];
    const first = identifiers.indexOf(clientIdentifier(name));
    if (first !== index) {
      const message = `${written(name)} is the name of clients[${first}] already (letters and digits count). Choose another.`;
      found.push({ key: `clients[${index}].name`, reads, message });
    }
    if (oauth?.callbackUrls.length === 0) {
      const message = 'is empty. Write where managed login returns to, or remove oauth.';
      found.push({ key: `clients[${index}].oauth.callbackUrls`, reads, message });
    }
    return found;
  });
};

const complaintAbout = (name: string, { customAttributes, trigger }: ClientContext): string | undefined => {
  if (RESERVED_ATTRIBUTES.includes(name)) {
    return `${written(name)} says what came from the old pool; only the migration writes it. Remove it.`;
  }
  if (CONTACTS.some((contact) => name === `${contact}_verified`)) {
    return `${written(name)} would let people verify their own address. Remove it.`;
  }
  if (name === 'preferred_username' && trigger) {
    return `${written(name)} would let people take the name of somebody who has not moved yet. Remove it; with "trigger" false it is writable.`;
  }
  if (STANDARD_ATTRIBUTES.some((standard) => standard === name)) {
    return `${written(name)} is writable anyway. Remove it; this list is for custom attributes.`;
  }
  const attribute = customAttributes.find((candidate) => candidate.name === name);
  if (attribute === undefined) {
    const known = customAttributes.map((candidate) => candidate.name);
    return `${written(name)} is not in newPool.customAttributes.${didYouMean(name, known)} Add it there, or remove it here.`;
  }
  return attribute.mutable
    ? undefined
    : `${written(name)} is not mutable, so nobody can write it. Remove it, or make it mutable.`;
};

/** What does not fit together about the app clients of the new pool. */
export const clientContradictions = (context: ClientContext): readonly Contradiction[] => [
  ...ofClients(context.clients),
  ...context.clientWritable.flatMap((name, index) => {
    const message = complaintAbout(name, context);
    const reads = ['clientWritable', 'newPool.customAttributes', 'trigger'];
    return message === undefined ? [] : [{ key: `clientWritable[${index}]`, reads, message }];
  }),
];
