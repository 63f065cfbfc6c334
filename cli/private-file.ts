import { randomUUID } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from './operator-error.ts';

/** Characters that wait before they are written. */
const WAITING = 65_536;

/**
 * A file of personal data that is there only when it is whole: for its owner alone, under a name of its own until it
 * is finished, and gone if it never is.
 */
export class PrivateFile {
  readonly #named: string;
  readonly #path: string;
  readonly #unfinished: string;
  readonly #descriptor: number;
  /** Also where the process is ended at once. */
  readonly #atExit = (): void => rmSync(this.#unfinished, { force: true });
  #isOpen = true;
  #waiting: string[] = [];
  #size = 0;

  /**
   * @param path of a file, there or not, or of a link to one; a device or a pipe is refused, for it would be replaced.
   * @throws OperatorError if it cannot be written there.
   */
  constructor(path: string) {
    this.#named = path;
    try {
      this.#path = fileMeant(path);
      this.#unfinished = `${this.#path}.${randomUUID().slice(0, 8)}.unfinished`;
      this.#descriptor = openSync(this.#unfinished, 'wx', 0o600);
    } catch (cause) {
      throw this.#refusal(cause, `Check that ${dirname(path)} is a directory in which you may write`);
    }
    process.once('exit', this.#atExit);
  }

  /** @throws OperatorError where the disk is full */
  add(text: string): void {
    this.#waiting.push(text);
    this.#size += text.length;
    if (this.#size >= WAITING) this.#orRefuse(() => this.#write());
  }

  /** From now on it has its name; one of that name is replaced. @throws OperatorError */
  finish(): void {
    this.#orRefuse(() => {
      this.#write();
      this.#close();
      renameSync(this.#unfinished, this.#path);
    });
  }

  /** Nothing is left of a file that is not finished. */
  discard(): void {
    process.off('exit', this.#atExit);
    this.#close();
    this.#atExit();
  }

  #write(): void {
    const bytes = Buffer.from(this.#waiting.join(''));
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#descriptor, bytes, written);
    }
    this.#waiting = [];
    this.#size = 0;
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#descriptor);
  }

  #orRefuse(act: () => void): void {
    try {
      act();
    } catch (cause) {
      this.discard();
      throw this.#refusal(cause, 'Make room on the disk');
    }
  }

  #refusal(cause: unknown, remedy: string): OperatorError {
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    return new OperatorError(
      `The file "${this.#named}" cannot be written${why}.`,
      `${remedy}, or name another file.`,
      { cause },
    );
  }
}

/** Where the file really is. @throws Error for what is no file */
export const fileMeant = (path: string): string => {
  if (path === '') throw new Error('It has no name');
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return path;
  const target = realpathSync(path);
  if (!statSync(target).isFile()) throw new Error('There is something of that name that is no file');
  return target;
};
