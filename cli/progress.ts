import { printable } from '../migration/text/text-columns.ts';
import type { Output, StandingLine } from './output.ts';
import { type ProgressStart, type ProgressState, progressLine } from './progress-line.ts';

/** One line that is written again and again on a terminal, and a line now and then elsewhere. */
export interface Progress {
  update(state: ProgressState): void;
  /** @param text what is left standing. @default - the last state */
  end(text?: string): void;
}

/** Milliseconds between two states that are shown on a terminal, and elsewhere. */
const FRAME = 100;
const FRAME_OF_A_FILE = 10_000;

/** Begins to show how far something is. @param now epoch milliseconds */
export const beginProgress = (
  title: string,
  output: Output,
  line: StandingLine,
  now: () => number,
): Progress => {
  const live = output.isTTY === true;
  const frame = live ? FRAME : FRAME_OF_A_FILE;
  // A full last column makes some terminals go on to the next line.
  const columns = live && output.columns !== undefined ? output.columns - 1 : undefined;
  let begun: { readonly done: number; readonly at: number } | undefined;
  // In a file, what is over soon is one line.
  let shownAt = live ? Number.NEGATIVE_INFINITY : now();
  let written: string | undefined;
  let latest = title;
  return {
    update: (state) => {
      begun ??= { done: state.done, at: now() };
      const start: ProgressStart = { done: begun.done, elapsed: now() - begun.at };
      latest = progressLine(title, state, start, columns);
      if (now() - shownAt < frame) return;
      shownAt = now();
      if (live) {
        line.put(latest);
        return;
      }
      output.write(`${latest}\n`);
      written = latest;
    },
    end: (text = latest) => {
      line.clear();
      if (text !== written) output.write(`${printable(text)}\n`);
    },
  };
};
