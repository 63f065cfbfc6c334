import type { SearchedAttribute, UserDirectory } from '../../../migration/explain/directory.ts';
import type { OldPoolConditions } from '../../../migration/explain/old-pool-conditions.ts';
import { CLIENT_OF_THE_STACK } from '../../../migration/explain/old-pool-conditions.ts';
import { ALL_FACTORS } from '../../../migration/explain/predicted-answer.ts';
import type { Scenery } from '../../../migration/explain/verdict.ts';
import type { Person } from '../../../migration/person.ts';
import type { Alias, MigrationRules } from '../../../migration/rules.ts';
import { SOURCE_SUB, SOURCE_VIA } from '../../../migration/rules.ts';
import { aPerson, subOf, theRules } from '../../support/person-builders.ts';
import { answersTo } from '../../support/pool-fakes.ts';

/** Somebody of the new pool; `of`: the person of the old pool who they are. */
export const aMovedPerson = (of: Person | undefined, init: Partial<Person> = {}): Person => ({
  ...(of ?? aPerson()),
  sub: subOf(9000 + Number.parseInt((of ?? aPerson()).sub, 10)),
  ...init,
  attributes: new Map([
    ...(init.attributes ?? (of ?? aPerson()).attributes),
    ...(of === undefined
      ? []
      : ([
          [SOURCE_SUB, of.sub],
          [SOURCE_VIA, 'sign-in'],
        ] as const)),
  ]),
});

/** A user pool in memory that writes down what it was asked. */
export const aDirectory = (
  users: readonly Person[],
  pool: { readonly aliases: readonly Alias[]; readonly caseSensitive: boolean },
  calls: string[] = [],
): UserDirectory => {
  const attributeOf = (user: Person, attribute: SearchedAttribute): string | undefined =>
    attribute === 'username' || attribute === 'sub' ? user[attribute] : user.attributes.get(attribute);
  return {
    find: async (name) => {
      calls.push(`find ${name}`);
      return users.find((user) => answersTo(user, name, pool));
    },
    list: async (attribute, value) => {
      calls.push(`list ${attribute}=${value}`);
      const same = (one: string | undefined) =>
        attribute === 'username' || attribute === 'sub'
          ? one === value
          : one?.toLowerCase() === value.toLowerCase();
      return users
        .filter((user) => same(attributeOf(user, attribute)))
        .map(({ factors: _, ...listed }) => listed);
    },
    countGroups: async (name) => {
      calls.push(`groups ${name}`);
      return users.some(({ username }) => username === name) ? 2 : undefined;
    },
  };
};

export const soundConditions = (init: Partial<OldPoolConditions> = {}): OldPoolConditions => ({
  mfa: { configuration: 'OPTIONAL', factors: ALL_FACTORS },
  functions: [],
  threatProtection: 'OFF',
  client: CLIENT_OF_THE_STACK,
  ...init,
});

interface World {
  readonly old?: readonly Person[];
  readonly new?: readonly Person[];
  readonly rules?: MigrationRules;
  readonly conditions?: Partial<OldPoolConditions>;
  readonly triggerAttached?: boolean;
  readonly oldAliases?: readonly Alias[];
}

/** Two pools in memory with the default rules between them, and what the old one was asked. */
export const aScenery = (world: World = {}): Scenery & { readonly calls: readonly string[] } => {
  const { rules = theRules(), oldAliases = ['email'], triggerAttached = true } = world;
  const calls: string[] = [];
  const oldPool = { aliases: oldAliases, caseSensitive: rules.oldPool.caseSensitive };
  return {
    calls,
    old: aDirectory(world.old ?? [], oldPool, calls),
    new: aDirectory(world.new ?? [], rules.newPool),
    rules,
    triggerAttached,
    terms: {
      conditions: soundConditions(world.conditions),
      mfaRequired: rules.oldPool.mfaRequired,
      secretGiven: false,
    },
  };
};
