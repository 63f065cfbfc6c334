import { member } from '../member.ts';
import { plural } from '../text/wording.ts';
import type { PlannedRun, ReportedRun } from './run-output.ts';
import { countIn, parsed, readPlanned, readReported, textIn } from './run-output.ts';

/** One event of an execution's history. */
export interface RunEvent {
  /** From 1. */
  readonly id: number;
  /**
   * For example `TaskStateEntered`.
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
   */
  readonly type: string;
  /** The name of a state that was entered or exited. */
  readonly state?: string;
  /** JSON, of a state that was exited. */
  readonly output?: string;
}

/** What a run does, in this order; some leave a phase out. */
export const PHASES = {
  plan: 'Planning',
  'new-pool': 'Listing the new pool',
  'old-pool': 'Listing the old pool',
  'look-ups': 'Looking at people',
  names: 'Resolving names',
  decisions: 'Deciding',
  files: 'Assembling files',
  import: 'Importing',
  report: 'Reporting',
} as const;

export type Phase = keyof typeof PHASES;

/** The states with which a phase begins; the definition is in `stacks/backfill-workflow.ts`. */
const PHASE_OF_STATE: Readonly<Record<string, Phase>> = {
  Plan: 'plan',
  ListNewPool: 'new-pool',
  ListOldPool: 'old-pool',
  LookUpShards: 'look-ups',
  ResolveNames: 'names',
  SettleShards: 'decisions',
  AssembleFiles: 'files',
  ImportFiles: 'import',
  WriteReport: 'report',
  ReportFailure: 'report',
};

/** How far a run is: counts alone. */
export interface RunProgress {
  /** The last event that went in. */
  readonly lastEvent: number;
  readonly phase: Phase;
  readonly planned?: PlannedRun;
  /** Users whom the run has listed so far. */
  readonly newPool: number;
  readonly oldPool: number;
  /** Shards or partitions that are done. */
  readonly lookedUp: number;
  readonly resolved: number;
  readonly settled: number;
  /** Rows for the import files. */
  readonly rows: number;
  /** Import files, and those of them that are done. */
  readonly files: number;
  readonly filesDone: number;
  /** Rows that Cognito is done with, by file. */
  readonly processed: Readonly<Record<string, number>>;
  readonly reported?: ReportedRun;
  /** Whether the execution is over, one way or another. */
  readonly ended: boolean;
}

/** A run of which no event is known. */
export const NOT_BEGUN: RunProgress = {
  lastEvent: 0,
  phase: 'plan',
  newPool: 0,
  oldPool: 0,
  lookedUp: 0,
  resolved: 0,
  settled: 0,
  rows: 0,
  files: 0,
  filesDone: 0,
  processed: {},
  ended: false,
};

const ENDS = ['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted'];

/** What the end of each state says. */
const EXITS: Readonly<Record<string, (before: RunProgress, output: unknown) => Partial<RunProgress>>> = {
  Plan: (_, output) => {
    const planned = readPlanned(output);
    return planned === undefined ? {} : { planned };
  },
  ListNewPool: (_, output) => ({ newPool: countIn(member(output, 'newPool', 'listed')) }),
  ListOldPool: (_, output) => ({ oldPool: countIn(member(output, 'oldPool', 'listed')) }),
  ShardLookedUp: ({ lookedUp }) => ({ lookedUp: lookedUp + 1 }),
  ResolveNamesOfPartition: ({ resolved }) => ({ resolved: resolved + 1 }),
  SettleShard: ({ settled, rows }, output) => ({
    settled: settled + 1,
    rows:
      rows + countIn(member(output, 'settled', 'enabled')) + countIn(member(output, 'settled', 'disabled')),
  }),
  AssembleFiles: (_, output) => {
    const files = member(output, 'assembly', 'files');
    return Array.isArray(files) ? { files: files.length } : {};
  },
  CheckImport: ({ processed }, output) => {
    const [file, count] = [textIn(member(output, 'file')), member(output, 'processed')];
    return file === undefined || typeof count !== 'number'
      ? {}
      : { processed: { ...processed, [file]: count } };
  },
  FileDone: ({ filesDone }) => ({ filesDone: filesDone + 1 }),
  WriteReport: (_, output) => reportedIn(output),
  ReportFailure: (_, output) => reportedIn(output),
};

/** Every state whose end or beginning says something. */
export const STATES_READ: readonly string[] = [...Object.keys(PHASE_OF_STATE), ...Object.keys(EXITS)];

const reportedIn = (output: unknown): Partial<RunProgress> => {
  const reported = readReported(output);
  return reported === undefined ? {} : { reported };
};

/** With one more event. */
export const advance = (before: RunProgress, { id, type, state = '', output }: RunEvent): RunProgress => {
  const now = { ...before, lastEvent: id, ended: before.ended || ENDS.includes(type) };
  if (type.endsWith('StateEntered')) return { ...now, phase: PHASE_OF_STATE[state] ?? before.phase };
  if (!type.endsWith('StateExited') || output === undefined) return now;
  return { ...now, ...EXITS[state]?.(before, parsed(output)) };
};

/** Users of each pool, as far as the run is about them: guesses. */
export interface Expected {
  readonly newPool: number;
  readonly oldPool: number;
}

/** How far the phase is; `total` is absent where nobody knows. */
export interface PhaseProgress {
  readonly done: number;
  readonly total?: number;
  /** What is counted, as in `3 files`. */
  readonly unit?: string;
  readonly detail?: string;
}

const ofPeople = (done: number, total: number): PhaseProgress => ({
  ...{ done, total },
  unit: plural(total, 'person', 'people'),
});

const ofParts = (done: number, total: number | undefined): PhaseProgress => ({
  done,
  ...(total === undefined ? {} : { total }),
  unit: plural(total ?? done, 'part'),
});

/** What is shown of a run in the phase that it is in. */
export const phaseProgress = (run: RunProgress, expected: Expected): PhaseProgress => {
  const { planned } = run;
  switch (run.phase) {
    case 'plan':
      return { done: planned === undefined ? 0 : 1, total: 1 };
    case 'report':
      return { done: run.reported === undefined ? 0 : 1, total: 1 };
    case 'new-pool':
      return ofPeople(run.newPool, Math.max(run.newPool, expected.newPool));
    case 'old-pool':
      return ofPeople(run.oldPool, Math.max(run.oldPool, expected.oldPool));
    case 'look-ups':
      return ofParts(run.lookedUp, planned?.shards);
    case 'names':
      return ofParts(run.resolved, planned?.partitions);
    case 'decisions':
      return ofParts(run.settled, planned?.shards);
    case 'files':
      return { done: run.files, unit: plural(run.files, 'file') };
    case 'import':
      return {
        ...ofPeople(
          Math.min(
            run.rows,
            Object.values(run.processed).reduce((sum, count) => sum + count, 0),
          ),
          run.rows,
        ),
        detail: `${run.filesDone} of ${run.files} ${plural(run.files, 'file')} done`,
      };
  }
};
