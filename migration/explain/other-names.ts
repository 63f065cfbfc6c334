import type { ListedUser } from '../listed-user.ts';
import { isNameOfTheApi } from '../names.ts';
import { readAttribute } from '../person.ts';
import { ALIASES } from '../rules.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { Matches } from './search.ts';
import type { WayIn } from './way-in.ts';

/** Another name of somebody, by which there is a way in. */
export interface OtherName {
  readonly name: string;
  readonly wayIn: WayIn;
}

/**
 * All names of a person in both pools, but for the one that is being explained.
 * @param person of the old pool; undefined if it knows nobody, or several.
 */
export const namesOf = (
  { old, new: moved }: Matches,
  person: Pick<ListedUser, 'sub'> | undefined,
  identifier: string,
): readonly string[] => {
  const users =
    person === undefined
      ? only(moved)
      : [
          ...moved.filter(({ user }) => sourceSubOf(user) === person.sub),
          ...old.filter(({ user }) => user.sub === person.sub),
        ];
  const names = users.flatMap(({ user }) => [
    user.username,
    ...ALIASES.map((alias) => readAttribute(user.attributes, alias)),
  ]);
  return [...new Set(names)].filter((name) => isNameOfTheApi(name) && name !== identifier);
};

const only = (matches: Matches['new']): Matches['new'] => (matches.length === 1 ? matches : []);
