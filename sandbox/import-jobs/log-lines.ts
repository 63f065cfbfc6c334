/** What became of one row. */
export type RowOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * A line of an import job's log. "No user data is written to the log."
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export function logLine(outcome: RowOutcome, lineNumber: number): string {
  switch (outcome.kind) {
    case 'succeeded':
      return `[SUCCEEDED] Line Number ${lineNumber} - The import succeeded.`;
    case 'skipped':
      return `[SKIPPED] Line Number ${lineNumber} - The user already exists.`;
    case 'failed':
      return `[FAILED] Line Number ${lineNumber} - ${outcome.reason.replaceAll(/\s+/g, ' ').trim()}`;
  }
}
