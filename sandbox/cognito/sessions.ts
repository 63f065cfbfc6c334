import { randomBytes } from 'node:crypto';
import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Clock } from '../clock.ts';
import { notAuthorized } from './errors.ts';
import type { MfaMethod, User } from './state.ts';

/** What the service remembers between a challenge and its answer. */
export interface ChallengeSession {
  readonly challenge: ChallengeNameType;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Absent in the simulated SRP exchange with a user who does not exist. */
  readonly user?: User;
  /** What the challenge told the client to call the user from now on; a secret hash is made of it. */
  readonly username: string;
  readonly clientMetadata?: Readonly<Record<string, string>>;
  /** SRP only. */
  readonly srp?: {
    readonly A: bigint;
    readonly b: bigint;
    readonly salt: bigint;
    readonly secretBlock: string;
  };
  /** Methods that the person may choose from (SELECT_MFA_TYPE) or enrol in (MFA_SETUP). */
  readonly mfaMethods?: readonly MfaMethod[];
  /** Base32 secret of an authenticator app that is being set up, and whether its first code was right. */
  readonly totp?: { readonly secret: string; readonly verified: boolean };
  /** The person has just replaced a temporary password; the tokens' trigger source says so. */
  readonly newPassword?: boolean;
  /** The client's `AuthSessionValidity`. */
  readonly validityMinutes: number;
  /** Wrong MFA codes so far. */
  readonly wrongCodes: number;
  readonly expiresAt: number;
}

type SessionInit = Omit<ChallengeSession, 'expiresAt' | 'wrongCodes' | 'validityMinutes'> & {
  /** @default 3, as in CreateUserPoolClient */
  readonly validityMinutes?: number | undefined;
};

/** Authenticator codes that one session takes; the quota page gives no figure, this is the one of sent codes. */
const MOST_WRONG_CODES = 5;

/** The `Session` strings of unfinished sign-ins: opaque, good for one answer, soon gone. */
export class Sessions {
  /** Authenticator secrets that a signed-in user has been given but not proven yet, base32. */
  readonly totpSetups = new WeakMap<User, string>();
  readonly #clock: Clock;
  readonly #sessions = new Map<string, ChallengeSession>();

  constructor(deps: { clock: Clock }) {
    this.#clock = deps.clock;
  }

  open(init: SessionInit): string {
    this.#forgetExpired();
    const id = randomBytes(96).toString('base64url');
    const { validityMinutes = 3 } = init;
    this.#sessions.set(id, {
      ...init,
      validityMinutes,
      wrongCodes: 0,
      expiresAt: this.#clock.now() + validityMinutes * 60_000,
    });
    return id;
  }

  /** The session, which is then used up. Throws NotAuthorizedException if it is unknown, used or expired. */
  take(id: string | undefined): ChallengeSession {
    const session = this.peek(id);
    this.#sessions.delete(id ?? '');
    return session;
  }

  /** As `take`, but the session stays. */
  peek(id: string | undefined): ChallengeSession {
    const session = this.#sessions.get(id ?? '');
    if (session === undefined) throw notAuthorized('Invalid session for the user.');
    if (session.expiresAt <= this.#clock.now()) {
      throw notAuthorized('Invalid session for the user, session is expired.');
    }
    return session;
  }

  /** False, and the session is gone, when these were too many wrong codes. */
  countWrongCode(id: string): boolean {
    const session = this.peek(id);
    const wrongCodes = session.wrongCodes + 1;
    if (wrongCodes >= MOST_WRONG_CODES) {
      this.#sessions.delete(id);
      return false;
    }
    this.#sessions.set(id, { ...session, wrongCodes });
    return true;
  }

  /** The oldest stand first; one behind a longer-lived one stays a little longer, expired all the same. */
  #forgetExpired(): void {
    for (const [id, session] of this.#sessions) {
      if (session.expiresAt > this.#clock.now()) return;
      this.#sessions.delete(id);
    }
  }
}
