import type { PoolAccess } from '../aws/clients/cognito-client.ts';
import { createPatientClient } from '../aws/clients/patient-clients.ts';
import { describeUserPool } from '../aws/user-pools.ts';
import type { Expected } from '../migration/status/run-progress.ts';
import type { DeployedContext } from './command-context.ts';

const sizeOf = async (access: PoolAccess, userPoolId: string): Promise<number> => {
  const client = createPatientClient(access);
  try {
    return (await describeUserPool(client)(userPoolId)).estimatedUsers;
  } finally {
    client.destroy();
  }
};

/** How large Cognito estimates both pools to be; no user is looked at. */
export const poolEstimates = async ({
  old,
  deployed,
  new: { access },
}: DeployedContext): Promise<Expected> => {
  const [oldPool, newPool] = await Promise.all([
    sizeOf(old.access, old.userPoolId),
    sizeOf(access, deployed.newUserPoolId),
  ]);
  return { oldPool, newPool };
};
