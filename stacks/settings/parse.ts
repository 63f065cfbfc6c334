import type * as z from 'zod';
import type { Contradiction } from './contradictions.ts';
import { independentOf } from './contradictions.ts';
import { isGroup } from './fields.ts';
import { mistakesOf, SettingsError } from './mistakes.ts';

/** Groups whose members stand for themselves: one faulty member leaves the others worth looking at. */
const GROUPS = ['oldPool', 'newPool', 'backfill', 'groups', 'cleanUp', 'alarms'];

/** Stands in for what every settings need, while only contradictions are looked for. */
const STAND_IN = { oldPool: { userPoolId: 'xx-standin-1_0' } };

const remove = (group: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (!isGroup(group) || step === undefined) return group;
  const { [step]: removed, ...others } = group;
  return rest.length === 0 ? others : { ...others, [step]: remove(removed, rest) };
};

/** The settings without their faulty members, so that the rest can be examined. */
const withoutFaulty = (written: unknown, issues: readonly z.core.$ZodIssue[]): unknown => {
  const faulty = issues.flatMap((issue) =>
    (issue.code === 'unrecognized_keys' ? issue.keys : ['']).map((key) => {
      const [first = '', second] = [...issue.path, ...(key === '' ? [] : [key])].map(String);
      return GROUPS.includes(first) && second !== undefined ? [first, second] : [first];
    }),
  );
  const rest = faulty.reduce<unknown>(remove, written);
  if (!isGroup(rest)) return STAND_IN;
  const oldPool = isGroup(rest['oldPool']) ? rest['oldPool'] : {};
  return { ...rest, oldPool: { ...STAND_IN.oldPool, ...oldPool } };
};

/**
 * Reads settings by their schema and looks for contradictions.
 * @throws SettingsError with all mistakes, each once.
 */
export const parseBy = <Schema extends z.ZodType>(
  schema: Schema,
  written: unknown,
  contradictionsOf: (settings: z.output<Schema>) => readonly Contradiction[],
): z.output<Schema> => {
  const parsed = schema.safeParse(written);
  const mistakes = parsed.success ? [] : mistakesOf(schema, parsed.error.issues);
  const understood = parsed.success ? parsed : schema.safeParse(withoutFaulty(written, parsed.error.issues));
  const contradictions = understood.success ? independentOf(mistakes, contradictionsOf(understood.data)) : [];
  if (parsed.success && contradictions.length === 0) return parsed.data;
  throw new SettingsError([...mistakes, ...contradictions]);
};
