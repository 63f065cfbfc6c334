import type { NewProfile } from '../profile-settlement.ts';

/** The `response` member of a User Migration event. */
export interface MigrationResponse {
  readonly userAttributes: Readonly<Record<string, string>>;
  readonly finalUserStatus?: 'CONFIRMED';
  readonly messageAction: 'SUPPRESS';
}

/**
 * The response that creates a profile. No welcome message, because nobody is to notice; the status is left out
 * for RESET_REQUIRED, which is what Cognito makes of its absence.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
export const respond = (profile: NewProfile): MigrationResponse => ({
  userAttributes: Object.fromEntries([...profile.attributes, ['username', profile.username]]),
  ...(profile.status === 'CONFIRMED' ? { finalUserStatus: 'CONFIRMED' } : {}),
  messageAction: 'SUPPRESS',
});

/** The response without attributes: Cognito goes on as for any unknown user. */
export const NO_PROFILE: Readonly<Record<string, never>> = {};
