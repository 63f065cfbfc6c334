import type { Clock } from '../clock.ts';
import type { ReadingsOfOpenQuestions } from '../cognito/open-questions.ts';
import { checkAttributes } from '../cognito/schema.ts';
import type { MfaMethod, User, UserPool, UserStatus } from '../cognito/state.ts';
import { newUser } from '../cognito/user-pools.ts';
import { nameNewUser } from '../cognito/usernames.ts';
import { MFA_COLUMN, PASSWORD_HASH_COLUMN, USERNAME_COLUMN } from './csv-columns.ts';
import { RowRefused } from './csv-row.ts';

export type ImportedUserReadings = Pick<ReadingsOfOpenQuestions, 'csvBoolean' | 'csvBlankMfaEnabled'>;

interface Needs {
  readonly clock: Clock;
  readonly pool: UserPool;
  readonly readings: ImportedUserReadings;
}

/**
 * The user that a row describes, not yet in the pool. Whoever is imported has no password: RESET_REQUIRED, or
 * CONFIRMED where the pool lets them in by a one-time password. No trigger is called and nobody gets a message.
 * @param cells trimmed, in the order of the header; where they are fewer, the rest is empty
 * @throws RowRefused, CognitoError
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export function importedUser(needs: Needs, header: readonly string[], cells: readonly string[]): User {
  const { clock, pool } = needs;
  const attributes = new Map<string, string>();
  let typed = '';
  let mfaEnabled = '';
  for (const [place, column] of header.entries()) {
    const cell = cells[place] ?? '';
    if (column === USERNAME_COLUMN) typed = cell;
    else if (column === MFA_COLUMN) mfaEnabled = cell;
    else if (column === PASSWORD_HASH_COLUMN) refusePasswordHash(cell);
    else if (cell !== '') attributes.set(column, storedValue(needs, column, cell));
  }
  const name = nameNewUser(pool, username(typed), attributes);
  checkContacts(pool, name.attributes);
  checkAttributes(pool, name.attributes, 'create');
  const mfaMethods = secondFactors(needs, mfaEnabled, name.attributes);
  return newUser(clock, { ...name, status: statusOf(pool, name.attributes), mfaMethods });
}

/** "It can be any Unicode string. However, it cannot contain spaces or tabs." */
function username(typed: string): string {
  if (typed === '') throw new RowRefused('The row has no cognito:username.');
  if (/[ \t]/.test(typed)) throw new RowRefused('The cognito:username has a space or a tab.');
  return typed;
}

function refusePasswordHash(cell: string): void {
  if (cell !== '') throw new RowRefused('The sandbox does not support password hashes.');
}

/** How the pool keeps what the file says. */
function storedValue({ pool, readings }: Needs, column: string, cell: string): string {
  if (column === 'birthdate') return birthdate(cell);
  if (column === 'updated_at') return epochSeconds(cell);
  if (pool.schema.get(column)?.AttributeDataType === 'Boolean')
    return String(booleanOf(column, cell, readings));
  return cell;
}

/** "birthdate values, if present, must be in the format mm/dd/yyyy"; the pool keeps YYYY-MM-DD. */
function birthdate(cell: string): string {
  const [, month, day, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(cell) ?? [];
  const date = `${year}-${month}-${day}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(date)) {
    throw new RowRefused('The birthdate is no date in the format mm/dd/yyyy.');
  }
  return date;
}

/** "The updated_at field value is expected to be epoch time in seconds": eleven digits last beyond the year 5000. */
function epochSeconds(cell: string): string {
  if (!/^\d{1,11}$/.test(cell)) throw new RowRefused('The updated_at is no epoch time in seconds.');
  return cell;
}

function booleanOf(column: string, cell: string, { csvBoolean }: ImportedUserReadings): boolean {
  const spelling = csvBoolean === 'any-case' ? cell.toLowerCase() : cell;
  switch (spelling) {
    case 'TRUE':
    case 'true':
      return true;
    case 'FALSE':
    case 'false':
      return false;
    default:
      throw new RowRefused(`The ${column} is neither TRUE nor FALSE.`);
  }
}

/**
 * Whoever cannot be sent a code could never reset the password. Says of each contact whether it is verified.
 * @throws RowRefused
 */
function checkContacts({ autoVerifiedAttributes }: UserPool, attributes: Map<string, string>): void {
  for (const contact of ['email', 'phone_number'] as const) {
    const flag = `${contact}_verified`;
    if (attributes.get(flag) === 'true' && !attributes.has(contact)) {
      throw new RowRefused(`${flag} is true and there is no ${contact}.`);
    }
    if (attributes.has(contact) && !attributes.has(flag)) attributes.set(flag, 'false');
  }
  if (!autoVerifiedAttributes.some((contact) => attributes.get(`${contact}_verified`) === 'true')) {
    throw new RowRefused(
      'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
    );
  }
}

/**
 * "true" or blank where MFA is required, "false" or blank where it is off. Who has it on gets codes by text message,
 * if the pool and a phone number allow it; there is no column for another factor.
 */
function secondFactors(
  { pool, readings }: Needs,
  cell: string,
  attributes: ReadonlyMap<string, string>,
): Set<MfaMethod> {
  const required = pool.mfaConfiguration === 'ON';
  if (cell === '' && readings.csvBlankMfaEnabled === 'row-fails') {
    throw new RowRefused(`The row has no ${MFA_COLUMN}.`);
  }
  const enabled = cell === '' ? required : booleanOf(MFA_COLUMN, cell, readings);
  if (enabled ? pool.mfaConfiguration === 'OFF' : required) {
    throw new RowRefused(`The ${MFA_COLUMN} contradicts the MFA setting of the user pool.`);
  }
  const bySms = enabled && pool.enabledMfas.includes('SMS_MFA') && attributes.has('phone_number');
  return new Set<MfaMethod>(bySms ? ['SMS_MFA'] : []);
}

const CONTACT_OF_FACTOR = [
  ['EMAIL_OTP', 'email'],
  ['SMS_OTP', 'phone_number'],
] as const;

function statusOf({ signInPolicy }: UserPool, attributes: ReadonlyMap<string, string>): UserStatus {
  const factors = signInPolicy?.AllowedFirstAuthFactors ?? [];
  const passwordless = CONTACT_OF_FACTOR.some(
    ([factor, contact]) => factors.includes(factor) && attributes.has(contact),
  );
  return passwordless ? 'CONFIRMED' : 'RESET_REQUIRED';
}
