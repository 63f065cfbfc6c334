import { createInterface } from 'node:readline/promises';
import { printable } from '../migration/text/text-columns.ts';
import type { CommandContext } from './command-context.ts';
import { OperatorError } from './operator-error.ts';

/** Somebody who can be asked. */
export interface Asking {
  /** @returns what they typed; undefined where nobody can type anything */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
}

/** The person at the terminal of this process, if there is one. The question goes to stderr. */
export const askAtTerminal = (input: NodeJS.ReadStream, output: NodeJS.WriteStream): Asking => ({
  async ask(question, signal) {
    if (!input.isTTY) return undefined;
    // Without line editing of its own: Ctrl-C then reaches the process.
    const lines = createInterface({ input, output, terminal: false });
    const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
    try {
      return await Promise.race([lines.question(question, { signal }), ended]);
    } finally {
      lines.close();
    }
  },
});

/** Whether and how an operator is asked. */
export interface ConfirmationOptions {
  /** Whether nobody is asked (`--yes`). @default false */
  readonly yes?: boolean;
  readonly asking: Asking;
}

/**
 * Goes on only if the operator types a name as it is.
 * @param confirmed `what` happens then, as a sentence; `kind` of name it is, by default a username
 * @throws OperatorError if they type anything else, or nobody can be asked
 */
export const confirmByName = async (
  { signal }: Pick<CommandContext, 'signal'>,
  { yes = false, asking }: ConfirmationOptions,
  { name, what, kind = 'username' }: { readonly name: string; readonly what: string; readonly kind?: string },
): Promise<void> => {
  if (yes) return;
  const typed = await asking.ask(printable(`${what} Type the ${kind} to go on: `), signal);
  if (typed === name) return;
  throw typed === undefined
    ? new OperatorError(
        'Nobody is at a terminal to confirm it; nothing was changed.',
        'In a script, add --yes.',
      )
    : new OperatorError(
        `That is not the ${kind}; nothing was changed.`,
        `Run the command again and type ${name}, or press Ctrl-C to leave it.`,
      );
};
