import type { ListedUser } from '../listed-user.ts';
import { objectionToState } from '../person.ts';
import type { MigrationRules } from '../rules.ts';
import type { LeftOutReason } from './classes.ts';
import type { StatusFilter } from './run-options.ts';

/** What becomes of people whom the old pool has disabled; an import file cannot say so. */
export const DISABLED_USERS = ['exclude', 'import-then-disable'] as const;
export type DisabledUsers = (typeof DISABLED_USERS)[number];

/** What decides, before any name is looked at, whether somebody may go in. */
export interface Admission {
  readonly statuses: StatusFilter;
  readonly disabledUsers: DisabledUsers;
  readonly mfaUsers: MigrationRules['mfaUsers'];
}

/** What speaks against importing this user, whatever their names; undefined if nothing does. */
export const objectionToImport = (
  { enabled, status, factors = [] }: Pick<ListedUser, 'enabled' | 'status' | 'factors'>,
  { statuses, disabledUsers, mfaUsers }: Admission,
): LeftOutReason | undefined => {
  const objection = objectionToState({ status, enabled: enabled || disabledUsers === 'import-then-disable' });
  if (objection !== undefined) return objection;
  if (!(statuses.include?.includes(status) ?? true) || statuses.exclude.includes(status)) {
    return 'status-excluded';
  }
  return factors.length > 0 && mfaUsers === 'decline' ? 'second-factor' : undefined;
};
