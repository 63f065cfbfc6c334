import { fork } from 'node:child_process';
import { nextMessage } from './messages.ts';

/** A sandbox in a process of its own, with the product deployed, one old user and a delay on every call. */
export interface Rehearsal {
  readonly endpoint: string;
  readonly newUserPoolId: string;
  /** Path of the trigger's bundle, as it would be deployed. */
  readonly bundle: string;
  /** The function's environment, from the template. */
  readonly environment: Readonly<Record<string, string>>;
  /** The function before tokens. */
  readonly tokenFunction: Pick<Rehearsal, 'bundle' | 'environment'>;
  readonly userName: string;
  readonly password: string;
}

const isRehearsal = (message: object): message is Rehearsal =>
  'bundle' in message && 'environment' in message && 'tokenFunction' in message && 'endpoint' in message;

export const withRehearsal = async <T>(measure: (rehearsal: Rehearsal) => Promise<T>): Promise<T> => {
  const sandbox = fork(new URL('./sandbox-process.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const message = await nextMessage(sandbox);
    if (!isRehearsal(message)) throw new Error('The sandbox of the benchmark sent something unreadable');
    return await measure(message);
  } finally {
    sandbox.send({ close: true });
  }
};
