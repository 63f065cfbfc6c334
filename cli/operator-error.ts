/** Why a command cannot go on, for the operator: two sentences on stderr, status 2, no stack trace. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  /** What to do next, as a sentence. */
  readonly remedy: string;

  /** @param what what happened, as a sentence. */
  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(what, options);
    this.remedy = remedy;
  }
}
