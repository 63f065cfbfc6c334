/** The questions that AWS's documentation leaves open about import jobs; see `ReadingsOfOpenQuestions`. */
export interface ReadingsOfImportQuestions {
  /** Whether the file needs every column of GetCSVHeader; one published example has six. */
  readonly csvHeader: 'every-column' | 'columns-in-use';
  /** Whether a row may leave out empty values at its end. */
  readonly csvShortRow: 'row-fails' | 'filled-up';
  /** Whether a line may end with CR LF. If not, the CR belongs to the name of the last column. */
  readonly csvLineEnd: 'lf' | 'lf-or-crlf';
  /** A backslash before anything but a comma. */
  readonly csvBackslash: 'row-fails' | 'kept';
  /** A quotation mark anywhere: "should not be in quotation marks" is all that is said. */
  readonly csvQuotationMark: 'row-fails' | 'kept';
  /** Spellings of a boolean: those of the documentation (TRUE, true, FALSE, false), or in any case. */
  readonly csvBoolean: 'as-documented' | 'any-case';
  /** An empty `cognito:mfa_enabled`: older text "can't be empty", newer "blank". */
  readonly csvBlankMfaEnabled: 'row-fails' | 'state-of-pool';
  /** Whether `Line Number` counts the header. */
  readonly importLogLineNumber: 'first-user-is-1' | 'header-is-1';
  /** A row with an alias that somebody has, under a username that nobody has. */
  readonly importAliasTaken: 'row-fails' | 'row-skipped';
  /** Whether a job in which too many fail stops there, with the rest of the file unread. */
  readonly tooManyFailures: 'stops-early' | 'runs-to-end';
  /** How StartUserImportJob refuses while another job of the account is active. */
  readonly secondActiveImport: 'PreconditionNotMetException' | 'TooManyRequestsException';
  /** Whether rows count as UserCreation requests, where quotas are enforced. */
  readonly importQuota: 'user-creation' | 'none';
  /** ForgotPassword for somebody imported CONFIRMED and without a password, into a pool with one-time passwords. */
  readonly resetWithoutPassword: 'refused' | 'code-sent';
}

export const HARSHER_IMPORT_READINGS: ReadingsOfImportQuestions = {
  csvHeader: 'every-column',
  csvShortRow: 'row-fails',
  csvLineEnd: 'lf',
  csvBackslash: 'row-fails',
  csvQuotationMark: 'row-fails',
  csvBoolean: 'as-documented',
  csvBlankMfaEnabled: 'row-fails',
  importLogLineNumber: 'first-user-is-1',
  importAliasTaken: 'row-fails',
  tooManyFailures: 'stops-early',
  secondActiveImport: 'PreconditionNotMetException',
  importQuota: 'user-creation',
  resetWithoutPassword: 'refused',
};
