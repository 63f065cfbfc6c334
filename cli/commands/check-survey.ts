import { createPatientClient } from '../../aws/clients/patient-clients.ts';
import { surveyPool } from '../../aws/survey/pool-survey.ts';
import { countImportJobs } from '../../aws/survey/pool-survey-jobs.ts';
import { createCarefulReader } from '../../aws/survey/pool-survey-reader.ts';
import { describeRisk } from '../../aws/survey/pool-survey-risk.ts';
import { readQuotas } from '../../aws/survey/quotas.ts';
import { migrationClientId } from '../../migration/check/old-client.ts';
import { type PlannedPool, plannedPool } from '../../migration/check/planned-pool.ts';
import { poolAfterDeployment } from '../../migration/check/pool-after-deployment.ts';
import type { CheckedSettings, DeployedFacts, PoolFacts, Survey } from '../../migration/check/survey.ts';
import { mfaFactors, newPoolForRules } from '../../stacks/settings/new-pool.ts';
import { oldRegion } from '../../stacks/settings/old-pool.ts';
import type { Settings } from '../../stacks/settings.ts';
import { newRegion } from '../../stacks/settings.ts';
import type { CommandContext } from '../command-context.ts';

/** The settings with their defaults filled in, as the rules of `check` want them. */
export const checkedSettings = (settings: Settings): CheckedSettings => ({
  ...settings,
  oldPool: { ...settings.oldPool, region: oldRegion(settings.oldPool) },
  newPool: {
    ...settings.newPool,
    region: newRegion(settings),
    recovery: newPoolForRules(settings.newPool).recovery,
    mfaFactors: mfaFactors(settings.newPool),
  },
});

const deployedFacts = (
  { deployed, settingsFrom, changedSettings }: CommandContext,
  live: PoolFacts | undefined,
): DeployedFacts | undefined => {
  if (deployed === undefined) return undefined;
  return {
    oldClientId: deployed.oldClientId,
    functionName: deployed.functionName,
    ...(deployed.tokenFunctionName === undefined ? {} : { tokenFunctionName: deployed.tokenFunctionName }),
    ...(deployed.signUpFunctionName === undefined ? {} : { signUpFunctionName: deployed.signUpFunctionName }),
    clientIds: Object.values(deployed.clientIds),
    isRead: live !== undefined,
    isJudged: settingsFrom === 'deployment' || changedSettings?.length === 0,
    ...(changedSettings === undefined ? {} : { changedSettings }),
  };
};

/** As it is, or as it will be where other settings are judged than those that are deployed. */
const judgedPool = (
  { deployed, settingsFrom, changedSettings = [] }: CommandContext,
  live: PoolFacts | undefined,
  planned: PlannedPool,
): PoolFacts => {
  if (live === undefined || deployed === undefined) return planned;
  if (settingsFrom !== 'cdk.json') return live;
  return poolAfterDeployment(
    { live, planned, clientIds: Object.values(deployed.clientIds) },
    changedSettings,
  );
};

/**
 * Reads both pools, as far as the caller may.
 * @param expectedSignIns first sign-ins a second at the busiest moment, if the operator knows.
 * @throws the exception of AWS if the old pool itself cannot be read.
 */
export const surveyBothPools = async (context: CommandContext, expectedSignIns?: number): Promise<Survey> => {
  const settings = checkedSettings(context.settings);
  const { userPoolId } = context.old;
  const newUserPoolId = context.deployed?.newUserPoolId;
  const reader = createCarefulReader();
  const oldClient = createPatientClient(context.old.access);
  const newClient = createPatientClient(context.new.access);
  try {
    const oldPool = await surveyPool(oldClient, reader, 'old')(userPoolId);
    const live =
      newUserPoolId === undefined
        ? undefined
        : await reader.read({ pool: 'new', what: 'user pool', action: 'cognito-idp:DescribeUserPool' }, () =>
            surveyPool(newClient, reader, 'new')(newUserPoolId),
          );
    const importJobs =
      newUserPoolId === undefined
        ? undefined
        : await reader.read(
            { pool: 'new', what: 'import jobs', action: 'cognito-idp:ListUserImportJobs' },
            () => countImportJobs(newClient, newUserPoolId),
          );
    const deployed = deployedFacts(context, live);
    const clientId = migrationClientId({ settings, ...(deployed === undefined ? {} : { deployed }) });
    const oldRisk =
      oldPool.threatProtection === 'OFF'
        ? undefined
        : await reader.read(
            { pool: 'old', what: 'threat protection', action: 'cognito-idp:DescribeRiskConfiguration' },
            () => describeRisk(oldClient, userPoolId, clientId),
          );
    const planned = plannedPool(settings);
    return {
      settings,
      oldPool,
      newPool: judgedPool(context, live, planned),
      planned,
      ...(deployed === undefined ? {} : { deployed }),
      ...(oldRisk === undefined ? {} : { oldRisk }),
      ...(importJobs === undefined ? {} : { importJobs }),
      quotas: await readQuotas(context.new.access),
      ...(expectedSignIns === undefined ? {} : { expectedSignIns }),
      unread: reader.unread(),
    };
  } finally {
    oldClient.destroy();
    newClient.destroy();
  }
};
