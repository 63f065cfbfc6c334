import type { RunReport } from './report.ts';
import type { RunOptions } from './run-options.ts';

/** Whether and how a run that was begun before goes on. */

/** Members of the input, by the option that they become; the others have their own names. */
const OPTION_OF = new Map([
  ['include', 'statuses'],
  ['exclude', 'statuses'],
  ['limit', 'pilot'],
  ['usernames', 'pilot'],
]);

/** Options that may be others when a run is resumed. */
const CHANGEABLE: readonly string[] = ['runId', 'listRequestsPerSecond'];

const differs = (name: string, saved: RunOptions, asked: RunOptions): boolean => {
  const option = OPTION_OF.get(name) ?? name;
  return JSON.stringify(Reflect.get(saved, option)) !== JSON.stringify(Reflect.get(asked, option));
};

/**
 * The options of a resumed run are those with which it began. Only its pace may change, a listing may be taken for
 * whole that is short (but not the other way round: it may have been decided upon), and a run that stopped after the
 * files may go on to import them.
 * @param asked the input, with its defaults.
 * @param written the input as it was written: what it does not name is not asked for.
 * @returns the options, or a sentence about what was asked for and cannot be had.
 */
export const resumedOptions = (
  saved: RunOptions,
  asked: RunOptions,
  written: unknown,
): RunOptions | string => {
  const named = typeof written === 'object' && written !== null ? Object.keys(written) : [];
  const goesOn = named.includes('import') && asked.import && !saved.import && !saved.dryRun;
  const may = [
    ...CHANGEABLE,
    ...(goesOn ? ['import'] : []),
    ...(asked.acceptShortListing ? ['acceptShortListing'] : []),
  ];
  const changed = named.filter((name) => !may.includes(name) && differs(name, saved, asked));
  if (changed.length > 0) {
    return `The run was begun with another ${changed.join(', ')}. Leave that out to resume it, or start a new run without runId.`;
  }
  const { listRequestsPerSecond } = named.includes('listRequestsPerSecond') ? asked : saved;
  const acceptShortListing = saved.acceptShortListing || asked.acceptShortListing;
  return { ...saved, listRequestsPerSecond, acceptShortListing, import: saved.import || goesOn };
};

/** Whether nothing is left to do: the files of a run that stopped after them may still be imported. */
export const isFinal = (
  { outcome }: Pick<RunReport, 'outcome'>,
  options: Pick<RunOptions, 'import'>,
): boolean => {
  switch (outcome.kind) {
    case 'failed':
      return false;
    case 'files-only':
      return !options.import;
    case 'dry-run':
    case 'finished':
      return true;
  }
};
