/**
 * Import files and their limits.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */

import { isText, isYesOrNo, optional, readLine, writeLine } from './jsonl.ts';

/** What one import file may have at most. */
export interface FileLimits {
  /** Users, the header not counted. */
  readonly rows: number;
  /** Of UTF-8, the header included. */
  readonly bytes: number;
}

/** Those of Cognito. */
export const FILE_LIMITS: FileLimits = { rows: 500_000, bytes: 100_000_000 };

/** Disabled users are enabled from their import until we disable them: files are small, so that this is short. */
export const DISABLED_FILE_LIMITS: FileLimits = { ...FILE_LIMITS, rows: 1000 };

/** Longest row in characters, the line feed not counted. */
export const MOST_CHARACTERS_IN_ROW = 16_000;

/** Where a row goes. */
export interface Place {
  /** 0-based number of the file. */
  readonly file: number;
  /** 1-based number of the row in it, the header not counted: row n is entry n of the manifest. */
  readonly row: number;
}

/**
 * Places rows in files, one after the other, in the order of the calls.
 * @param headerBytes size of the header line in UTF-8, with its line feed.
 * @returns a function from a row's size in UTF-8 bytes, with its line feed, to its place.
 */
export const createFileCutter = (limits: FileLimits, headerBytes: number): ((rowBytes: number) => Place) => {
  let file = 0;
  let rows = 0;
  let bytes = headerBytes;
  return (rowBytes) => {
    if (rows > 0 && (rows === limits.rows || bytes + rowBytes > limits.bytes)) {
      file += 1;
      rows = 0;
      bytes = headerBytes;
    }
    rows += 1;
    bytes += rowBytes;
    return { file, row: rows };
  };
};

const encoder = new TextEncoder();

/** Size of a text in UTF-8. */
export const utf8Bytes = (text: string): number => encoder.encode(text).length;

const FILE_NAMES = { enabled: 'CognitoUsers', disabled: 'DisabledUsers' } as const;

/**
 * `CognitoUsers.csv` where it is the only one, else `CognitoUsers-001.csv`; `DisabledUsers…` for people to be
 * disabled after their import. In the order of the alphabet these come last.
 * @param file 0-based.
 * @param files how many files of this kind there are.
 */
export const fileName = (kind: keyof typeof FILE_NAMES, file: number, files: number): string =>
  files === 1 ? `${FILE_NAMES[kind]}.csv` : `${FILE_NAMES[kind]}-${String(file + 1).padStart(3, '0')}.csv`;

/** Who stands in a row: entry n of a manifest belongs to row n. */
export interface ManifestEntry {
  /** Of the old pool. */
  readonly sub: string;
  /** In the old pool. */
  readonly oldUsername: string;
  /** In the new pool: what `[FAILED] Line Number 17` is about. */
  readonly username: string;
  /** A job before has skipped the row, although nobody had its name. */
  readonly skippedBefore?: true;
}

/** One line of JSON, with its line feed. */
export const writeManifestEntry = (entry: ManifestEntry): string => writeLine(entry);

/** @throws SyntaxError if the line is not what `writeManifestEntry` wrote. */
export const readManifestEntry = (line: string): ManifestEntry =>
  readLine<ManifestEntry>(line, {
    sub: isText,
    oldUsername: isText,
    username: isText,
    skippedBefore: optional(isYesOrNo),
  });
