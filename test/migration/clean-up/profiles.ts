import type { DatedUser } from '../../../migration/dated-user.ts';

export const HOUR = 3_600_000;
/** When the profile was made. */
export const MADE = Date.UTC(2026, 0, 5, 12);
export const TERMS = { afterHours: 24 };

/** A profile that "forgot password" made and that nobody touched since; a test varies one thing. */
export const abandoned = (
  init: Partial<Omit<DatedUser, 'attributes'>> = {},
  attributes: Readonly<Record<string, string | undefined>> = {},
): DatedUser => ({
  username: 'ann',
  sub: 'new-sub',
  enabled: true,
  status: 'RESET_REQUIRED',
  createdAt: MADE,
  modifiedAt: MADE + 300,
  ...init,
  attributes: new Map(
    Object.entries({
      'custom:source_sub': 'old-sub',
      'custom:source_via': 'forgot-password',
      ...attributes,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
});

/** The counts of a run that had nothing to do. */
export const NOTHING = {
  removed: 0,
  givenBack: 0,
  withoutSource: 0,
  unclear: 0,
  changed: 0,
  newlyChanged: 0,
  failed: 0,
  backlog: 0,
};

/** A profile that a removal disabled, a day after it was made, and then broke off. */
export const interrupted = (status = 'RESET_REQUIRED') =>
  abandoned(
    { enabled: false, status, modifiedAt: MADE + 25 * HOUR },
    { 'custom:clean_up': `${MADE + 25 * HOUR} disabled` },
  );
