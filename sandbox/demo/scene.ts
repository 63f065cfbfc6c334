import type { OldUser } from './people.ts';
import type { Registration } from './registration.ts';
import type { World } from './world.ts';
import type { WorldName } from './worlds.ts';

/** One attempt of one person at the new pool, and what must come of it. */
export interface Scene {
  /** Who this is, for people. */
  readonly kind: string;
  /** @default "main" */
  readonly world?: WorldName;
  readonly flow: 'sign-in' | 'forgot-password';
  /** Made in the old pool of the world before the first scene. */
  readonly user?: OldUser;
  /** Username in the old pool of whoever this is about; absent: the old pool knows nobody like that. */
  readonly person?: string;
  readonly typed: string;
  /** What they type as password; for `forgot-password` the one they had. */
  readonly password: string;
  /** The one of the old pool, where they type another. */
  readonly oldPassword?: string;
  /** Somebody registers in the new pool before that. */
  readonly registration?: Registration;
  /** What happened to the world just before. */
  readonly before?: (world: World) => Promise<void> | void;
  /** Undoes `before` for the next scene. */
  readonly after?: (world: World) => Promise<void> | void;
  readonly expected: Expectation;
}

/** What the app, the operator and the old pool see. */
export interface Expectation {
  /**
   * `tokens`, `profile`, a challenge or an exception, with its text where only that tells it apart; `connection dropped`
   * or `no answer in time`; null: not asked.
   */
  readonly oldPoolAnswer: string | null;
  /** `tokens`, `code-sent`, `code-simulated`, a challenge name or an exception name. */
  readonly clientSaw: string;
  /** `UserStatus` in the new pool when the scene ends; null: nobody there. */
  readonly newPoolStatus: string | null;
  /** Whether the old password works at the new pool by itself; null: the person has not moved. */
  readonly passwordKept: boolean | null;
  readonly triggerInvoked: boolean;
  /** `cognito:groups` of the ID token, sorted, with commas between. @default "" */
  readonly groups?: string;
}

/** The password was proven: the same one works from now on. */
export const moved = (oldPoolAnswer = 'tokens'): Expectation => ({
  oldPoolAnswer,
  clientSaw: 'tokens',
  newPoolStatus: 'CONFIRMED',
  passwordKept: true,
  triggerInvoked: true,
});

/** The profile moved; the person must prove their e-mail address or phone number before any token. */
export const mustReset = (oldPoolAnswer: string, clientSaw = 'NotAuthorizedException'): Expectation => ({
  oldPoolAnswer,
  clientSaw,
  newPoolStatus: 'RESET_REQUIRED',
  passwordKept: false,
  triggerInvoked: true,
});

/** Cognito answers as for anybody it does not know. */
export const declined = (
  oldPoolAnswer: string | null,
  clientSaw = 'NotAuthorizedException',
): Expectation => ({
  oldPoolAnswer,
  clientSaw,
  newPoolStatus: null,
  passwordKept: null,
  triggerInvoked: true,
});

/** The old pool could not say; the person sees one neutral sentence and may try again. */
export const failed = (oldPoolAnswer: string): Expectation =>
  declined(oldPoolAnswer, 'UserNotFoundException');

/** The code arrived and was used for a new password. */
export const codeSent = (oldPoolAnswer = 'profile'): Expectation => ({
  oldPoolAnswer,
  clientSaw: 'code-sent',
  newPoolStatus: 'CONFIRMED',
  passwordKept: false,
  triggerInvoked: true,
});

/** Cognito pretends to have sent a code, so that nobody learns who has an account. */
export const codeSimulated = (oldPoolAnswer: string | null): Expectation => ({
  oldPoolAnswer,
  clientSaw: 'code-simulated',
  newPoolStatus: null,
  passwordKept: null,
  triggerInvoked: true,
});

/** The password of a person of the demo. */
export const passwordOf = (username: string): string => `Old-pass-0f-${username}!`;

/** A confirmed person with a verified e-mail address, signing in by username; `details` vary one thing. */
export const signIn = (
  kind: string,
  username: string,
  expected: Expectation,
  { user = {}, ...details }: Omit<Partial<Scene>, 'user'> & { readonly user?: Partial<OldUser> } = {},
): Scene => ({
  kind,
  flow: 'sign-in',
  person: username,
  typed: username,
  password: passwordOf(username),
  user: {
    username,
    password: passwordOf(username),
    attributes: { email: `${username}@example.com`, email_verified: 'true' },
    ...user,
  },
  expected,
  ...details,
});

/** An attempt by or at somebody whom an earlier scene has made, or whom nobody knows. */
export const again = (scene: Omit<Scene, 'user'>): Scene => scene;
