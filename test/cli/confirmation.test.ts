import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { describe, expect, test } from '@jest/globals';
import { askAtTerminal } from '../../cli/confirmation.ts';

const terminal = (isTTY: boolean) => {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  const asking = askAtTerminal(input as unknown as ReadStream, output as unknown as WriteStream);
  return { input, output, asking };
};
const never = new AbortController().signal;

describe('a question at the terminal', () => {
  test('is written to stderr and answered by a line', async () => {
    const { input, output, asking } = terminal(true);
    const answer = asking.ask('Type the username: ', never);
    input.write('ada\n');
    expect(await answer).toBe('ada');
    expect(String(output.read())).toBe('Type the username: ');
  });

  test('has no answer where nobody sits there', async () => {
    expect(await terminal(false).asking.ask('?', never)).toBeUndefined();
  });

  test('has no answer where the input ends', async () => {
    const { input, asking } = terminal(true);
    const answer = asking.ask('?', never);
    input.end();
    expect(await answer).toBeUndefined();
  });

  test('is given up by Ctrl-C', async () => {
    const interrupted = new AbortController();
    const answer = terminal(true).asking.ask('?', interrupted.signal);
    interrupted.abort();
    await expect(answer).rejects.toThrow('aborted');
  });
});
