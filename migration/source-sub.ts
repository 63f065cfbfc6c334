import { SOURCE_SUB } from './rules.ts';

/**
 * The `sub` in the old pool of whom a user of the new pool is; undefined for those who were never there. An empty
 * value counts as none: it names nobody, so whoever has it did not move.
 */
export const sourceSubOf = ({
  attributes,
}: {
  readonly attributes: ReadonlyMap<string, string>;
}): string | undefined => {
  const sub = attributes.get(SOURCE_SUB);
  return sub === '' ? undefined : sub;
};
