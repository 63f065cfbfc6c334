import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, invalidParameter } from '../cognito/errors.ts';

/**
 * The SDK carries the shape of every operation as nested arrays (`[kind, namespace, name, traits, ...]`): so a
 * request is checked for types and required members before an operation reads it.
 */
const STRING = 0;
const NUMERIC = 1;
const BOOLEAN = 2;
/** Unless a trait says otherwise, a time travels as epoch seconds. */
const TIMESTAMP = 4;
const DOCUMENT = 15;
/** Added to the type of the members: a list, or a map, of them. */
const LIST_OF = 64;
const MAP_OF = 128;
const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const OPERATION = 9;

/** The requests of one service. */
export class RequestShapes {
  readonly #inputs: ReadonlyMap<string, unknown>;

  /** @param sdk all that a client package exports */
  constructor(sdk: object) {
    this.#inputs = new Map(
      Object.values(sdk).flatMap((schema: unknown) => {
        const [kind, , name, , input] = Array.isArray(schema) ? schema : [];
        return kind === OPERATION && typeof name === 'string' ? [[name, resolved(input)] as const] : [];
      }),
    );
  }

  /** Whether the service has such an operation, supported here or not. */
  has(operation: string): boolean {
    return this.#inputs.has(operation);
  }

  /**
   * @throws CognitoError SerializationException for a member of another type than the API says,
   * InvalidParameterException for missing required members
   */
  check(operation: string, input: unknown): void {
    const schema = this.#inputs.get(operation);
    check(schema, input);
    if (isRecord(input)) checkRequired(schema, input);
  }
}

const COGNITO = new RequestShapes(sdk);

/** Whether Cognito has such an operation, supported here or not. */
export const isOperationOfCognito = (operation: string): boolean => COGNITO.has(operation);

/** As `RequestShapes.check`. */
export const checkRequestShape = (operation: string, input: unknown): void => COGNITO.check(operation, input);

function checkRequired(schema: unknown, input: Readonly<Record<string, unknown>>): void {
  const [, , , , names, , count] = Array.isArray(schema) ? schema : [];
  const required = Array.isArray(names) && typeof count === 'number' ? names.slice(0, count).map(String) : [];
  const missing = required.filter((name) => (input[name] ?? undefined) === undefined);
  if (missing.length === 0) return;
  const faults = missing.map(
    (name) => `Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
  );
  const errors = missing.length === 1 ? 'validation error' : 'validation errors';
  throw invalidParameter(`${missing.length} ${errors} detected: ${faults.join('; ')}`);
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function check(schemaOrMember: unknown, value: unknown): void {
  if (value === null || value === undefined) return;
  const schema = resolved(schemaOrMember);
  if (typeof schema === 'number') checkSimple(schema, value);
  else if (Array.isArray(schema)) checkNamed(schema, value);
}

function checkNamed(schema: readonly unknown[], value: unknown): void {
  switch (schema[0]) {
    case LIST:
      for (const item of asList(value)) check(schema[4], item);
      return;
    case MAP:
      for (const item of Object.values(asRecord(value))) check(schema[5], item);
      return;
    case STRUCTURE:
      checkMembers(schema[4], schema[5], asRecord(value));
      return;
    default:
      check(schema[4], value);
  }
}

function checkMembers(names: unknown, schemas: unknown, value: Readonly<Record<string, unknown>>): void {
  if (!Array.isArray(names) || !Array.isArray(schemas)) return;
  for (const [place, name] of names.entries()) {
    if (Object.hasOwn(value, String(name))) check(schemas[place], value[String(name)]);
  }
}

function checkSimple(type: number, value: unknown): void {
  if (type >= MAP_OF) {
    for (const item of Object.values(asRecord(value))) check(type - MAP_OF, item);
  } else if (type >= LIST_OF) {
    for (const item of asList(value)) check(type - LIST_OF, item);
  } else if (!hasType(type, value)) {
    throw unreadable();
  }
}

function hasType(type: number, value: unknown): boolean {
  switch (type) {
    case STRING:
      return typeof value === 'string';
    case NUMERIC:
    case TIMESTAMP:
      return typeof value === 'number';
    case BOOLEAN:
      return typeof value === 'boolean';
    default:
      return type === DOCUMENT || typeof value === 'string';
  }
}

function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable();
  return value;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw unreadable();
  return value;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema is given by reference, or together with the traits of the member that has it. */
function resolved(schema: unknown): unknown {
  if (typeof schema === 'function') return resolved(schema());
  if (Array.isArray(schema) && typeof schema[0] !== 'number') return resolved(schema[0]);
  // A member of simple type: [type, traits].
  if (Array.isArray(schema) && schema.length === 2) return schema[0];
  return schema;
}

export const unreadable = () => new CognitoError('SerializationException', 'Unable to parse the request.');
