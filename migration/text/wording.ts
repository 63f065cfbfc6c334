/** A number as people read it. */
export const figure = (count: number): string => count.toLocaleString('en-US');

/** `name` or `names`. */
export const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);

/** Names in a sentence: `a`, `a and b`, `a, b and c`. */
export const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.slice(-1).join('')}`;
