import type { OldPool, OldPoolKind } from './old-pools.ts';

export type WorldName =
  | 'main'
  | 'legacy'
  | 'mfa-reset'
  | 'mfa-confirm'
  | 'weak-passwords'
  | 'email-as-username'
  | 'username-only'
  | 'secret-not-given'
  | 'no-such-client';

/** An old pool and what the settings make of the move out of it. */
export interface WorldDefinition {
  readonly oldPool: OldPoolKind;
  readonly title: string;
  /** Over the settings of `main`. */
  readonly settings: (oldPool: OldPool) => {
    readonly oldPool?: Readonly<Record<string, unknown>>;
    readonly newPool?: Readonly<Record<string, unknown>>;
    readonly mfaUsers?: string;
    readonly oldPasswords?: string;
    readonly selfSignUp?: string;
  };
}

export const WORLDS: Readonly<Record<WorldName, WorldDefinition>> = {
  main: {
    oldPool: 'username and e-mail',
    title: 'The settings of the demo',
    settings: () => ({ selfSignUp: 'guarded' }),
  },
  legacy: {
    oldPool: 'username and e-mail',
    title: 'preventUserExistenceErrors: "LEGACY"',
    settings: () => ({ newPool: { preventUserExistenceErrors: 'LEGACY' } }),
  },
  'mfa-reset': {
    oldPool: 'username and e-mail',
    title: 'mfaUsers: "reset"',
    settings: () => ({ mfaUsers: 'reset' }),
  },
  'mfa-confirm': {
    oldPool: 'username and e-mail',
    title: 'mfaUsers: "confirm"',
    settings: () => ({ mfaUsers: 'confirm' }),
  },
  'weak-passwords': {
    oldPool: 'weak passwords',
    title: 'oldPasswords: "reset-if-weaker"',
    settings: () => ({ oldPasswords: 'reset-if-weaker' }),
  },
  'email-as-username': {
    oldPool: 'e-mail as username',
    title: 'An old pool with the e-mail address as username',
    settings: () => ({ oldPool: { caseSensitive: false } }),
  },
  'username-only': {
    oldPool: 'username only',
    title: 'An old pool without aliases',
    settings: () => ({ oldPool: { caseSensitive: false } }),
  },
  'secret-not-given': {
    oldPool: 'username and e-mail',
    title: 'An old app client with a secret that was not given',
    settings: ({ clientIdWithSecret }) => ({ oldPool: { clientId: clientIdWithSecret } }),
  },
  'no-such-client': {
    oldPool: 'username and e-mail',
    title: 'An old app client that does not exist',
    settings: () => ({ oldPool: { clientId: '0123456789abcdefghijklmnop' } }),
  },
};
