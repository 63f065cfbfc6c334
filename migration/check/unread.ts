import type { Rule } from './finding.ts';
import { unreadId } from './finding-ids.ts';
import { PAGES } from './pages.ts';

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html */
export const couldNotCheck: Rule = ({ unread }) =>
  unread.map(({ pool, what, action, reason }) => ({
    id: unreadId({ pool, what }),
    severity: 'warning',
    title: `Could not check the ${what} of the ${pool} pool`,
    detail: `${action} was refused: ${reason.replace(/\.?$/, '.')}`,
    remedy: `Allow ${action} to whoever runs this command, and check again.`,
    link: PAGES.permissions,
  }));
