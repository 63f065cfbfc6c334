import { nonEmpty } from './attributes.ts';
import type { Services } from './services.ts';
import type { User, UserPool } from './state.ts';
import { newUser } from './user-pools.ts';
import { nameNewUser } from './usernames.ts';

/**
 * People put straight into a pool, as if they had been there for years: without invitations, triggers or
 * password policy. For tests, the demo and benchmarks.
 */

type Needs = Pick<Services, 'clock' | 'pools'>;

export interface FixtureUser {
  /** In a pool whose usernames are e-mail addresses or phone numbers: the address or number. */
  readonly username: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Everything that differs from an enabled, CONFIRMED user without groups and second factors. */
  readonly state?: Partial<Omit<User, 'username' | 'sub' | 'attributes'>>;
}

/** @throws CognitoError as `UserPools.addUser` */
export function addUser({ clock, pools }: Needs, pool: UserPool, fixture: FixtureUser): User {
  const attributes = nonEmpty(new Map(Object.entries(fixture.attributes ?? {})));
  const name = nameNewUser(pool, fixture.username, attributes);
  const user = newUser(clock, { status: 'CONFIRMED', ...fixture.state, ...name });
  pools.addUser(pool, user);
  return user;
}

/** As many as there are, one after the other. */
export function addUsers(services: Needs, pool: UserPool, fixtures: Iterable<FixtureUser>): void {
  for (const fixture of fixtures) addUser(services, pool, fixture);
}

export interface FederatedFixture {
  /** For example `Google`. */
  readonly providerName: string;
  /** The provider's name for the person. */
  readonly providerUserId: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Somebody who signed in through an identity provider.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
 */
export function addFederatedUser(
  { clock, pools }: Needs,
  pool: UserPool,
  { providerName, providerUserId, attributes = {} }: FederatedFixture,
): User {
  const user = newUser(clock, {
    username: `${providerName}_${providerUserId}`,
    status: 'EXTERNAL_PROVIDER',
    attributes: new Map([
      ['identities', JSON.stringify([{ providerName, userId: providerUserId, primary: 'true' }])],
      ...Object.entries(attributes),
    ]),
  });
  pools.addUser(pool, user);
  return user;
}

/** As if the provider had been set up; nobody can sign in with it here, so its mapping is only repeated. */
export function addIdentityProvider(
  pool: UserPool,
  name: string,
  attributeMapping: Readonly<Record<string, string>> = {},
): void {
  pool.identityProviders = [...(pool.identityProviders ?? []), name];
  pool.attributeMappings = { ...pool.attributeMappings, [name]: attributeMapping };
}
