import { BACKFILL_ENVIRONMENT_VARIABLES } from './backfill-environment-variables.ts';
import { requiredVariable } from './variable-reader.ts';

/** Of the pool that people come to. @throws EnvironmentError */
export const newUserPoolId = (): string => requiredVariable(BACKFILL_ENVIRONMENT_VARIABLES.newUserPoolId);

/** Where the functions and the new pool are; Lambda sets it. @throws EnvironmentError */
export const ownRegion = (): string => requiredVariable('AWS_REGION');
