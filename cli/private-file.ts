import { appendFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from './operator-error.ts';

/** Characters that wait before they are written. */
const WAITING = 65_536;

/**
 * A file of personal data that is there only when it is whole: for its owner alone, under another name until it is
 * finished, and gone if it never is.
 */
export class PrivateFile {
  readonly #path: string;
  readonly #unfinished: string;
  /** Also where the process is ended at once. */
  readonly #atExit = (): void => rmSync(this.#unfinished, { force: true });
  #waiting: string[] = [];
  #size = 0;

  /** @throws OperatorError if it cannot be written there. */
  constructor(path: string) {
    this.#path = path;
    this.#unfinished = `${path}.unfinished`;
    try {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('It is a directory');
      this.discard();
      process.once('exit', this.#atExit);
      writeFileSync(this.#unfinished, '', { mode: 0o600, flag: 'wx' });
    } catch (cause) {
      throw new OperatorError(
        `The file ${path} cannot be written.`,
        `Check that ${dirname(path)} is a directory in which you may write, or name another file.`,
        { cause },
      );
    }
  }

  add(text: string): void {
    this.#waiting.push(text);
    this.#size += text.length;
    if (this.#size >= WAITING) this.#write();
  }

  /** From now on it has its name; one of that name is replaced. */
  finish(): void {
    this.#write();
    renameSync(this.#unfinished, this.#path);
  }

  /** Nothing is left of a file that is not finished. */
  discard(): void {
    process.off('exit', this.#atExit);
    this.#atExit();
  }

  #write(): void {
    appendFileSync(this.#unfinished, this.#waiting.join(''));
    this.#waiting = [];
    this.#size = 0;
  }
}
