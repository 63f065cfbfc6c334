import { fitColumns, printable } from '../migration/text/text-columns.ts';
import { figure } from '../migration/text/wording.ts';

/** How far something is. */
export interface ProgressState {
  readonly done: number;
  /** Absent where nobody knows how many there are. */
  readonly total?: number;
  /** What is counted, in one word. */
  readonly unit?: string;
  /** A few words about what is being done. */
  readonly detail?: string;
}

/** When it began, and how much was done by then. */
export interface ProgressStart {
  readonly done: number;
  /** Milliseconds since. */
  readonly elapsed: number;
}

const BAR = 20;
/** Milliseconds after which a rate means something. */
const STEADY = 1_000;

/**
 * One line that says how far something is: a bar, counts, the rate and the time left.
 * @param columns of the terminal. @default no limit
 */
export const progressLine = (
  title: string,
  state: ProgressState,
  start: ProgressStart,
  columns = Number.POSITIVE_INFINITY,
): string => {
  const parts = [title, ...share(state), counts(state), ...pace(state, start), ...detailOf(state)];
  const line = printable(parts.join('  '));
  return columns === Number.POSITIVE_INFINITY ? line : fitColumns(line, columns).trimEnd();
};

const share = ({ done, total }: ProgressState): string[] => {
  if (total === undefined || total <= 0) return [];
  const part = Math.min(1, done / total);
  const filled = Math.floor(part * BAR);
  return [`${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`, `${Math.floor(part * 100)} %`];
};

const counts = ({ done, total, unit = '' }: ProgressState): string =>
  `${figure(done)}${total === undefined ? '' : ` of ${figure(total)}`} ${unit}`.trimEnd();

const pace = ({ done, total }: ProgressState, start: ProgressStart): string[] => {
  const perSecond = ((done - start.done) * 1_000) / start.elapsed;
  if (start.elapsed < STEADY || perSecond <= 0) return [];
  const left = total === undefined || done >= total ? [] : [`${duration((total - done) / perSecond)} left`];
  return [rate(perSecond), ...left];
};

const rate = (perSecond: number): string =>
  perSecond >= 1 ? `${figure(Math.round(perSecond))}/s` : `${(perSecond * 60).toFixed(1)}/min`;

const detailOf = ({ detail }: ProgressState): string[] => (detail === undefined ? [] : [detail]);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time in the two greatest units that matter, rounded up: `4 min`, `2 h 5 min`. */
export const duration = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole <= HOUR - MINUTE) return `${Math.ceil(whole / MINUTE)} min`;
  if (whole < DAY) return inUnits(Math.ceil(whole / MINUTE), MINUTE, 'h', 'min');
  return inUnits(Math.ceil(whole / HOUR), 24, 'd', 'h');
};

const inUnits = (count: number, base: number, great: string, small: string): string => {
  const rest = count % base;
  return `${Math.floor(count / base)} ${great}${rest === 0 ? '' : ` ${rest} ${small}`}`;
};
