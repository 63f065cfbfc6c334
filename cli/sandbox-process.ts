import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { member } from '../migration/member.ts';
import { OperatorError } from './operator-error.ts';

/** A sandbox with the two pools of the demo, in a process of its own. */
export interface SandboxProcess {
  readonly endpoint: string;
  /** Nothing is kept. */
  end(): Promise<void>;
}

/** What the process is started with. */
export interface SandboxProcessOptions {
  /** Of the project, with its sandbox. */
  readonly directory: string;
  /** Hears what it says while it starts. */
  readonly talk: (line: string) => void;
  /** Ends it, also while it starts. */
  readonly signal: AbortSignal;
}

/** Milliseconds in which it has to end by itself; it cleans up, and begins nothing more. */
const PATIENCE = 30_000;

/**
 * Starts a sandbox and waits until it can be called. It ends when this process does, however that ends: then the
 * channel between the two closes. A Ctrl-C in the terminal does not reach it, for a command may still need it.
 * @throws OperatorError if it does not start; the reason of the signal if that is aborted meanwhile.
 */
export const startSandboxProcess = async (options: SandboxProcessOptions): Promise<SandboxProcess> => {
  const { directory, talk, signal } = options;
  signal.throwIfAborted();
  const child = spawn(process.execPath, ['sandbox/main.ts', '--json'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
    windowsHide: true,
  });
  const exited = once(child, 'exit');
  const end = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    const tooLate = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    await exited.catch(() => {});
    clearTimeout(tooLate);
  };
  try {
    const endpoint = await endpointOf(child, talk, signal);
    return { endpoint, end };
  } catch (error) {
    await end();
    signal.throwIfAborted();
    throw error;
  }
};

/** What it prints on stdout is one line of JSON. */
const endpointOf = (
  child: ChildProcess,
  talk: (line: string) => void,
  signal: AbortSignal,
): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const complaints: string[] = [];
  const listen = (stream: ChildProcess['stdout'], hear: (line: string) => void): void => {
    if (stream !== null) createInterface({ input: stream }).on('line', hear);
  };
  listen(child.stderr, (line) => {
    complaints.push(line);
    talk(line);
  });
  listen(child.stdout, (line) => {
    const address = addressIn(line);
    if (address !== undefined) resolve(address);
  });
  child.once('error', (cause) => reject(didNotStart([cause.message], { cause })));
  child.once('close', () => reject(didNotStart(complaints)));
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
};

const addressIn = (line: string): string | undefined => {
  try {
    const document: unknown = JSON.parse(line);
    const endpoint = member(document, 'endpoint');
    return typeof endpoint === 'string' ? endpoint : undefined;
  } catch {
    return undefined;
  }
};

const didNotStart = (complaints: readonly string[], options?: ErrorOptions): OperatorError =>
  new OperatorError(
    `The sandbox did not start: ${complaints.findLast((line) => line.trim() !== '') ?? 'it said nothing'}.`,
    'Run npm run sandbox to see all that it says.',
    options,
  );
