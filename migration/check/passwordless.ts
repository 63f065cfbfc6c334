import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';

const CODES: readonly string[] = ['EMAIL_OTP', 'SMS_OTP'];

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html */
const newPoolPasswordless: Rule = ({ newPool }) => {
  const codes = newPool.firstFactors.filter((factor) => CODES.includes(factor));
  return findingIf(codes.length > 0, {
    id: 'new-pool-passwordless',
    severity: 'warning',
    title: 'Imported people could sign in by a code alone',
    detail: `The new pool signs people in by ${inWords(codes)}. Then an import leaves them CONFIRMED without a password instead of with a reset pending, disabled ones too until they are disabled again, and such a sign-in calls no trigger: it moves nobody.`,
    remedy: 'Turn passwordless sign-in on after the backfill, not before.',
    link: PAGES.importFile,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html */
const oldPoolPasswordless: Rule = ({ oldPool }) => {
  const others = oldPool.firstFactors.filter((factor) => factor !== 'PASSWORD');
  return findingIf(others.length > 0, {
    id: 'old-pool-passwordless',
    severity: 'warning',
    title: 'People of the old pool may have no password',
    detail: `The old pool signs people in by ${inWords(others)} too. Who never set a password has none to move with, and passkeys do not travel.`,
    remedy: 'Such people move by "Forgot password?" or in the backfill; tell them.',
    link: PAGES.migrateTrigger,
  });
};

/** In the order in which `check` tells of them. */
export const passwordlessRules: readonly Rule[] = [newPoolPasswordless, oldPoolPasswordless];
