import * as z from 'zod';
import { nearestName } from './nearest-name.ts';

/** One thing that is wrong in the settings. */
export interface Mistake {
  /** Where, for example `newPool.customAttributes[2].name`. */
  readonly key: string;
  /** What is wrong and what to do about it, in full sentences. */
  readonly message: string;
}

/** The settings cannot be used; carries every mistake, not only the first. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    const count = mistakes.length === 1 ? 'One mistake' : `${mistakes.length} mistakes`;
    const lines = mistakes.map(({ key, message }) => `  - ${key === '' ? '' : `${key}: `}${message}`);
    super(`${count} in the migration settings:\n${lines.join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** A path as people write it: `clients[0].name`. */
const keyOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((key, step) => {
    if (typeof step === 'number') return `${key}[${step}]`;
    return key === '' ? String(step) : `${key}.${String(step)}`;
  }, '');

/** What stands at a path of a schema, below defaults and optionals. */
export const schemaAt = (schema: unknown, [step, ...rest]: readonly PropertyKey[]): unknown => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return schemaAt(schema.unwrap(), step === undefined ? [] : [step, ...rest]);
  }
  if (step === undefined) return schema;
  if (schema instanceof z.ZodObject) {
    return schemaAt(Object.hasOwn(schema.shape, step) ? schema.shape[String(step)] : undefined, rest);
  }
  if (schema instanceof z.ZodArray) return schemaAt(schema.element, rest);
  if (schema instanceof z.ZodRecord) return schemaAt(schema.valueType, rest);
  return undefined;
};

const unknownKeys = (schema: z.ZodType, path: readonly PropertyKey[], keys: readonly string[]): Mistake[] => {
  const group = schemaAt(schema, path);
  const known = group instanceof z.ZodObject ? Object.keys(group.shape) : [];
  return keys.map((key) => {
    const near = nearestName(key, known);
    const remedy = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${near}?`;
    return { key: keyOf([...path, key]), message: `is not a setting. ${remedy}` };
  });
};

/** The mistakes behind what the schema found; a key that it does not know is a mistake of its own. */
export const mistakesOf = (schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): readonly Mistake[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? unknownKeys(schema, issue.path, issue.keys)
      : [{ key: keyOf(issue.path), message: issue.message }],
  );
