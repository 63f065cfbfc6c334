import type { DisabledUsers } from '../../migration/backfill/admission.ts';
import { DISABLED_USERS } from '../../migration/backfill/admission.ts';
import { BACKFILL_ENVIRONMENT_VARIABLES as NAMES } from './backfill-environment-variables.ts';
import { EnvironmentError, requiredVariable } from './variable-reader.ts';

// Each function asks for what it needs, and its stack gives it no more.

/** Of the bucket for a run's objects. @throws EnvironmentError */
export const bucketName = (): string => requiredVariable(NAMES.bucket);

/** Of the role with which Cognito writes the logs of import jobs. @throws EnvironmentError */
export const importLogsRoleArn = (): string => requiredVariable(NAMES.importLogsRoleArn);

/** Whether disabled users of the old pool are imported. @throws EnvironmentError */
export const disabledUsers = (): DisabledUsers => {
  const value = requiredVariable(NAMES.disabledUsers);
  const found = DISABLED_USERS.find((word) => word === value);
  if (found === undefined) {
    throw new EnvironmentError([`${NAMES.disabledUsers} must be ${DISABLED_USERS.join(' or ')}`]);
  }
  return found;
};
