/** What is left of a value after Lambda's JSON; `undefined` becomes `null`. */
export function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

/**
 * A thrown value as Lambda's Node.js runtime reports it: an error by its `name`, anything else by its type.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
export function asThrown(thrown: unknown): { errorType: string; errorMessage: string } {
  // Not `instanceof`: an error may come from another realm, as it does in a test runner.
  const error = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown : undefined;
  if (!error) return { errorType: typeof thrown, errorMessage: String(thrown) };
  const name = 'name' in error && typeof error.name === 'string' ? error.name : 'Error';
  return { errorType: name, errorMessage: String(error.message) };
}
