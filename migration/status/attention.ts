import type { FailReason } from '../reasons.ts';
import { CONFIGURATION_REASONS } from '../reasons.ts';

/** From how many failures on, and from which share of all answers, a person is needed; the alarm goes by it, too. */
export const FAILURE_RATE = { fewest: 3, percent: 5 } as const;

/** What the trigger did in some time. */
export interface Answers {
  /** All of them, those without a failure among them. */
  readonly answers: number;
  readonly failed: Readonly<Partial<Record<FailReason, number>>>;
}

/** What somebody has to look at: a sentence each, and the heading of `docs/runbook.md` that says what to do. */
export interface Attention {
  readonly what: string;
  readonly heading: 'Configuration fault' | 'Failure rate';
}

/** What of the last 24 hours needs a person. */
export const attentionOf = ({ answers, failed }: Answers): readonly Attention[] => {
  const total = Object.values(failed).reduce((sum, count) => sum + count, 0);
  const percent = (100 * total) / Math.max(answers, total);
  const faults = CONFIGURATION_REASONS.flatMap((reason) => {
    const count = failed[reason];
    return count === undefined ? [] : [`${reason} (${count})`];
  });
  return [
    ...(faults.length === 0
      ? []
      : [
          {
            what: `Nobody can move until somebody mends the configuration: ${faults.join(', ')}.`,
            heading: 'Configuration fault' as const,
          },
        ]),
    ...(total < FAILURE_RATE.fewest || percent < FAILURE_RATE.percent
      ? []
      : [
          {
            what: `${percent.toFixed(1)} % of those who tried to sign in were told to try again later.`,
            heading: 'Failure rate' as const,
          },
        ]),
  ];
};
