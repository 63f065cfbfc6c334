/** What `status` found, for people. */

import { minuteOf } from '../../migration/status/minute.ts';
import type { Status } from '../../migration/status/status.ts';
import { figure } from '../../migration/text/wording.ts';
import type { Terminal } from '../terminal.ts';

const perDay = (rate: number): string => (rate >= 10 ? figure(Math.round(rate)) : rate.toFixed(1));

const projected = ({ projection, basis }: Status): string => {
  switch (projection.kind) {
    case 'reached':
      return basis === 'listing' ? 'reached' : 'reached, by the estimates';
    case 'unknown':
      return 'not known yet';
    case 'expected':
      return projection.declining
        ? `${projection.day}, if fewer come from week to week as now`
        : `${projection.day}, if as many come as now`;
    case 'never':
      return `never by themselves: about ${figure(projection.more)} more come as it declines now`;
  }
};

const showStanding = (terminal: Terminal, status: Status): void => {
  const { moved, left, percentMoved, came, pace } = status;
  const about = status.basis === 'estimates' ? 'about ' : '';
  terminal.table(
    ['', 'people', ''],
    [
      ['have moved', `${about}${figure(moved)}`, `${about}${percentMoved.toFixed(1)} %`],
      ['  signed in', figure(came['sign-in']), ''],
      ['  by "Forgot password?"', figure(came['forgot-password']), ''],
      ['  imported', figure(came.import), ''],
      ['are left', `${about}${figure(left)}`, ''],
      ['come by themselves a day', perDay(pace.perDay), 'of the last seven whole days'],
    ],
  );
  terminal.data('');
  terminal.data(`95 % are through: ${projected(status)}.`);
};

const VERDICTS: Readonly<Record<Status['backfill']['verdict'], string>> = {
  finished: 'The backfill has finished.',
  'nobody-left': 'A backfill has nothing to do.',
  'perhaps-nobody-left': 'A backfill may have nothing to do.',
  'too-early': 'Too early for the backfill.',
  wait: 'Not yet time for the backfill.',
  now: 'It is time for the backfill.',
};

const showOutcomes = (terminal: Terminal, { lastDay, lastWeek }: Status): void => {
  const rows = (['declined', 'failed'] as const).flatMap((kind) => {
    const day = new Map(Object.entries(lastDay[kind]));
    return Object.entries(lastWeek[kind])
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => [kind, reason, figure(day.get(reason) ?? 0), figure(count)]);
  });
  terminal.data('');
  if (rows.length === 0) terminal.data('The trigger turned nobody away in seven days.');
  else terminal.table(['not moved', 'reason', '24 hours', '7 days'], rows);
};

const showClasses = (terminal: Terminal, { known }: Status): void => {
  if (known === undefined) return;
  const source = known.runId === undefined ? 'listed just now' : `as the run ${known.runId} left them`;
  terminal.data('');
  terminal.data(`By class, ${source} (${minuteOf(known.asOf)})`);
  terminal.table(
    ['class', 'people', 'what to do'],
    known.classes.map(({ what, people, advice }) => [what, figure(people), advice]),
  );
};

const aboutNumbers = (status: Status): string => {
  if (status.basis === 'listing')
    return 'Both pools were listed; how people came is what the functions counted.';
  const { old, new: moved } = status.estimatedUsers;
  const age =
    status.oldEstimateSince === undefined
      ? 'AWS does not say how old they are'
      : `the old pool's has been the same since ${minuteOf(status.oldEstimateSince)} or longer`;
  const { came } = status;
  const removed =
    came['sign-in'] + came['forgot-password'] + came.import > moved
      ? ' The functions counted more than that: some were removed again, or the estimate is older than they are.'
      : '';
  return (
    `Estimates: Cognito says ${figure(old)} users in the old pool and ${figure(moved)} in the new one ` +
    `(EstimatedNumberOfUsers; ${age}), and the functions counted who moved.${removed} --exact lists both pools.`
  );
};

/** The numbers on stdout, what they mean and what needs somebody on stderr. */
export const showStatus = (terminal: Terminal, status: Status): void => {
  showStanding(terminal, status);
  terminal.data(`${VERDICTS[status.backfill.verdict]} ${status.backfill.why}`);
  showOutcomes(terminal, status);
  showClasses(terminal, status);
  terminal.talk('');
  terminal.talk(aboutNumbers(status));
  for (const { what, heading } of status.attention) {
    terminal.talk(`Needs somebody: ${what} See "${heading}" in docs/runbook.md.`);
  }
};
