import { HARSHER_IMPORT_READINGS, type ReadingsOfImportQuestions } from '../import-jobs/open-questions.ts';

/**
 * Where AWS's documentation is silent or contradicts itself, the sandbox takes the harsher reading and can play
 * the other. One member per question that matters to a migration; `sandbox/README.md` lists them with sources.
 */
export interface ReadingsOfOpenQuestions extends ReadingsOfImportQuestions {
  /** Exception type of a throwing UserMigration function on InitiateAuth / AdminInitiateAuth. */
  readonly failedMigrationOnSignIn: 'UserNotFoundException' | 'UserLambdaValidationException';
  /** With PreventUserExistenceErrors ENABLED, whether a throwing function's text reaches the client. */
  readonly failedMigrationUnderEnabled: 'message' | 'generic';
  /** Whether `username` in the trigger's response must match the request to the letter even where case is folded. */
  readonly usernameMatch: 'exact' | 'case-insensitive';
  /** Whether a `preferred_username` equal to the user's own username is refused. */
  readonly preferredUsernameEqualsUsername: 'refused' | 'accepted';
  /** Whether a call that timed out is made again (2023 text: up to three attempts). */
  readonly retryOfTimedOutTrigger: 'three-attempts' | 'one-attempt';
  /** Whether the `username` filter of ListUsers minds case. */
  readonly listUsersUsernameFilter: 'case-sensitive' | 'case-insensitive';
  /** Whether a finalUserStatus of RESET_REQUIRED is taken on sign-in, or refused as invalid. */
  readonly explicitResetRequired: 'accepted' | 'refused';
  /** Whether PreSignUp runs for somebody whom UserMigration creates; AWS lists no source for it. */
  readonly preSignUpOfMigratedUsers: 'called' | 'not-called';
  /** Whether, under LEGACY, "User is disabled." is said before the password is checked. */
  readonly disabledUser: 'before-password' | 'after-password';
  /** Whether asking for a reset code changes `UserLastModifiedDate` of a user who exists. */
  readonly codeAskedFor: 'changes-date' | 'changes-nothing';
  /** Which attributes a PreTokenGeneration function is shown: what goes into the app client's ID tokens, or all. */
  readonly attributesBeforeTokens: 'readable-by-client' | 'all';
}

export const HARSHER_READINGS: ReadingsOfOpenQuestions = {
  failedMigrationOnSignIn: 'UserNotFoundException',
  failedMigrationUnderEnabled: 'message',
  usernameMatch: 'exact',
  preferredUsernameEqualsUsername: 'refused',
  retryOfTimedOutTrigger: 'three-attempts',
  listUsersUsernameFilter: 'case-sensitive',
  explicitResetRequired: 'refused',
  preSignUpOfMigratedUsers: 'called',
  disabledUser: 'before-password',
  codeAskedFor: 'changes-date',
  attributesBeforeTokens: 'readable-by-client',
  ...HARSHER_IMPORT_READINGS,
};
