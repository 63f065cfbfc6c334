import type { ConfigurationReason, DeclineReason, FailReason, TransientReason } from '../reasons.ts';

/** Why somebody does not get in, in words for people. */
export interface Words {
  /** For the operator: what is the matter. */
  readonly why: string;
  /** For the operator: the one thing to do about it; absent where there is nothing to do. */
  readonly remedy?: string;
  /** For the person, as the operator would write it. */
  readonly tell: string;
}

const WE_ARE_ON_IT = 'Something is wrong on our side. We are mending it and will write to you.';
const NEW_ACCOUNT = 'Your sign-up was never completed. Please sign up again.';
const LATER = 'Please try again in a few minutes.';

/** One text for each reason why the trigger declines. */
export const DECLINE_WORDS: Readonly<Record<DeclineReason, Words>> = {
  'unknown-trigger-source': {
    why: 'The function was called for something else than a sign-in or a forgotten password.',
    remedy: 'Attach it as User Migration trigger and as no other.',
    tell: WE_ARE_ON_IT,
  },
  'malformed-event': {
    why: 'The function was called without a name or a password.',
    remedy: 'Look at what the app sends.',
    tell: WE_ARE_ON_IT,
  },
  'malformed-name': {
    why: 'Cognito takes no name with spaces or control characters, or of more than 128 characters.',
    remedy: 'Explain the name without what was typed around it.',
    tell: 'Please type your username or e-mail address without spaces.',
  },
  'unknown-user': {
    why: 'No look-up finds anybody in the old pool by this name.',
    remedy: 'Ask for another name of theirs: username, e-mail address or phone number.',
    tell: 'We do not know that name. Please try the username or e-mail address of your account.',
  },
  'ambiguous-preferred-username': {
    why: 'Several users of the old pool have this preferred_username; it belongs to none of them.',
    remedy: 'Decide who keeps it in the old pool, or have each sign in by username or e-mail address.',
    tell: 'Please sign in with your username or e-mail address instead of this name.',
  },
  'lookup-throttled': {
    why: 'The old pool throttled the look-up.',
    remedy: 'See what else lists users: ListUsers has 30 requests a second in the whole account.',
    tell: LATER,
  },
  'wrong-password': {
    why: 'The old pool refuses the password.',
    tell: 'That is not your password. Please choose "Forgot password?".',
  },
  'locked-out': {
    why: 'The old pool lets nobody try a password after too many wrong ones.',
    remedy: 'Nothing: it ends by itself, after 15 minutes at the most.',
    tell: 'Please wait a quarter of an hour, then try again.',
  },
  disabled: {
    why: 'They are disabled in the old pool.',
    remedy: 'Nothing, if they are to stay out; else enable them in the old pool.',
    tell: 'Your account is disabled.',
  },
  'temporary-password-expired': {
    why: 'Their temporary password has expired.',
    remedy: 'Have them choose "Forgot password?", or set another temporary password in the old pool.',
    tell: 'The password that we sent you has expired. Please choose "Forgot password?".',
  },
  unconfirmed: {
    why: 'They never confirmed their sign-up in the old pool.',
    remedy: 'Nothing: they never signed in, and can sign up in the new pool.',
    tell: NEW_ACCOUNT,
  },
  federated: {
    why: 'They sign in with an identity provider and have no password.',
    remedy: 'Set the provider up in the new pool: they are created there when they next sign in.',
    tell: 'Please sign in with the provider that you have always used, without a password of ours.',
  },
  'unknown-status': {
    why: 'They have a status that the migration does not know.',
    remedy: 'Look at them in the old pool; reset their password there if they are real.',
    tell: WE_ARE_ON_IT,
  },
  'refused-by-old-trigger': {
    why: 'A function of the old pool refuses them.',
    remedy: 'Read the log of its PreAuthentication function, or have it let validationData.migration pass.',
    tell: WE_ARE_ON_IT,
  },
  'refused-by-threat-protection': {
    why: 'Threat protection of the old pool blocks the sign-in.',
    remedy: "Set it to audit only for the migration's app client in the old pool.",
    tell: WE_ARE_ON_IT,
  },
  'refused-other': {
    why: 'The old pool refuses them in words that the migration does not know.',
    remedy: 'Try the sign-in at the old app, and look at the answer.',
    tell: WE_ARE_ON_IT,
  },
  'second-factor': {
    why: 'They have a second factor, which cannot move, and mfaUsers is "decline".',
    remedy: 'Have them switch it off in the old app, or set mfaUsers to "reset".',
    tell: 'Please switch two-factor sign-in off in the old app, sign in here, and switch it on again.',
  },
  'forgot-password-off': {
    why: 'The setting forgotPassword is "decline": a forgotten password moves nobody.',
    remedy: 'Have them reset the password in the old app, or set forgotPassword to "migrate".',
    tell: 'Please sign in with your password. If you have forgotten it, reset it in the old app first.',
  },
  'no-recovery-channel': {
    why: 'A code could reach them nowhere: no verified contact that is not their second factor itself.',
    remedy: 'Make sure that an address is theirs, and set it as verified in the old pool.',
    tell: 'We have no confirmed address of yours to which we could send a code. Please contact us.',
  },
  'already-moved': {
    why: 'They have moved, and the new pool does not know them by this name any more.',
    remedy: 'Nothing: their names are those of the new pool.',
    tell: 'Please sign in with your new e-mail address or username.',
  },
  'case-conflict': {
    why: 'Another user of the old pool has the same username but for capital letters.',
    remedy: 'Decide who keeps the name, and create the other under a new one: usernames cannot be changed.',
    tell: 'Your username is no longer possible. We will give you another and write to you.',
  },
  'not-a-sign-in-name': {
    why: 'The new pool would not let them in by this name again: it is no alias there, or not verified.',
    remedy: 'Have them sign in by another name, or verify the address in the old pool.',
    tell: 'Please sign in with your username instead.',
  },
  'preferred-username-withheld': {
    why: 'They may not keep this preferred_username: it is the name of somebody else, or no valid one.',
    remedy: 'Have them sign in by username or e-mail address.',
    tell: 'Please sign in with your username or e-mail address instead of this name.',
  },
  'contact-taken': {
    why: 'Somebody of the new pool has this e-mail address or phone number.',
    remedy: 'Find out whose it is, and give one of the two another.',
    tell: 'Please sign in with your username: your address belongs to another account here.',
  },
  'name-taken': {
    why: 'Somebody of the new pool has their username, and somebody their old sub.',
    remedy: 'Find out who that is, and free the name in the new pool.',
    tell: WE_ARE_ON_IT,
  },
};

