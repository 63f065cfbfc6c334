/** Errors of runs that would only fail in the same way again. */
const IN_VAIN: readonly string[] = ['BackfillRefused', 'PilotUnknown'];

/**
 * Whether it helps to resume a run that ended so.
 * @param error as the execution names it, for example `ListingTooShort`
 */
export const isResumable = (error: string): boolean => !IN_VAIN.includes(error);
