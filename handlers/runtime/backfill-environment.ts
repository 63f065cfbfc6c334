import type { DisabledUsers } from '../../migration/backfill/admission.ts';
import { DISABLED_USERS } from '../../migration/backfill/admission.ts';
import { BACKFILL_ENVIRONMENT_VARIABLES as NAMES } from './backfill-environment-variables.ts';
import { EnvironmentError } from './environment.ts';

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new EnvironmentError([`${name} is missing`]);
  return value;
};

// Each function asks for what it needs, and its stack gives it no more.

/** @throws EnvironmentError */
export const bucketName = (): string => required(NAMES.bucket);

/** @throws EnvironmentError */
export const newUserPoolId = (): string => required(NAMES.newUserPoolId);

/** @throws EnvironmentError */
export const importLogsRoleArn = (): string => required(NAMES.importLogsRoleArn);

/** @throws EnvironmentError */
export const disabledUsers = (): DisabledUsers => {
  const value = required(NAMES.disabledUsers);
  const found = DISABLED_USERS.find((word) => word === value);
  if (found === undefined) {
    throw new EnvironmentError([`${NAMES.disabledUsers} must be ${DISABLED_USERS.join(' or ')}`]);
  }
  return found;
};

/** Where the functions and the new pool are; Lambda sets it. @throws EnvironmentError */
export const ownRegion = (): string => required('AWS_REGION');
