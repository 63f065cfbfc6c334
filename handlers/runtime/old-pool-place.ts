import { ENVIRONMENT_VARIABLES } from './environment-variables.ts';
import type { Variables } from './variable-reader.ts';
import { EnvironmentError, VariableReader } from './variable-reader.ts';

/** The role of another account, and what this function does with it. */
interface OldPoolRole {
  readonly arn: string;
  readonly externalId?: string;
  readonly actions: readonly string[];
}

/** Where the old pool is, and through which role it is reached. */
export interface OldPoolPlace {
  readonly userPoolId: string;
  readonly region: string;
  readonly role?: OldPoolRole;
}

const oldPoolRole = (read: VariableReader): OldPoolRole | undefined => {
  const arn = read.optional(ENVIRONMENT_VARIABLES.oldRoleArn);
  if (arn === undefined) return undefined;
  const externalId = read.optional(ENVIRONMENT_VARIABLES.oldRoleExternalId);
  const actions = read.list(ENVIRONMENT_VARIABLES.oldRoleActions);
  return { arn, ...(externalId === undefined ? {} : { externalId }), actions };
};

/** Reads where the old pool is, as a part of a larger environment. */
export const oldPoolPlace = (read: VariableReader): OldPoolPlace => {
  const role = oldPoolRole(read);
  return {
    userPoolId: read.text(ENVIRONMENT_VARIABLES.oldUserPoolId),
    region: read.text(ENVIRONMENT_VARIABLES.oldRegion),
    ...(role === undefined ? {} : { role }),
  };
};

/**
 * Parses the part of the environment that says where the old pool is, for a function that only looks at it.
 * @throws EnvironmentError with one entry per variable that is missing.
 */
export const parseOldPoolPlace = (variables: Variables): OldPoolPlace => {
  const read = new VariableReader(variables);
  const place = oldPoolPlace(read);
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return place;
};
