import { fork } from 'node:child_process';
import type { FunctionDefinition } from '../sandbox/lambda/function-definition.ts';
import { nextMessage } from './messages.ts';

/** The functions that an export needs, in their order. */
export type ExportStep =
  | 'plan'
  | 'listNewPool'
  | 'listOldPool'
  | 'resolveNames'
  | 'settleShard'
  | 'assembleFiles';

/** What the process of the sandbox tells when everything is deployed. */
export interface ExportWorld {
  readonly endpoint: string;
  readonly s3Endpoint: string;
  readonly oldUserPoolId: string;
  readonly bucket: string;
  /** As deployed; `code` is the path of the bundle. */
  readonly functions: Readonly<Record<ExportStep, FunctionDefinition>>;
}

/** What the process of the sandbox can be told. */
export type ExportCommand =
  /** Until the old pool has so many users, every second of whom has moved. */
  | { readonly kind: 'populate'; readonly users: number }
  /** So much on every call, and the quotas of an account; 0 for neither. */
  | { readonly kind: 'interfere'; readonly milliseconds: number };

export interface ExportSandbox extends ExportWorld {
  populate(users: number): Promise<void>;
  interfere(milliseconds: number): Promise<void>;
}

const isWorld = (message: object): message is ExportWorld =>
  'functions' in message && 's3Endpoint' in message && 'bucket' in message;

/** MB: one and a half million users and what is written about them. */
const HEAP = 12_288;

/** A sandbox in a process of its own, with the product deployed and empty pools. */
export const withExportSandbox = async <T>(measure: (sandbox: ExportSandbox) => Promise<T>): Promise<T> => {
  const child = fork(new URL('./export-sandbox-process.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=64'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const tell = async (command: ExportCommand): Promise<void> => {
    child.send(command);
    await nextMessage(child);
  };
  try {
    const world = await nextMessage(child);
    if (!isWorld(world)) throw new Error('The sandbox of the benchmark sent something unreadable');
    return await measure({
      ...world,
      populate: (users) => tell({ kind: 'populate', users }),
      interfere: (milliseconds) => tell({ kind: 'interfere', milliseconds }),
    });
  } finally {
    // It cleans up and ends.
    if (child.connected) child.disconnect();
  }
};
