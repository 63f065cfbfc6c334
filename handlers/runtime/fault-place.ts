/** What may be logged of an unexpected error: its kind and where it was thrown. Its message may hold anything. */
export const placeOf = (error: unknown): { readonly errorName: string; readonly at: readonly string[] } => {
  const { name, stack = '' } = error instanceof Error ? error : new Error('not an Error');
  return { errorName: name, at: stack.split('\n').filter((line) => /^\s+at /.test(line)) };
};
