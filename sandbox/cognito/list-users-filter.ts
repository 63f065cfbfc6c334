import { invalidParameter } from './errors.ts';
import type { ReadingsOfOpenQuestions } from './open-questions.ts';
import type { User } from './state.ts';
import { INDEXED_ATTRIBUTES, type IndexedAttribute, type UserIndex } from './user-index.ts';
import type { UserSequence } from './user-sequence.ts';

const isIndexed = (name: string): name is IndexedAttribute =>
  INDEXED_ATTRIBUTES.some((attribute) => attribute === name);

type Searchable = 'username' | 'sub' | 'status' | 'cognito:user_status' | IndexedAttribute;

const isSearchable = (name: string): name is Searchable =>
  name === 'username' ||
  name === 'sub' ||
  name === 'status' ||
  name === 'cognito:user_status' ||
  isIndexed(name);

export interface Filter {
  readonly attribute: Searchable;
  readonly comparison: '=' | '^=';
  readonly value: string;
}

/**
 * Parses `AttributeName Filter-Type "Value"`; a quotation mark within the value is escaped with a backslash.
 * Undefined for no filter.
 * @throws CognitoError InvalidParameterException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export function parseFilter(text: string | undefined): Filter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  if (text.length > 256) {
    throw invalidParameter(
      "1 validation error detected: Value at 'filter' failed to satisfy constraint: Member must have length less than or equal to 256",
    );
  }
  const parts = /^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/su.exec(text);
  if (!parts) throw invalidParameter('Error while parsing filter.');
  const [, attribute = '', comparison, value = ''] = parts;
  if (!isSearchable(attribute)) throw invalidParameter(`Invalid search attribute: ${attribute}`);
  return {
    attribute,
    comparison: comparison === '^=' ? '^=' : '=',
    value: value.replaceAll(/\\(.)/gsu, '$1'),
  };
}

type CaseReading = Pick<ReadingsOfOpenQuestions, 'listUsersUsernameFilter'>;

/** `username` minds case unless read otherwise, `status` and `sub` do, everything else does not. */
const mindsCase = (attribute: Searchable, { listUsersUsernameFilter }: CaseReading): boolean => {
  if (attribute === 'username') return listUsersUsernameFilter === 'case-sensitive';
  return attribute === 'status' || attribute === 'sub';
};

/** Whether a user passes. */
export function matcher(filter: Filter, readings: CaseReading): (user: User) => boolean {
  const same = mindsCase(filter.attribute, readings)
    ? (text: string) => text
    : (text: string) => text.toLowerCase();
  const wanted = same(filter.value);
  return (user) => {
    const value = searchedValue(user, filter.attribute);
    if (value === undefined) return false;
    return filter.comparison === '=' ? same(value) === wanted : same(value).startsWith(wanted);
  };
}

function searchedValue(user: User, attribute: Searchable): string | undefined {
  switch (attribute) {
    case 'username':
      return user.username;
    case 'sub':
      return user.sub;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    case 'cognito:user_status':
      return user.status;
    default:
      return user.attributes.get(attribute);
  }
}

/** What a page is cut from. */
export type Candidates = Pick<UserSequence, 'length' | 'at'>;

/** As few users as the indexes can name, among whom everybody who passes the filter is to be found. */
export function candidates(index: UserIndex, filter: Filter | undefined, readings: CaseReading): Candidates {
  if (!filter || filter.value === '') return index.all;
  const { attribute, comparison, value } = filter;
  if (attribute === 'sub') return comparison === '=' ? only(index.sub(value)) : index.subPrefix(value);
  // The index folds case only where the pool does.
  if (comparison === '=' && attribute === 'username' && mindsCase(attribute, readings)) {
    return only(index.username(value));
  }
  if (comparison === '=' && isIndexed(attribute)) return index.value(attribute, value);
  return index.all;
}

/** One place even where nobody stands on it, so that a user who goes between two pages moves nothing. */
const only = (user: User | undefined): Candidates => ({ length: 1, at: () => user });
