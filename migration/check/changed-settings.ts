type Settings = Readonly<Record<string, unknown>>;

const isGroup = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON in which the order of members does not matter, and a member without value is none. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    isGroup(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  ) ?? '';

/** Groups that are compared member by member. */
const GROUPS: readonly string[] = ['oldPool', 'newPool', 'backfill', 'groups', 'alarms'];

/** The keys under which two settings differ, for example `newPool.aliases`, in alphabetical order. */
export const changedSettings = (deployed: Settings, planned: Settings, prefix = ''): readonly string[] =>
  [...new Set([...Object.keys(deployed), ...Object.keys(planned)])].sort().flatMap((key) => {
    const [before, after] = [deployed[key], planned[key]];
    if (isGroup(before) && isGroup(after) && GROUPS.includes(prefix + key)) {
      return changedSettings(before, after, `${prefix}${key}.`);
    }
    return canonical(before) === canonical(after) ? [] : [prefix + key];
  });
