import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf } from '../migration/backfill/jsonl.ts';
import { OperatorError } from './operator-error.ts';

/** What waits to be written, and where in the file the rest lies: offset and length of each part, in bytes. */
interface Drawer {
  readonly waiting: Buffer;
  size: number;
  readonly parts: number[];
}

/** Bytes of one drawer that wait until they are written. */
const DRAWER_SIZE = 8_192;

/**
 * Lines that are put down drawer by drawer and read again drawer by drawer, so that no more than one drawer need
 * be in memory. They are personal data: the file is for the owner alone and has no name any more as soon as it is
 * open, so that nothing is left of it however the process ends (on Windows, when it is closed).
 */
export class Spool {
  readonly #directory: string;
  readonly #file: number;
  readonly #drawers = new Map<string, Drawer>();
  /** Buffers of drawers that were emptied: ones that are thrown away make a process large before they are collected. */
  readonly #spare: Buffer[] = [];
  #reading = Buffer.allocUnsafe(DRAWER_SIZE);
  #end = 0;
  #closed = false;

  /** @param parent where the file lies for a moment. @default the system's directory for such files (`TMPDIR`) */
  constructor(parent = tmpdir()) {
    this.#directory = mkdtempSync(join(parent, 'user-migration-spool-'));
    this.#file = openSync(join(this.#directory, 'spool'), 'wx+', 0o600);
    if (process.platform !== 'win32') this.#remove();
  }

  /** @param line with its line feed. @throws OperatorError if the disk is full */
  add(name: string, line: string): void {
    const drawer = this.#drawers.get(name) ?? this.#openDrawer(name);
    const length = Buffer.byteLength(line);
    if (drawer.size + length > DRAWER_SIZE) {
      this.#write(drawer, drawer.waiting.subarray(0, drawer.size));
      drawer.size = 0;
    }
    if (length > DRAWER_SIZE) this.#write(drawer, Buffer.from(line));
    else drawer.size += drawer.waiting.write(line, drawer.size);
  }

  /** What the lines of a drawer say, in their order; the drawer is empty from then on. */
  take<T>(name: string, read: (line: string) => T): readonly T[] {
    const drawer = this.#drawers.get(name);
    if (drawer === undefined) return [];
    this.#drawers.delete(name);
    const { parts, waiting, size } = drawer;
    const found: T[] = [];
    for (let index = 0; index < parts.length; index += 2) {
      for (const line of linesOf(this.#readAt(parts[index] ?? 0, parts[index + 1] ?? 0))) {
        found.push(read(line));
      }
    }
    for (const line of linesOf(waiting.toString('utf8', 0, size))) found.push(read(line));
    this.#spare.push(waiting);
    return found;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#file);
    this.#remove();
  }

  #openDrawer(name: string): Drawer {
    const drawer = {
      waiting: this.#spare.pop() ?? Buffer.allocUnsafeSlow(DRAWER_SIZE),
      size: 0,
      parts: [],
    };
    this.#drawers.set(name, drawer);
    return drawer;
  }

  #write({ parts }: Drawer, bytes: Buffer): void {
    if (bytes.length === 0) return;
    for (let written = 0; written < bytes.length; ) {
      written += this.#writeAt(bytes.subarray(written), this.#end + written);
    }
    parts.push(this.#end, bytes.length);
    this.#end += bytes.length;
  }

  #writeAt(bytes: Buffer, position: number): number {
    try {
      return writeSync(this.#file, bytes, 0, bytes.length, position);
    } catch (error) {
      if (!(error instanceof Error) || !/ENOSPC|EDQUOT/.test(error.message)) throw error;
      throw new OperatorError(
        `There is no room left in ${tmpdir()} for what was listed of the pools.`,
        'Name a directory on a larger disk in the environment variable TMPDIR, and run it again.',
        { cause: error },
      );
    }
  }

  #readAt(position: number, length: number): string {
    if (this.#reading.length < length) this.#reading = Buffer.allocUnsafe(length);
    readSync(this.#file, this.#reading, 0, length, position);
    return this.#reading.toString('utf8', 0, length);
  }

  #remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
