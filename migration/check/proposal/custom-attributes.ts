import { travels } from '../../attribute-mapping.ts';
import type { CustomAttributeType } from '../../rules.ts';
import { CUSTOM_ATTRIBUTE_TYPES } from '../../rules.ts';
import type { OldPoolSource } from '../old-pool-source.ts';
import type { SchemaAttribute } from '../survey.ts';
import type { Proposed } from './proposed.ts';

/** One entry of the setting `customAttributes`. */
export interface ProposedAttribute {
  readonly name: string;
  readonly type: CustomAttributeType;
  readonly min?: number;
  readonly max?: number;
  readonly mutable?: false;
}

const KEY = 'newPool.customAttributes';
const LONGEST_TEXT = 2048;

/** Bounds that say anything: lengths of text beyond what Cognito takes do not. */
const boundsOf = ({ type, min, max }: SchemaAttribute): Pick<ProposedAttribute, 'min' | 'max'> => {
  const isText = type === 'String';
  return {
    ...(min === undefined || (isText && min <= 0) ? {} : { min }),
    ...(max === undefined || (isText && max >= LONGEST_TEXT) ? {} : { max }),
  };
};

const proposeAttribute = (attribute: SchemaAttribute): ProposedAttribute | string => {
  const { name, mutable } = attribute;
  const type = CUSTOM_ATTRIBUTE_TYPES.find((known) => known === attribute.type);
  if (!travels(name)) return `${KEY}: without ${name}, which only the migration writes.`;
  if (type === undefined) return `${KEY}: without ${name}, whose type ${attribute.type} is not known here.`;
  if (name.includes(','))
    return `${KEY}: without ${name}; a name with a comma cannot be written. Give it another by renames.`;
  const bounds = boundsOf(attribute);
  if (![bounds.min ?? 0, bounds.max ?? 0].every(Number.isSafeInteger)) {
    return `${KEY}: without ${name}, whose bounds are no whole numbers. Add it by hand.`;
  }
  return { name, type, ...bounds, ...(mutable ? {} : { mutable: false as const }) };
};

/**
 * The custom attributes of the old pool.
 * @param most how many there is room for.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const proposeCustomAttributes = (
  { schema }: OldPoolSource,
  most: number,
): Proposed<readonly ProposedAttribute[]> => {
  const proposals = schema.filter(({ name }) => name.startsWith('custom:')).map(proposeAttribute);
  const attributes = proposals.filter((proposal) => typeof proposal !== 'string');
  const reasons = proposals.filter((proposal) => typeof proposal === 'string');
  const beyond = attributes.slice(most).map(({ name }) => name);
  return {
    value: attributes.slice(0, most),
    reasons:
      beyond.length === 0
        ? reasons
        : [
            ...reasons,
            `${KEY}: without ${beyond.join(', ')}: there is room for ${most}. Choose which you need.`,
          ],
  };
};
