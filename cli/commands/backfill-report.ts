import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import type { ServiceAccess } from '../../aws/clients/service-access.ts';
import type { ObjectStore } from '../../aws/s3-objects.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import type { ReportedRun } from '../../migration/status/run-output.ts';
import type { DeployedContext } from '../command-context.ts';
import { OperatorError } from '../operator-error.ts';
import { fileMeant, PrivateFile } from '../private-file.ts';
import { s3EndpointOf } from '../sandbox-addresses.ts';

/** The files of a report, as the workflow names them. */
export const REPORT_FILES = ['report.html', 'report.json', 'users.csv'] as const;

/** @returns whether it was made @throws Error if nothing can be written there */
const makeReady = (directory: string): boolean => {
  const isMissing = statSync(directory, { throwIfNoEntry: false }) === undefined;
  if (isMissing) mkdirSync(directory, { mode: 0o700 });
  if (!statSync(directory).isDirectory()) throw new Error('It is no directory');
  accessSync(directory, constants.W_OK);
  for (const name of REPORT_FILES) refuseNoFile(join(directory, name));
  return isMissing;
};

const refuseNoFile = (path: string): void => {
  try {
    fileMeant(path);
  } catch (cause) {
    throw new Error(`"${path}" would have to be replaced, and is no file`, { cause });
  }
};

const prepareDirectory = (directory: string): boolean => {
  try {
    return makeReady(directory);
  } catch (cause) {
    throw new OperatorError(
      `The report cannot be left in "${directory}": ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Give --report a directory in which you may write, there or to be made in one that is there.',
      { cause },
    );
  }
};

/** Leaves one alone that holds a file; one that somebody took away meanwhile is gone already. */
const removeIfEmpty = (directory: string): void => {
  if (existsSync(directory) && readdirSync(directory).length === 0) rmdirSync(directory);
};

/**
 * Makes sure that a report can be left there, before a run begins that ends with one.
 * @param directory made for its owner alone if it is missing, and then gone again if nothing was written; the one above
 * it must be there. Undefined: no report is wanted
 * @throws OperatorError if a file of the report could not be written there
 */
export const withReportDirectory = async <T>(
  directory: string | undefined,
  use: () => Promise<T>,
): Promise<T> => {
  const isMade = directory !== undefined && prepareDirectory(directory);
  try {
    return await use();
  } finally {
    if (isMade) removeIfEmpty(directory);
  }
};

/** A sandbox keeps its objects at an address of its own. */
const bucketAccess = async ({ new: { access } }: DeployedContext): Promise<ServiceAccess> =>
  access.endpoint === undefined ? access : { ...access, endpoint: await s3EndpointOf(access.endpoint) };

const save = async (body: Readable, path: string, signal: AbortSignal): Promise<void> => {
  const file = new PrivateFile(path);
  // What was written goes into the file as it is, with a byte order mark if it has one.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  try {
    for await (const chunk of body) {
      signal.throwIfAborted();
      const bytes: Buffer = chunk;
      file.add(decoder.decode(bytes, { stream: true }));
    }
    file.add(decoder.decode());
    file.finish();
  } finally {
    file.discard();
  }
};

const saveAll = async (
  store: ObjectStore,
  keys: readonly string[],
  directory: string,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const saved: string[] = [];
  for (const key of keys) {
    const object = await store.stream(key);
    if (object === undefined) continue;
    const path = join(directory, basename(key));
    await save(object.body, path, signal);
    saved.push(path);
  }
  return saved;
};

/**
 * Fetches the report of a run: it names people, so its files are for their owner alone.
 * @returns the paths of its files; none where the run came to no report, or the bucket has forgotten it
 */
export const saveReport = async (
  context: DeployedContext,
  reported: ReportedRun | undefined,
  directory: string,
): Promise<readonly string[]> => {
  const { bucketName } = context.deployed;
  if (reported === undefined || bucketName === undefined) return [];
  const client = createS3Client(await bucketAccess(context));
  try {
    const store = createObjectStore(client, bucketName);
    return await saveAll(store, reported.files, directory, context.signal);
  } finally {
    client.destroy();
  }
};
