import { randomInt } from 'node:crypto';
import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import type { Clock } from '../clock.ts';
import { codeDeliveryDetails, type Delivery } from './code-delivery.ts';
import { CognitoError } from './errors.ts';
import type { Outbox } from './outbox.ts';
import type { CodePurpose, User, UserPool } from './state.ts';

const MINUTE = 60_000;

/**
 * Milliseconds that a code works.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const VALIDITY: Readonly<Record<CodePurpose['kind'], number>> = {
  'sign-up': 24 * 60 * MINUTE,
  'forgot-password': 60 * MINUTE,
  'verify-attribute': 24 * 60 * MINUTE,
  mfa: 3 * MINUTE,
};

/** The quota page names 5 to 20 attempts an hour; the sandbox takes the fewest. */
const WRONG_CODES_PER_HOUR = 5;

interface Outstanding {
  readonly code: string;
  readonly purpose: CodePurpose;
  readonly expiresAt: number;
}

/** A code of one purpose replaces the earlier one; `verify-attribute` keeps one per attribute. */
const keyOf = (kind: CodePurpose['kind'], attribute?: string): string =>
  kind === 'verify-attribute' ? `${kind}:${attribute}` : kind;

/** Confirmation codes: six digits, sent to the outbox, good for one use. */
export class Codes {
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #outstanding = new WeakMap<User, Map<string, Outstanding>>();
  readonly #wrongCodes = new WeakMap<User, Map<string, number[]>>();

  constructor(deps: { clock: Clock; outbox: Outbox }) {
    this.#clock = deps.clock;
    this.#outbox = deps.outbox;
  }

  /** Sends a code; an earlier one for the same purpose stops working. */
  issue(pool: UserPool, user: User, purpose: CodePurpose, delivery: Delivery): CodeDeliveryDetailsType {
    const now = this.#clock.now();
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const attribute = purpose.kind === 'verify-attribute' ? purpose.attribute : undefined;
    entry(this.#outstanding, user, () => new Map<string, Outstanding>()).set(keyOf(purpose.kind, attribute), {
      code,
      purpose,
      expiresAt: now + VALIDITY[purpose.kind],
    });
    this.#outbox.put({
      at: now,
      userPoolId: pool.id,
      username: user.username,
      medium: delivery.medium,
      destination: delivery.destination,
      purpose: purpose.kind,
      code,
    });
    return codeDeliveryDetails(delivery);
  }

  /**
   * Uses a code up. `attribute` is needed for `verify-attribute` and ignored otherwise.
   * @throws CognitoError ExpiredCodeException, CodeMismatchException, or LimitExceededException after five
   * wrong codes within an hour
   */
  redeem(
    pool: UserPool,
    user: User,
    kind: CodePurpose['kind'],
    code: string,
    attribute?: string,
  ): CodePurpose {
    const purpose = this.check(pool, user, kind, code, attribute);
    this.discard(user, kind, attribute);
    return purpose;
  }

  /** As `redeem`, but the code can be used again: for a step that may still fail. */
  check(
    _pool: UserPool,
    user: User,
    kind: CodePurpose['kind'],
    code: string,
    attribute?: string,
  ): CodePurpose {
    const key = keyOf(kind, attribute);
    const outstanding = this.#outstanding.get(user)?.get(key);
    this.#refuseTooManyAttempts(user, key);
    if (!outstanding || outstanding.expiresAt <= this.#clock.now()) throw expired();
    if (outstanding.code !== code) {
      entry(this.#wrongCodes, user, () => new Map<string, number[]>())
        .get(key)
        ?.push(this.#clock.now());
      throw mismatch();
    }
    return outstanding.purpose;
  }

  /** What the code that a user has not yet used was sent for. */
  pending(user: User, kind: CodePurpose['kind'], attribute?: string): CodePurpose | undefined {
    const outstanding = this.#outstanding.get(user)?.get(keyOf(kind, attribute));
    return outstanding && outstanding.expiresAt > this.#clock.now() ? outstanding.purpose : undefined;
  }

  discard(user: User, kind: CodePurpose['kind'], attribute?: string): void {
    this.#outstanding.get(user)?.delete(keyOf(kind, attribute));
    this.#wrongCodes.get(user)?.delete(keyOf(kind, attribute));
  }

  #refuseTooManyAttempts(user: User, key: string): void {
    const attempts = entry(this.#wrongCodes, user, () => new Map<string, number[]>());
    const lastHour = (attempts.get(key) ?? []).filter((at) => at > this.#clock.now() - 60 * MINUTE);
    attempts.set(key, lastHour);
    if (lastHour.length >= WRONG_CODES_PER_HOUR) throw tooManyAttempts();
  }
}

const expired = () =>
  new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
const mismatch = () =>
  new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.');
const tooManyAttempts = () =>
  new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

function entry<K extends object, V>(map: WeakMap<K, V>, key: K, create: () => V): V {
  const present = map.get(key);
  if (present) return present;
  const created = create();
  map.set(key, created);
  return created;
}
