import type * as z from 'zod';
import type { Contradiction } from './contradictions.ts';
import { emailAddresses, group, textLike, yesOrNo } from './fields.ts';

/** Whom alarms tell, and where these people read what to do. */
export const alarmsSchema = group({
  /**
   * Whether alarms and their topic are deployed; the dashboard always is. An alarm costs about 10 US cents a month for
   * each metric in it, and the key of their topic a dollar.
   * @see https://aws.amazon.com/cloudwatch/pricing/
   * @default true
   */
  enabled: yesOrNo().default(true),
  /**
   * E-mail addresses that alarms are sent to; each must confirm the subscription once.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
   * @default - nobody; subscribe to the topic by other means
   */
  notify: emailAddresses(),
  /**
   * Address of `docs/runbook.md` as your people can open it, for example in your code host or wiki: alarms link to its
   * headings. Nobody can guess where you keep this repository, so without it they name file and heading as text.
   * @default - docs/runbook.md, the path in this repository
   */
  runbookUrl: textLike(
    /^https:\/\/[^\s#]+$/,
    'the address of a page',
    'Write it with https:// and without #, for example https://example.com/docs/runbook.md.',
  ).optional(),
});

/** Of `alarms`, with defaults filled in. */
export type AlarmSettings = z.output<typeof alarmsSchema>;

/** What does not fit together about alarms. */
export const alarmContradictions = ({ enabled, notify }: AlarmSettings): readonly Contradiction[] => {
  if (enabled || notify.length === 0) return [];
  const message =
    'names people, but without alarms they would hear of nothing. Empty it, or set alarms.enabled to true.';
  return [{ key: 'alarms.notify', reads: ['alarms.enabled', 'alarms.notify'], message }];
};
