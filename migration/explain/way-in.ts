import type { Attempt, Verdict } from './verdict.ts';

/**
 * How somebody gets in without anybody's help: by the password that they have, by a code and a new one, or not at
 * all.
 */
export type WayIn = 'password' | 'code' | 'none';

/** What comes of each attempt by one name. */
export type Verdicts = Readonly<Record<Attempt, Verdict>>;

const LETS_IN: readonly string[] = ['signs-in', 'asks-for-factor', 'asks-for-new-password'];

/** The way that asks least of them. */
export const wayInOf = (verdicts: Pick<Verdicts, 'right-password' | 'forgot-password'>): WayIn => {
  const { 'right-password': signIn, 'forgot-password': forgot } = verdicts;
  if (signIn.kind === 'in-new-pool' && LETS_IN.includes(signIn.answer)) return 'password';
  if (signIn.kind === 'moves' && signIn.profile.status === 'CONFIRMED') return 'password';
  // Whoever moves without a password is one for whom a code can be sent.
  if (signIn.kind === 'moves' || canGetCode(forgot)) return 'code';
  return 'none';
};

/** Whether "Forgot password?" really sends something. */
export const canGetCode = (forgot: Verdict): boolean =>
  forgot.kind === 'moves' || (forgot.kind === 'in-new-pool' && forgot.answer === 'sends-code');
