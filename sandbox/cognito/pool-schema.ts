import type { CreateUserPoolRequest, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required } from './errors.ts';
import { STANDARD_ATTRIBUTES } from './standard-attributes.ts';

/** Standard attributes whose verification Cognito keeps itself: CreateUserPool does not take them. */
const BUILT_IN = new Set(['sub', 'email_verified', 'phone_number_verified', 'identities']);
const MOST_CUSTOM_ATTRIBUTES = 50;

/**
 * The schema of a new pool: every standard attribute, changed as asked for, then the custom ones.
 * @throws CognitoError InvalidParameterException
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function poolSchema(request: CreateUserPoolRequest): Map<string, SchemaAttributeType> {
  const schema = new Map(STANDARD_ATTRIBUTES.map((attribute) => [String(attribute.Name), { ...attribute }]));
  const custom: SchemaAttributeType[] = [];
  for (const attribute of request.Schema ?? []) {
    const name = required(attribute.Name, 'schema.1.member.name');
    const standard = BUILT_IN.has(name) ? undefined : schema.get(name);
    if (standard) schema.set(name, changedStandard(standard, attribute));
    else custom.push(attribute);
  }
  refuseRequiredAlias(request, schema);
  addCustomAttributes(schema, custom);
  return schema;
}

/** Adds custom attributes, or none. @throws CognitoError InvalidParameterException */
export function addCustomAttributes(
  schema: Map<string, SchemaAttributeType>,
  attributes: readonly SchemaAttributeType[],
): void {
  const named = attributes.map(customAttribute);
  const added = new Map(named.map((attribute) => [String(attribute.Name), attribute]));
  for (const name of added.keys()) {
    if (schema.has(name)) throw invalidParameter(`${name}: Existing attribute already has name ${name}.`);
  }
  if (added.size !== named.length) throw invalidParameter('Duplicate attribute names.');
  const customs = [...schema.keys()].filter((name) => name.includes(':')).length;
  if (customs + added.size > MOST_CUSTOM_ATTRIBUTES) {
    throw invalidParameter(`Number of custom attributes exceeds the limit of ${MOST_CUSTOM_ATTRIBUTES}.`);
  }
  for (const [name, attribute] of added) schema.set(name, attribute);
}

function changedStandard(standard: SchemaAttributeType, wanted: SchemaAttributeType): SchemaAttributeType {
  const { AttributeDataType, DeveloperOnlyAttribute } = wanted;
  if (
    (AttributeDataType !== undefined && AttributeDataType !== standard.AttributeDataType) ||
    DeveloperOnlyAttribute === true
  ) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${standard.Name}`,
    );
  }
  return {
    ...standard,
    Mutable: wanted.Mutable ?? true,
    Required: wanted.Required ?? false,
    ...(wanted.StringAttributeConstraints && {
      StringAttributeConstraints: {
        ...standard.StringAttributeConstraints,
        ...wanted.StringAttributeConstraints,
      },
    }),
    ...(wanted.NumberAttributeConstraints && {
      NumberAttributeConstraints: {
        ...standard.NumberAttributeConstraints,
        ...wanted.NumberAttributeConstraints,
      },
    }),
  };
}

function customAttribute(wanted: SchemaAttributeType): SchemaAttributeType {
  const name = required(wanted.Name, 'customAttributes.1.member.name');
  if (name.length > 20) {
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'schema.1.member.name' failed to satisfy constraint: Member must have length less than or equal to 20`,
    );
  }
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(name))
    throw invalidParameter(`Invalid attribute name ${name}.`);
  if (wanted.Required) throw invalidParameter('Required custom attributes are not supported currently.');
  if (!wanted.AttributeDataType) {
    throw invalidParameter(
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    );
  }
  const prefix = wanted.DeveloperOnlyAttribute ? 'dev:custom:' : 'custom:';
  return {
    Name: `${prefix}${name}`,
    AttributeDataType: wanted.AttributeDataType,
    DeveloperOnlyAttribute: wanted.DeveloperOnlyAttribute ?? false,
    Mutable: wanted.Mutable ?? true,
    Required: false,
    ...(wanted.AttributeDataType === 'String' && {
      StringAttributeConstraints: wanted.StringAttributeConstraints ?? {},
    }),
    ...(wanted.AttributeDataType === 'Number' && {
      NumberAttributeConstraints: wanted.NumberAttributeConstraints ?? {},
    }),
  };
}

/**
 * "You can select preferred_username as required or as an alias, but not both."
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
function refuseRequiredAlias(
  { AliasAttributes }: CreateUserPoolRequest,
  schema: ReadonlyMap<string, SchemaAttributeType>,
): void {
  if (AliasAttributes?.includes('preferred_username') && schema.get('preferred_username')?.Required) {
    throw invalidParameter('preferred_username cannot be both required and an alias.');
  }
}
