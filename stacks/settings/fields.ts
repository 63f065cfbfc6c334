import * as z from 'zod';

/**
 * The kinds of values that settings are made of. Each says in its own error what was written and what to write
 * instead; the key stands in front of it (see `mistakes.ts`).
 */

/** Whether this is an object, as settings are grouped in. */
export const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands in the settings, as the operator would recognise it. */
export const written = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const refusal =
  (wanted: string, remedy: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing. ${remedy}` : `${written(input)} is not ${wanted}. ${remedy}`;

/** Text of one shape. `wanted` completes "... is not", `remedy` is a sentence. */
export const textLike = (pattern: RegExp, wanted: string, remedy: string) => {
  const error = refusal(wanted, remedy);
  return z.string({ error }).regex(pattern, { error });
};

/** As `textLike`, where a secret may have been written by mistake: the error does not repeat it. */
export const secretLike = (pattern: RegExp, wanted: string, remedy: string) => {
  const error = `is not ${wanted}. ${remedy}`;
  return z.string({ error }).regex(pattern, { error });
};

/** Text about which a rule of its own has something to say: the complaint with its remedy, or nothing. */
export const textWithout = (complaint: (text: string) => string | undefined, remedy: string) =>
  z.string({ error: refusal('text', remedy) }).superRefine((text, context) => {
    const message = complaint(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: refusal(`one of ${words.join(', ')}`, 'Use one of these words.') });

/** One of a few numbers. */
export const oneOfNumbers = <const Numbers extends readonly [number, ...number[]]>(numbers: Numbers) =>
  z.literal(numbers, { error: refusal(`one of ${numbers.join(', ')}`, 'Use one of these numbers.') });

/** `true` or `false`. */
export const yesOrNo = () => z.boolean({ error: refusal('true or false', 'Write true or false.') });

/** A whole number with both ends included. */
export const wholeNumber = (from: number, to: number, unit: string) => {
  const remedy = `Write a number from ${from} to ${to}.`;
  const error = refusal(`a whole number of ${unit}`, remedy);
  const outside =
    (relation: string, limit: number) =>
    ({ input }: { readonly input?: unknown }): string =>
      `${written(input)} is ${relation} than ${limit} ${unit}. ${remedy}`;
  return z
    .int({ error })
    .min(from, { error: outside('less', from) })
    .max(to, { error: outside('more', to) });
};

/** E-mail addresses; none unless given. */
export const emailAddresses = () =>
  listOf(
    textLike(/^[^\s@]+@[^\s@]+$/, 'an e-mail address', 'Write it like operator@example.com.'),
    'e-mail addresses',
  ).default([]);

/** A list; `what` names its members. The same word twice is a mistake. */
export const listOf = <Item extends z.ZodType>(item: Item, what: string) =>
  z
    .array(item, { error: refusal(`a list of ${what}`, 'Write a list in square brackets.') })
    .superRefine((items, context) => {
      for (const [index, value] of items.entries()) {
        if (typeof value !== 'string' || items.indexOf(value) === index) continue;
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `${written(value)} stands there twice. Remove one.`,
        });
      }
    });

/** A Region of AWS. */
export const region = () =>
  textLike(
    /^[a-z]{2}(?:-[a-z]+)+-\d+$/,
    'an AWS Region',
    'Write it as in the console, for example eu-west-1.',
  );

/** A group of settings; a key that it does not know is a mistake. */
export const group = <const Shape extends z.ZodRawShape>(
  shape: Shape,
  remedy = 'Write an object in curly braces.',
) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? undefined : refusal('a group of settings', remedy)(issue),
  });
