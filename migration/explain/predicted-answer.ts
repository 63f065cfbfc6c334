import type { RawAnswer } from '../old-pool-answer.ts';
import type { Person } from '../person.ts';
import { factorsInForce } from '../person.ts';
import type { Authentication, OldPoolCalls } from '../ports.ts';
import type { OldClient, OldPoolConditions, PoolMfa } from './old-pool-conditions.ts';
import { CLIENT_OF_THE_STACK } from './old-pool-conditions.ts';

/** What is supposed about a password that nobody types here. */
export type Hypothesis = 'right-password' | 'wrong-password';

/** What must be known, beside the person, to say what the old pool would answer. */
export interface PredictionTerms {
  readonly conditions: OldPoolConditions;
  /** The settings' word on MFA, for when the pool's own could not be read. */
  readonly mfaRequired: boolean;
  /** Whether the settings name a secret for the app client. */
  readonly secretGiven: boolean;
}

const exception = (name: string, message: string): RawAnswer => ({ kind: 'exception', name, message });
const challenge = (name: string, factors?: readonly string[]): RawAnswer => ({
  kind: 'challenge',
  name,
  ...(factors === undefined ? {} : { factors }),
});

const INCORRECT = exception('NotAuthorizedException', 'Incorrect username or password.');
const UNKNOWN = exception('UserNotFoundException', 'User does not exist.');
const DISABLED = exception('NotAuthorizedException', 'User is disabled.');

/**
 * What AdminInitiateAuth with ADMIN_USER_PASSWORD_AUTH would answer, read off the profile. Lockouts, the old pool's
 * own functions, threat protection and the age of a temporary password are not in it: see `unknowable.ts`.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
export const predictAnswer = (
  person: Person | undefined,
  hypothesis: Hypothesis,
  terms: PredictionTerms,
): RawAnswer => {
  const { conditions, secretGiven } = terms;
  if (conditions.client === 'missing') {
    return exception('ResourceNotFoundException', 'User pool client does not exist.');
  }
  const client = conditions.client ?? { ...CLIENT_OF_THE_STACK, hasSecret: secretGiven };
  const objection = objectionToClient(client, secretGiven);
  if (objection !== undefined) return objection;
  if (person === undefined) return client.hidesUserExistence ? INCORRECT : UNKNOWN;
  return (
    answerBeforePassword(person, hypothesis, client) ??
    (hypothesis === 'wrong-password' ? INCORRECT : answerToRightPassword(person, terms))
  );
};

const objectionToClient = (client: OldClient, secretGiven: boolean): RawAnswer | undefined => {
  if (!client.flowAllowed) {
    return exception('InvalidParameterException', 'Auth flow not enabled for this client');
  }
  if (client.hasSecret && !secretGiven) {
    return exception('NotAuthorizedException', 'The client has a secret but SECRET_HASH was not received');
  }
  return !client.hasSecret && secretGiven
    ? exception('NotAuthorizedException', 'The client has no secret but SECRET_HASH was received')
    : undefined;
};

/**
 * States in which the password is not looked at, and the people who have none. A client that hides who exists
 * tells the disabled only after a right password, and never that a password must be reset.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
const answerBeforePassword = (
  person: Person,
  hypothesis: Hypothesis,
  { hidesUserExistence }: OldClient,
): RawAnswer | undefined => {
  if (!person.enabled && !hidesUserExistence) return DISABLED;
  switch (person.status) {
    case 'UNCONFIRMED':
      return exception('UserNotConfirmedException', 'User is not confirmed.');
    case 'RESET_REQUIRED':
      return hidesUserExistence
        ? INCORRECT
        : exception('PasswordResetRequiredException', 'Password reset required for the user');
    case 'EXTERNAL_PROVIDER':
      return INCORRECT;
    default:
      return !person.enabled && hypothesis === 'right-password' ? DISABLED : undefined;
  }
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html */
const answerToRightPassword = (person: Person, terms: PredictionTerms): RawAnswer => {
  if (person.status === 'FORCE_CHANGE_PASSWORD') return challenge('NEW_PASSWORD_REQUIRED');
  const mfa = mfaOf(terms);
  const [only, ...others] = factorsAskedFor(person, mfa);
  if (only === undefined) return mfa.configuration === 'ON' ? challenge('MFA_SETUP') : { kind: 'tokens' };
  return others.length === 0 ? challenge(only) : challenge('SELECT_MFA_TYPE', [only, ...others]);
};

/** The second factors that the pool asks this person for. */
const factorsAskedFor = (person: Pick<Person, 'factors' | 'attributes'>, mfa: PoolMfa) =>
  mfa.configuration === 'OFF'
    ? []
    : factorsInForce(person, { caseSensitive: false, mfaRequired: mfa.configuration === 'ON' }).filter(
        (factor) => mfa.factors.includes(factor),
      );

/** Every second factor that a pool can ask for after a password. */
export const ALL_FACTORS: readonly string[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];

/** The pool's MFA; where it could not be read, what the settings say of it. */
const mfaOf = ({ conditions, mfaRequired }: Pick<PredictionTerms, 'conditions' | 'mfaRequired'>): PoolMfa =>
  conditions.mfa ?? { configuration: mfaRequired ? 'ON' : 'OPTIONAL', factors: ALL_FACTORS };

/**
 * The old pool, if the hypothesis were true: profiles and lists are its own, and nobody signs in. What the trigger
 * decides over it is what it would decide over the pool itself.
 */
export const supposeOldPool = (
  { findUser, listUsers }: Pick<OldPoolCalls, 'findUser' | 'listUsers'>,
  hypothesis: Hypothesis,
  terms: PredictionTerms,
): OldPoolCalls => ({
  findUser,
  listUsers,
  async authenticate(name): Promise<Authentication> {
    const person = await findUser(name);
    const answer = predictAnswer(person, hypothesis, terms);
    const isProven = answer.kind !== 'exception';
    return {
      answer,
      username: isProven ? person?.username : undefined,
      sub: answer.kind === 'tokens' ? person?.sub : undefined,
    };
  },
});
