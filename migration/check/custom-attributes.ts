/**
 * Custom attributes of the old pool against the schema of the new one, by their names there.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */

import { STANDARD_ATTRIBUTES, travels } from '../attribute-mapping.ts';
import { MARK_ATTRIBUTES, SOURCE_ATTRIBUTES } from '../rules.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { SchemaAttribute, Survey } from './survey.ts';

interface Pair {
  readonly old: SchemaAttribute;
  /** Undefined where the new pool lacks it. */
  readonly now: SchemaAttribute | undefined;
}

const isCustom = ({ name }: SchemaAttribute): boolean => name.startsWith('custom:') && travels(name);

/** Pairs of attributes; those renamed to a standard one, which takes any text, are left out. */
const pairsOf = ({ oldPool, newPool, settings }: Survey): readonly Pair[] => {
  const renames = new Map(Object.entries(settings.renames));
  const schema = new Map(newPool.schema.map((attribute) => [attribute.name, attribute]));
  return oldPool.schema.filter(isCustom).flatMap((old) => {
    const name = renames.get(old.name) ?? old.name;
    return STANDARD_ATTRIBUTES.some((standard) => standard === name) ? [] : [{ old, now: schema.get(name) }];
  });
};

const counterparts = (survey: Survey): readonly { old: SchemaAttribute; now: SchemaAttribute }[] =>
  pairsOf(survey).flatMap(({ old, now }) => (now === undefined ? [] : [{ old, now }]));

const customAttributesMissing: Rule = (survey) => {
  const missing = pairsOf(survey).flatMap(({ old, now }) => (now === undefined ? [old.name] : []));
  return findingIf(missing.length > 0, {
    id: 'custom-attributes-missing',
    severity: 'warning',
    title: 'The new pool lacks custom attributes',
    detail: `The old pool has ${inWords(missing)}, and the new pool has no such attribute: values are dropped and counted.`,
    remedy:
      'Add what you need to newPool.customAttributes (later additions do not bring back what was dropped), or give it a place by renames; accept this finding if the rest may go.',
    link: PAGES.attributes,
  });
};

/** Every bound, with what holds where none is written. */
const bounds = ({ type, min, max }: SchemaAttribute): { min: number; max: number } =>
  type === 'String'
    ? { min: min ?? 0, max: max ?? 2048 }
    : { min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY };

const isTighter = (old: SchemaAttribute, now: SchemaAttribute): boolean =>
  bounds(now).min > bounds(old).min || bounds(now).max < bounds(old).max;

const inBounds = ({ min, max }: SchemaAttribute): string => `${min ?? 'any'} to ${max ?? 'any'}`;

const customAttributesTighter: Rule = (survey) => {
  const tighter = counterparts(survey).filter(({ old, now }) => old.type === now.type && isTighter(old, now));
  return findingIf(tighter.length > 0, {
    id: 'custom-attributes-tighter',
    severity: 'warning',
    title: 'The new pool takes fewer values of a custom attribute',
    detail: `Values outside of the new bounds are dropped and counted: ${inWords(
      tighter.map(({ old, now }) => `${old.name} (was ${inBounds(old)}, is ${inBounds(now)})`),
    )}.`,
    remedy:
      'Widen min and max in newPool.customAttributes before you deploy: they can never be changed later.',
    link: PAGES.attributes,
  });
};

const customAttributesOfOtherType: Rule = (survey) => {
  const others = counterparts(survey).filter(
    ({ old, now }) => old.type !== now.type && now.type !== 'String',
  );
  return findingIf(others.length > 0, {
    id: 'custom-attributes-type',
    severity: 'warning',
    title: 'A custom attribute has another type in the new pool',
    detail: `Values that do not fit the new type are dropped and counted: ${inWords(
      others.map(({ old, now }) => `${old.name} (was ${old.type}, is ${now.type})`),
    )}.`,
    remedy:
      'Give it the old type in newPool.customAttributes before you deploy, or String, which takes all of them.',
    link: PAGES.attributes,
  });
};

const customAttributesFrozen: Rule = (survey) => {
  const frozen = counterparts(survey).filter(({ old, now }) => old.mutable && !now.mutable);
  return findingIf(frozen.length > 0, {
    id: 'custom-attributes-immutable',
    severity: 'warning',
    title: 'A custom attribute can no longer change',
    detail: `${inWords(frozen.map(({ old }) => old.name))} can change in the old pool, and never again after the move.`,
    remedy:
      'Set mutable to true in newPool.customAttributes before you deploy: it can never be changed later.',
    link: PAGES.attributes,
  });
};

const developerAttributes: Rule = ({ oldPool }) => {
  const names = oldPool.schema.map(({ name }) => name).filter((name) => name.startsWith('dev:'));
  return findingIf(names.length > 0, {
    id: 'developer-attributes',
    severity: 'note',
    title: 'Developer-only attributes stay behind',
    detail: `The old pool has ${inWords(names)}: attributes with the prefix dev: do not travel.`,
    remedy:
      'Copy what you need by your own means; a custom attribute that no client may write takes their place.',
    link: PAGES.attributes,
  });
};

/** The link between the pools, which never changes, and what is noted about a person later. */
const sourceAttributesMissing: Rule = ({ newPool }) => {
  const lacks = (mutable: boolean) => (wanted: string) =>
    !newPool.schema.some((attribute) => attribute.name === wanted && attribute.mutable === mutable);
  const missing = [
    ...SOURCE_ATTRIBUTES.filter(lacks(false)).map((name) => `immutable ${name}`),
    ...MARK_ATTRIBUTES.filter(lacks(true)).map((name) => `mutable ${name}`),
  ];
  return findingIf(missing.length > 0, {
    id: 'source-attributes-missing',
    severity: 'blocker',
    title: 'The new pool cannot keep who somebody was',
    detail: `The new pool has no ${inWords(missing)}. The immutable ones link each person to the old pool: without them nobody can be created. The mutable ones say what is done for a person: without them it is tried again and again.`,
    remedy:
      'Move into the pool that the stack makes, or add them as strings to your own pool; "npm run deploy" adds those that came with a newer version.',
    link: PAGES.attributes,
  });
};

/** In the order in which `check` tells of them. */
export const customAttributeRules: readonly Rule[] = [
  sourceAttributesMissing,
  customAttributesMissing,
  customAttributesTighter,
  customAttributesOfOtherType,
  customAttributesFrozen,
  developerAttributes,
];
