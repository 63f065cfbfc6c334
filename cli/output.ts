import { printable } from '../migration/text/text-columns.ts';

/** A stream that may be a terminal, as `process.stdout` is. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Several lines that people read, each without what moves a cursor: also those that are piped, for `less -R` or a
 * log are read at a terminal in the end. Only for texts of our own; a value in them must be made `printable` before.
 */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

const CLEAR_LINE = '\r\u001b[K';

/** The last line of a terminal, which is written again and again. */
export class StandingLine {
  readonly #output: Output;
  #text = '';

  constructor(output: Output) {
    this.#output = output;
  }

  put(text: string): void {
    this.#output.write(`${CLEAR_LINE}${text}`);
    this.#text = text;
  }

  clear(): void {
    if (this.#text !== '') this.#output.write(CLEAR_LINE);
    this.#text = '';
  }

  /** Makes way for other lines and comes back below them. */
  aside(write: () => void): void {
    const text = this.#text;
    this.clear();
    write();
    if (text !== '') this.put(text);
  }
}
