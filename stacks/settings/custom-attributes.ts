import type * as z from 'zod';
import { CUSTOM_ATTRIBUTE_TYPES, MARK_ATTRIBUTES, SOURCE_ATTRIBUTES } from '../../migration/rules.ts';
import { group, oneOf, textWithout, wholeNumber, written, yesOrNo } from './fields.ts';

const PREFIX = 'custom:';
const LONGEST_NAME = 20;

/** Attributes that say how somebody came into the new pool: made by the stack, written by the migration alone. */
export const RESERVED_ATTRIBUTES: readonly string[] = [...SOURCE_ATTRIBUTES, ...MARK_ATTRIBUTES];

/** Cognito allows 50 custom attributes per pool. */
export const MOST_CUSTOM_ATTRIBUTES = 50 - RESERVED_ATTRIBUTES.length;

const complaintAbout = (name: string): string | undefined => {
  if (!name.startsWith(PREFIX)) return `${written(name)} lacks its prefix. Write ${written(PREFIX + name)}.`;
  if (RESERVED_ATTRIBUTES.includes(name)) {
    return `${written(name)} is reserved: the stack creates it. Leave it out, or choose another name.`;
  }
  const bare = name.slice(PREFIX.length);
  if (bare.length > LONGEST_NAME) {
    return `${written(name)} is too long. Use at most ${LONGEST_NAME} characters after "${PREFIX}", and "renames" if the old pool has another name.`;
  }
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(bare) || bare.includes(',')) {
    return `${written(name)} is not a name. Use letters, digits and punctuation after "${PREFIX}", without comma or space.`;
  }
  return undefined;
};

/**
 * A custom attribute of the new pool. Custom attributes can be added later, but never removed or changed.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const customAttributeSchema = group({
  /** With its prefix, for example `custom:plan`; at most 20 characters after the prefix. */
  name: textWithout(complaintAbout, 'Write it with its prefix, for example custom:plan.'),
  /** Data type. */
  type: oneOf(CUSTOM_ATTRIBUTE_TYPES),
  /**
   * Shortest value in characters (String) or smallest value (Number).
   * @default - no limit
   */
  min: wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'characters, or a value').optional(),
  /**
   * Longest value in characters (String, at most 2,048) or largest value (Number).
   * @default - no limit
   */
  max: wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'characters, or a value').optional(),
  /**
   * Whether it can change after the profile was created.
   * @default true
   */
  mutable: yesOrNo().default(true),
}).superRefine(({ type, min, max }, context) => {
  const complain = (key: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [key], message });
  if (type === 'Boolean' || type === 'DateTime') {
    for (const [key, value] of Object.entries({ min, max })) {
      if (value !== undefined) complain(key, `does not apply to ${type}. Remove it.`);
    }
    return;
  }
  if (type === 'String') {
    for (const [key, value] of Object.entries({ min, max })) {
      if (value !== undefined && (value < 0 || value > 2048)) {
        complain(key, `${value} is not a length of text in Cognito. Write a number from 0 to 2048.`);
      }
    }
  }
  if (min !== undefined && max !== undefined && min > max) {
    complain('min', `${min} is more than max, ${max}. Exchange them.`);
  }
});

/** Of one entry of `newPool.customAttributes`, with defaults filled in. */
export type CustomAttributeSettings = z.output<typeof customAttributeSchema>;
