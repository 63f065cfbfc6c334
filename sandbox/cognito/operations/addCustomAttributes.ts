import type {
  AddCustomAttributesRequest,
  AddCustomAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { required } from '../errors.ts';
import { addCustomAttributes as addToSchema } from '../pool-schema.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html */
export const addCustomAttributes: Operation<
  'clock' | 'importJobs' | 'pools',
  AddCustomAttributesRequest,
  AddCustomAttributesResponse
> =
  ({ clock, importJobs, pools }) =>
  async ({ UserPoolId, CustomAttributes }) => {
    const pool = pools.pool(UserPoolId);
    importJobs.refuseDuringImport(pool);
    addToSchema(pool.schema, required(CustomAttributes, 'customAttributes'));
    pool.modifiedAt = clock.now();
    return {};
  };
