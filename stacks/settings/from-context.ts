import * as z from 'zod';
import { isGroup } from './fields.ts';
import type { Mistake } from './mistakes.ts';
import { SettingsError, schemaAt } from './mistakes.ts';
import { nearestName } from './nearest-name.ts';

/** The key of the CDK context under which the settings stand. */
const CONTEXT_KEY = 'migration';

const HOW_TO =
  'Write them in cdk.json under "context", or give them as -c migration=\'{"oldPool": {"userPoolId": "..."}}\'.';

const parseJson = (key: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError([{ key, message: `is not JSON: ${reason}. Check quotes and braces.` }]);
  }
};

/** The command line knows only text: it becomes what the setting is, and stays text where that is unclear. */
const typedValue = (schema: unknown, key: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  if (schema instanceof z.ZodObject || schema instanceof z.ZodArray || schema instanceof z.ZodRecord) {
    return /^\s*[[{]/.test(value) ? parseJson(key, value) : value;
  }
  if (schema instanceof z.ZodBoolean && /^(?:true|false)$/.test(value)) return value === 'true';
  const isNumber = schema instanceof z.ZodNumber || schema instanceof z.ZodLiteral;
  return isNumber && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
};

const put = (group: unknown, [step, ...rest]: readonly string[], value: unknown): unknown => {
  if (step === undefined) return value;
  const members = isGroup(group) ? group : {};
  return { ...members, [step]: put(members[step], rest, value) };
};

/** Keys of the context that nobody reads, though they look like settings. */
const misspelled = (context: Readonly<Record<string, unknown>>, schema: z.ZodObject): readonly Mistake[] =>
  Object.keys(context).flatMap((key) => {
    const [head = '', ...rest] = key.split('.');
    if (head === CONTEXT_KEY) return [];
    if (Object.hasOwn(schema.shape, head)) {
      return [{ key, message: `is read only as a member of ${CONTEXT_KEY}. Write ${CONTEXT_KEY}.${key}.` }];
    }
    if (nearestName(head, [CONTEXT_KEY]) === undefined) return [];
    return [{ key, message: `is not read. Did you mean ${[CONTEXT_KEY, ...rest].join('.')}?` }];
  });

/**
 * Refuses settings that stand in cdk.json where the CDK does not look for them.
 * @param cdkJson what cdk.json holds.
 * @throws SettingsError with the keys.
 */
export const refuseSettingsOutsideContext = (cdkJson: unknown): void => {
  const keys = isGroup(cdkJson) ? Object.keys(cdkJson) : [];
  const outside = keys.filter((key) => key === CONTEXT_KEY || key.startsWith(`${CONTEXT_KEY}.`));
  if (outside.length === 0) return;
  const message = 'stands outside of "context" in cdk.json, where nobody reads it. Move it into "context".';
  throw new SettingsError(outside.map((key) => ({ key, message })));
};

/**
 * The settings as the operator wrote them, unchecked: the context key `migration` (an object in `cdk.json`, or
 * JSON from `-c`), and over it single ones such as `-c migration.oldPool.userPoolId=eu-west-1_AbCdEfGhI`.
 * @param context the whole context of the app.
 * @param schema tells which of those single ones are text.
 * @throws SettingsError where there are none, where JSON is malformed, or where a key is nearly one of a setting.
 */
export const settingsFromContext = (
  context: Readonly<Record<string, unknown>>,
  schema: z.ZodObject,
): unknown => {
  const mistakes = misspelled(context, schema);
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  const base = context[CONTEXT_KEY];
  const prefix = `${CONTEXT_KEY}.`;
  const single = Object.entries(context).filter(([key]) => key.startsWith(prefix));
  if (base === undefined && single.length === 0) {
    throw new SettingsError([{ key: CONTEXT_KEY, message: `There are no settings. ${HOW_TO}` }]);
  }
  const whole = typeof base === 'string' ? parseJson(CONTEXT_KEY, base) : base;
  if (whole !== undefined && !isGroup(whole)) {
    throw new SettingsError([{ key: CONTEXT_KEY, message: `is not an object of settings. ${HOW_TO}` }]);
  }
  return single.reduce<unknown>((settings, [key, value]) => {
    const path = key.slice(prefix.length).split('.');
    return put(settings, path, typedValue(schemaAt(schema, path), key, value));
  }, whole ?? {});
};
