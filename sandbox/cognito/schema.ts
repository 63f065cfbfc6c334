import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, invalidParameter } from './errors.ts';
import { NOT_CLIENT_WRITABLE, STANDARD_ATTRIBUTE_NAMES } from './standard-attributes.ts';
import type { AppClient, UserPool } from './state.ts';

/**
 * Both kinds of `create` may set immutable attributes; only the first demands the required ones. An
 * administrator may leave those to the person (NEW_PASSWORD_REQUIRED), a migrated user gets defaults.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
export type AttributeMode = 'create' | 'create-without-required' | 'update';

/** The API's limit for any attribute value, in characters. */
const LONGEST_VALUE = 2048;

/**
 * Whether a user of this pool may have these attributes.
 * @throws CognitoError InvalidParameterException that names every attribute at fault
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function checkAttributes(
  pool: UserPool,
  attributes: ReadonlyMap<string, string | undefined>,
  mode: AttributeMode,
): void {
  checkLengths(attributes);
  const faults: string[] = [];
  for (const [name, value] of attributes) {
    const schema = pool.schema.get(name);
    if (!schema) faults.push(`${name}: Attribute does not exist in the schema.`);
    else if (value !== undefined && value !== '') faults.push(...valueFaults(name, value, schema));
  }
  if (mode === 'create') faults.push(...missing(pool, attributes));
  if (faults.length > 0) {
    throw invalidParameter(`Attributes did not conform to the schema: ${faults.join('\n')}\n`);
  }
  checkMutability(pool, attributes, mode);
  checkContacts(attributes);
}

/**
 * Whether an app client may write these attributes: by default the standard ones, verified flags excepted.
 * @throws CognitoError NotAuthorizedException
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
 */
export function checkWritable(client: AppClient, names: Iterable<string>): void {
  for (const name of names) {
    if (!mayWrite(client, name)) {
      throw new CognitoError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
    }
  }
}

const mayWrite = ({ writeAttributes }: AppClient, name: string): boolean =>
  writeAttributes
    ? writeAttributes.includes(name)
    : STANDARD_ATTRIBUTE_NAMES.has(name) && !NOT_CLIENT_WRITABLE.has(name);

/** Whether an app client may read an attribute; by default the standard ones. */
export const mayRead = ({ readAttributes }: AppClient, name: string): boolean =>
  name === 'sub' || (readAttributes ? readAttributes.includes(name) : STANDARD_ATTRIBUTE_NAMES.has(name));

function checkLengths(attributes: ReadonlyMap<string, string | undefined>): void {
  let position = 0;
  for (const [name, value] of attributes) {
    position += 1;
    if (name.length < 1 || name.length > 32) {
      throw constraint(`userAttributes.${position}.member.name`, 'length less than or equal to 32');
    }
    if (value !== undefined && value.length > LONGEST_VALUE) {
      throw constraint(
        `userAttributes.${position}.member.value`,
        `length less than or equal to ${LONGEST_VALUE}`,
      );
    }
  }
}

const constraint = (member: string, wanted: string) =>
  invalidParameter(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have ${wanted}`,
  );

function valueFaults(name: string, value: string, schema: SchemaAttributeType): string[] {
  switch (schema.AttributeDataType) {
    case 'Number':
      return numberFaults(value, schema).map((fault) => `${name}: ${fault}`);
    case 'Boolean':
      return /^(true|false)$/i.test(value) ? [] : [`${name}: Value must be a boolean`];
    case 'DateTime':
      return Number.isNaN(Date.parse(value)) ? [`${name}: Value must be a date and time`] : [];
    default:
      return stringFaults(name, value, schema).map((fault) => `${name}: ${fault}`);
  }
}

function stringFaults(
  name: string,
  value: string,
  { StringAttributeConstraints }: SchemaAttributeType,
): string[] {
  const { MinLength, MaxLength } = StringAttributeConstraints ?? {};
  if (MinLength !== undefined && value.length < Number(MinLength)) {
    return [`String must be no less than ${MinLength} characters`];
  }
  if (MaxLength !== undefined && value.length > Number(MaxLength)) {
    return [`String must be no longer than ${MaxLength} characters`];
  }
  if (name === 'birthdate' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return ['Invalid date format'];
  return [];
}

function numberFaults(value: string, { NumberAttributeConstraints }: SchemaAttributeType): string[] {
  const { MinValue, MaxValue } = NumberAttributeConstraints ?? {};
  if (!/^-?\d+(\.\d+)?$/.test(value)) return ['Value must be a number'];
  if (MinValue !== undefined && Number(value) < Number(MinValue))
    return [`Number must be no less than ${MinValue}`];
  if (MaxValue !== undefined && Number(value) > Number(MaxValue)) {
    return [`Number must be no greater than ${MaxValue}`];
  }
  return [];
}

const missing = (pool: UserPool, attributes: ReadonlyMap<string, string | undefined>): string[] =>
  [...pool.schema.values()].flatMap(({ Name, Required }) =>
    Required && Name !== undefined && Name !== 'sub' && !attributes.get(Name)
      ? [`${Name}: The attribute is required`]
      : [],
  );

function checkMutability(
  pool: UserPool,
  attributes: ReadonlyMap<string, string | undefined>,
  mode: AttributeMode,
): void {
  const frozen = [...attributes.keys()].filter(
    (name) => name === 'sub' || (mode === 'update' && pool.schema.get(name)?.Mutable === false),
  );
  if (frozen.length > 0) {
    throw invalidParameter(frozen.map((name) => `user.${name}: Attribute cannot be updated.\n`).join(''));
  }
}

const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[^\s@.,:;<>()[\]\\"]+(\.[^\s@.,:;<>()[\]\\"]+)*$/u;
const PHONE_NUMBER = /^\+[1-9]\d{1,14}$/;

export const looksLikeEmail = (text: string): boolean => EMAIL.test(text);
export const looksLikePhoneNumber = (text: string): boolean => PHONE_NUMBER.test(text);

function checkContacts(attributes: ReadonlyMap<string, string | undefined>): void {
  const email = attributes.get('email');
  const phoneNumber = attributes.get('phone_number');
  if (email && !looksLikeEmail(email)) throw invalidParameter('Invalid email address format.');
  if (phoneNumber && !looksLikePhoneNumber(phoneNumber))
    throw invalidParameter('Invalid phone number format.');
}