const TRANSIENT_WORDS: Readonly<Record<TransientReason, Words>> = {
  throttled: {
    why: 'The old pool throttles the trigger.',
    remedy: 'See what else signs people in: the account has 120 sign-ins a second.',
    tell: LATER,
  },
  'timed-out': {
    why: 'The old pool did not answer within the five seconds of a trigger.',
    remedy: 'Look at the latency of the old pool and of its functions.',
    tell: LATER,
  },
  'internal-error': {
    why: 'The old pool had an error of its own.',
    remedy: 'Try again; see the health of Amazon Cognito if it lasts.',
    tell: LATER,
  },
  network: {
    why: 'The old pool could not be reached.',
    remedy: 'Try again; look at the Region in the settings if it lasts.',
    tell: LATER,
  },
  'old-trigger-error': {
    why: 'A function of the old pool broke down.',
    remedy: "Read the logs of the old pool's functions.",
    tell: LATER,
  },
  'code-delivery': {
    why: 'The old pool could not send a code for their second factor.',
    remedy: 'Look at its e-mail and SMS settings.',
    tell: LATER,
  },
};

const CONFIGURATION_WORDS: Readonly<Record<ConfigurationReason, Words>> = {
  'flow-not-enabled': {
    why: "The migration's app client in the old pool does not allow ADMIN_USER_PASSWORD_AUTH. Nobody can move.",
    remedy: 'Add ALLOW_ADMIN_USER_PASSWORD_AUTH to the client.',
    tell: WE_ARE_ON_IT,
  },
  'client-secret': {
    why: "The secret of the migration's app client and oldPool.clientSecretArn do not fit. Nobody can move.",
    remedy:
      'Store the secret in Secrets Manager and set oldPool.clientSecretArn, or use a client without one.',
    tell: WE_ARE_ON_IT,
  },
  'no-permission': {
    why: 'The function may not call the old pool. Nobody can move.',
    remedy: "Look at the function's role, and at oldPool.roleArn where the old pool is in another account.",
    tell: WE_ARE_ON_IT,
  },
  'no-such-pool-or-client': {
    why: 'The old pool has no app client with the id of the settings. Nobody can move.',
    remedy: 'Correct oldPool.clientId, or leave it out and deploy: the stack then creates a client.',
    tell: WE_ARE_ON_IT,
  },
  'old-pool-configuration': {
    why: 'The old pool refuses because of its own settings.',
    remedy: 'Try a sign-in at the old app, and mend what it names.',
    tell: WE_ARE_ON_IT,
  },
  'function-environment': {
    why: "The function's environment is not what the stack writes. Nobody can move.",
    remedy: 'Deploy the stack again.',
    tell: WE_ARE_ON_IT,
  },
};

/** One text for each reason why the trigger fails. */
export const FAIL_WORDS: Readonly<Record<FailReason, Words>> = { ...TRANSIENT_WORDS, ...CONFIGURATION_WORDS };
