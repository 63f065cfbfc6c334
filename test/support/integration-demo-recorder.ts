import { writeFileSync } from 'node:fs';
import { Outbox } from '../../sandbox/cognito/outbox.ts';
import { Sessions } from '../../sandbox/cognito/sessions.ts';
import { Tokens } from '../../sandbox/cognito/tokens.ts';
import { UserPools } from '../../sandbox/cognito/user-pools.ts';
import { LambdaHost } from '../../sandbox/lambda/host.ts';
import { Principals } from '../../sandbox/server/principals.ts';

/**
 * Given to Node.js with `--import`, before the demo: changes nothing, and writes at the end what the functions
 * logged and what they must not have logged to the file named by `DEMO_RECORDING`.
 */

/** What the demo's functions wrote, and the secrets that were about, by where they come from. */
export interface Recording {
  readonly logs: readonly string[];
  /** Whole values; a value may be there more than once. */
  readonly secrets: Readonly<Record<SecretKind, readonly string[]>>;
}

export type SecretKind = 'token' | 'session' | 'code' | 'credential' | 'password' | 'profile';

const file = process.env['DEMO_RECORDING'];
if (file === undefined) throw new Error('DEMO_RECORDING must name a file.');

const secrets: Record<SecretKind, string[]> = {
  token: [],
  session: [],
  code: [],
  credential: [],
  password: [],
  profile: [],
};
const hosts = new Set<LambdaHost>();

/** Hears what a method is given and what it returns, sooner or later. */
const listen = (
  prototype: object,
  method: string,
  hear: (of: unknown, given: readonly unknown[], returned: unknown) => void,
): void => {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') throw new Error(`There is no method ${method} any more.`);
  Reflect.set(prototype, method, function heard(this: unknown, ...given: unknown[]) {
    const returned: unknown = Reflect.apply(original, this, given);
    if (!(returned instanceof Promise)) {
      hear(this, given, returned);
      return returned;
    }
    return returned.then((value) => {
      hear(this, given, value);
      return value;
    });
  });
};

/** Every text in a value, however deep; of maps the values. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (value instanceof Map || value instanceof Set) return [...value.values()].flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

listen(Tokens.prototype, 'issue', (_, __, result) => {
  if (!isRecord(result)) return;
  secrets.token.push(...textsIn([result['AccessToken'], result['IdToken'], result['RefreshToken']]));
});
listen(Sessions.prototype, 'open', (_, __, session) => secrets.session.push(...textsIn(session)));
listen(Outbox.prototype, 'put', (_, [message]) => {
  if (!isRecord(message)) return;
  secrets.code.push(...textsIn(message['code']));
  secrets.profile.push(...textsIn([message['destination'], message['username']]));
});
listen(Principals.prototype, 'assumeRole', (_, __, principal) => {
  if (!isRecord(principal)) return;
  secrets.credential.push(...textsIn([principal['secretAccessKey'], principal['sessionToken']]));
});
listen(UserPools.prototype, 'addUser', (_, [, user]) => {
  if (!isRecord(user)) return;
  secrets.password.push(...textsIn(user['password']));
  secrets.profile.push(...textsIn([user['username'], user['sub'], user['attributes']]));
});
listen(UserPools.prototype, 'updateAttributes', (_, [, , changes]) =>
  secrets.profile.push(...textsIn(changes)),
);
listen(LambdaHost.prototype, 'create', (host) => {
  if (host instanceof LambdaHost) hosts.add(host);
});

process.on('exit', () => {
  const logs = [...hosts].flatMap((host) => host.logs.map(({ text }) => text));
  writeFileSync(file, JSON.stringify({ logs, secrets } satisfies Recording));
});
