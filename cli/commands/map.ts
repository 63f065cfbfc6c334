import { Command } from 'commander';
import { csvRow } from '../../migration/text/csv-cells.ts';
import { escapedJson } from '../../migration/text/text-columns.ts';
import type { ComparedPerson } from '../../migration/verify/compare-people.ts';
import { joinPeople } from '../../migration/verify/compare-people.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { openBothPools, partsFor } from '../pool-listing.ts';
import { divideIntoParts, readParts } from '../pool-parts.ts';
import { requestsPerSecondOption } from '../requests-per-second.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { Spool } from '../spool.ts';
import type { Terminal } from '../terminal.ts';

/** The options of one call. */
export interface MapOptions {
  /** ListUsers calls a second, of both pools together. */
  readonly requestsPerSecond: number;
  /** Whether those are told too who have not moved. @default false */
  readonly all?: boolean;
}

/** One person: where they were and where they are. */
interface Mapping {
  readonly oldSub: string;
  readonly oldUsername: string;
  /** Empty for somebody who has not moved, like the next. */
  readonly newSub: string;
  readonly newUsername: string;
}

const HEADER = ['old_sub', 'old_username', 'new_sub', 'new_username'];

/** More than one where several users of the new pool have the same link. */
const mappingsOf = ({ old, new: newUsers }: ComparedPerson, all: boolean): readonly Mapping[] => {
  if (old === undefined) return [];
  const from = { oldSub: old.sub, oldUsername: old.username };
  if (newUsers.length === 0) return all ? [{ ...from, newSub: '', newUsername: '' }] : [];
  return newUsers.map(({ sub, username }) => ({ ...from, newSub: sub, newUsername: username }));
};

const write = (terminal: Terminal, mapping: Mapping): void => {
  const { oldSub, oldUsername, newSub, newUsername } = mapping;
  terminal.record(terminal.json ? escapedJson(mapping) : csvRow([oldSub, oldUsername, newSub, newUsername]));
};

/** `migrate map`: who is who in the two pools. 1 if somebody is there twice. */
export const map = async (
  context: DeployedContext,
  { requestsPerSecond, all = false }: MapOptions,
): Promise<ExitStatus> => {
  const { terminal, signal } = context;
  const pools = await openBothPools(context, requestsPerSecond);
  const spool = new Spool();
  let doubled = 0;
  try {
    const parts = partsFor(pools);
    await divideIntoParts(pools, spool, parts);
    if (!terminal.json) terminal.record(csvRow(HEADER));
    for await (const part of readParts(spool, parts, signal)) {
      for (const person of joinPeople(part)) {
        const mappings = mappingsOf(person, all);
        if (mappings.length > 1) doubled += 1;
        for (const mapping of mappings) write(terminal, mapping);
      }
    }
  } finally {
    spool.close();
  }
  if (doubled === 0) return 0;
  terminal.talk(
    `${doubled} of them have more than one user in the new pool, and as many lines. npm run migrate -- verify tells who.`,
  );
  return 1;
};

const HELP = `
Writes CSV to stdout (with --json one object a line), for data that is keyed by the sub of the old pool:
  ${csvRow(HEADER)}
Lists both pools (ListUsers only). Whoever signed up in the new pool is not in it. The values are as they are in the
pools, for programs: import them as text if you open the file in a spreadsheet.

Exit status: 0 fine, 1 somebody has more than one user in the new pool, 2 could not run.`;

/** `migrate map`, for the command line. */
export const mapCommand = (open: OpenContext): Command =>
  new Command('map')
    .description('tell the new sub and username of everybody who has moved')
    .addOption(requestsPerSecondOption())
    .option('--all', 'also those who have not moved, with empty columns')
    .addHelpText('after', HELP)
    .action((options: MapOptions) => {
      keepHeapSmall();
      return open.deployed((context) => map(context, options));
    });
