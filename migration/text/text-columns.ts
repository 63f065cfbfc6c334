const graphemes = new Intl.Segmenter();

/** Scripts and signs that a terminal draws two columns wide. @see https://www.unicode.org/reports/tr11/ */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
/** Katakana and Hangul at half their width. */
const HALF_WIDTH = /^[\uff61-\uffdc]/u;

const charactersOf = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment);

const widthOf = (character: string): number => (WIDE.test(character) && !HALF_WIDTH.test(character) ? 2 : 1);

const ONE_COLUMN_EACH = /^[ -~]*$/;

/** How many columns of a terminal a text takes. */
export const columnsOf = (text: string): number =>
  ONE_COLUMN_EACH.test(text)
    ? text.length
    : charactersOf(text).reduce((sum, character) => sum + widthOf(character), 0);

/** Control characters, and those that turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * The text without what would move the cursor of a terminal or colour it: people choose their own names.
 * @see https://cwe.mitre.org/data/definitions/150.html
 */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, '\ufffd');

/** JSON that means the same with every character escaped that `printable` would replace. @param indent spaces */
export const escapedJson = (value: unknown, indent = 0): string =>
  JSON.stringify(value, null, indent).replaceAll(UNPRINTABLE, (one) =>
    one === '\n' ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The text in exactly so many columns of a terminal: filled up with spaces, or cut off with `…`. */
export const fitColumns = (text: string, columns: number): string => {
  const fitting = columnsOf(text) <= columns ? text : `${cut(text, columns - 1)}…`;
  return fitting + ' '.repeat(Math.max(0, columns - columnsOf(fitting)));
};

const cut = (text: string, columns: number): string => {
  let kept = '';
  for (const character of charactersOf(text)) {
    if (columnsOf(kept + character) > columns) break;
    kept += character;
  }
  return kept;
};
