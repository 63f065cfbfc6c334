import type * as z from 'zod';
import { DISABLED_USERS } from '../../migration/backfill/admission.ts';
import { emailAddresses, group, oneOf, wholeNumber, yesOrNo } from './fields.ts';

/** The workflow that brings over everybody who never signed in. */
export const backfillSchema = group({
  /**
   * Whether the workflow is deployed. It does nothing until it is started.
   * @default true
   */
  enabled: yesOrNo().default(true),
  /**
   * People whom the old pool has disabled. `exclude`: they stay. `import-then-disable`: they are imported last, a
   * thousand at a time, and disabled in the new pool before the next thousand.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
   * @default exclude
   */
  disabledUsers: oneOf(DISABLED_USERS).default('exclude'),
  /**
   * Days after which the bucket forgets the listings, import files and reports of a run: they are personal data. A
   * run can be resumed for as long.
   * @default 30
   */
  expireAfterDays: wholeNumber(1, 365, 'days').default(30),
  /**
   * E-mail addresses that get the summary of each run; each must confirm the subscription once.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
   * @default - nobody; subscribe to the topic by other means
   */
  notify: emailAddresses(),
});

/** Of `backfill`, with defaults filled in. */
export type BackfillSettings = z.output<typeof backfillSchema>;
