import type { OldPoolSource, SourceClient } from '../old-pool-source.ts';
import type { Proposed } from './proposed.ts';
import { reasonIf } from './proposed.ts';

/** One entry of the setting `clients`. */
export interface ProposedClient {
  readonly name: string;
  readonly generateSecret?: true;
  readonly accessTokenMinutes?: number;
  readonly idTokenMinutes?: number;
  readonly refreshTokenDays?: number;
  readonly oauth?: {
    readonly callbackUrls: readonly string[];
    readonly logoutUrls: readonly string[];
    readonly scopes: readonly string[];
  };
}

/** Flows with which people sign in to an app; the administrator's flow alone is a tool, or an earlier migration. */
const SIGN_IN = /^(?:ALLOW_)?(?:USER_|CUSTOM_AUTH)/;

const isForPeople = ({ flows, usesManagedLogin, hasSecret }: SourceClient): boolean =>
  usesManagedLogin || hasSecret || flows.some((flow) => SIGN_IN.test(flow));

/** A name that can be part of a logical id: a letter first, then letters, digits, spaces and `._-`. */
const asName = (name: string): string =>
  name
    .replace(/[^\w .-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 90) || 'app';

/** Letters and digits are what tells clients apart. */
const identity = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();

const unlike = (name: string, taken: ReadonlySet<string>): string => {
  let [candidate, number] = [name, 1];
  while (taken.has(identity(candidate))) {
    number += 1;
    candidate = `${name} ${number}`;
  }
  return candidate;
};

/** A life within the bounds that the settings allow; undefined where it is what they take anyway. */
const life = (value: number, [from, to]: readonly [number, number], usual: number): number | undefined => {
  const whole = Math.min(to, Math.max(from, Math.round(value)));
  return whole === usual ? undefined : whole;
};

const lives = (client: SourceClient) => {
  const access = life(client.accessTokenMinutes, [5, 1440], 60);
  const id = life(client.idTokenMinutes, [5, 1440], 60);
  const refresh = life(client.refreshTokenDays, [1, 3650], 30);
  return {
    ...(access === undefined ? {} : { accessTokenMinutes: access }),
    ...(id === undefined ? {} : { idTokenMinutes: id }),
    ...(refresh === undefined ? {} : { refreshTokenDays: refresh }),
  };
};

const proposeOauth = (
  { usesManagedLogin, oauth }: SourceClient,
  name: string,
): Proposed<Pick<ProposedClient, 'oauth'>> => {
  if (!usesManagedLogin) return { value: {}, reasons: [] };
  const { flows, callbackUrls, logoutUrls, scopes } = oauth;
  const key = `clients "${name}"`;
  if (!flows.includes('code')) {
    return {
      value: {},
      reasons: [
        `${key}: without oauth; it has the implicit flow alone, which shows tokens in addresses. Use the code flow.`,
      ],
    };
  }
  return {
    value: { oauth: { callbackUrls, logoutUrls, scopes } },
    reasons: [
      ...reasonIf(
        flows.includes('implicit'),
        `${key}: without the implicit flow, which shows tokens in addresses.`,
      ),
      `${key}: managed login needs a domain on the new pool, which the stack does not make.`,
    ],
  };
};

const proposeClient = (client: SourceClient, taken: ReadonlySet<string>): Proposed<ProposedClient> => {
  const name = unlike(asName(client.name), taken);
  const oauth = proposeOauth(client, name);
  const isShort = client.refreshTokenDays < 1;
  return {
    value: {
      name,
      ...(client.hasSecret ? { generateSecret: true as const } : {}),
      ...lives(client),
      ...oauth.value,
    },
    reasons: [
      ...reasonIf(name !== client.name, `clients "${name}": is "${client.name}" in the old pool.`),
      ...reasonIf(
        isShort,
        `clients "${name}": refresh tokens live a day, the shortest that the settings know.`,
      ),
      ...oauth.reasons,
    ],
  };
};

/**
 * The app clients of the old pool through which people sign in; undefined where there are none.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
export const proposeClients = ({
  clients = [],
}: OldPoolSource): Proposed<readonly ProposedClient[] | undefined> => {
  const taken = new Set<string>();
  const value: ProposedClient[] = [];
  const reasons: string[] = [];
  for (const client of clients) {
    if (!isForPeople(client)) {
      reasons.push(
        `clients: without "${client.name}", which has no flow that an app may use, no managed login and no secret. Add it by hand if a back end uses it.`,
      );
      continue;
    }
    const proposed = proposeClient(client, taken);
    taken.add(identity(proposed.value.name));
    value.push(proposed.value);
    reasons.push(...proposed.reasons);
  }
  return value.length === 0
    ? {
        value: undefined,
        reasons: [...reasons, 'clients: left to the default, one public client named "app".'],
      }
    : { value, reasons };
};
