import { CognitoError } from '../cognito/errors.ts';

/** Words of letters, digits and underscores, or anything in quotation marks; `?` before it: optional, `-`: absent. */
const TERM = /^([?-]?)(?:"((?:[^"\\]|\\.)+)"|(\w+))(?:\s+|$)/;

/**
 * Whether a message has the terms of a pattern: all of those without a mark and none of those with `-`. Of optional
 * ones (`?`) at least one, if there are no others.
 * @throws CognitoError UnsupportedOperationException for a JSON, a space-delimited or a regular-expression pattern
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const needed: string[] = [];
  const optional: string[] = [];
  const absent: string[] = [];
  for (let rest = pattern.trim(); rest !== ''; ) {
    const [all, mark, quoted, word] = TERM.exec(rest) ?? [];
    if (all === undefined) {
      throw new CognitoError(
        'UnsupportedOperationException',
        `The sandbox does not support the filter pattern ${pattern}. Its support table is in sandbox/README.md.`,
      );
    }
    const term = quoted?.replaceAll(/\\(.)/g, '$1') ?? word ?? '';
    if (mark === '?') optional.push(term);
    else if (mark === '-') absent.push(term);
    else needed.push(term);
    rest = rest.slice(all.length);
  }
  return (message) =>
    needed.every((term) => message.includes(term)) &&
    !absent.some((term) => message.includes(term)) &&
    (needed.length > 0 || optional.length === 0 || optional.some((term) => message.includes(term)));
}
