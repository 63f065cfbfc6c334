import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { Quota, QuotaFacts } from '../../migration/check/survey.ts';
import { MOST_IMPORT_JOBS } from '../../migration/quotas.ts';
import { clientConfig, type ServiceAccess } from '../clients/service-access.ts';
import { TIME_LIMITS } from '../clients/time-limits.ts';

/** A quota as Service Quotas knows it, and AWS's default, which its pages name. */
interface KnownQuota {
  readonly code: string;
  readonly documented: number;
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const QUOTAS: Readonly<Record<keyof QuotaFacts, KnownQuota>> = {
  /** "Rate of UserAuthentication requests", a second. */
  userAuthentication: { code: 'L-026ADBA3', documented: 120 },
  /** "User import jobs per user pool". */
  importJobs: { code: 'L-681BB884', documented: MOST_IMPORT_JOBS },
};

const ServiceCode = 'cognito-idp';

/** What the account was granted; what every account has, where it never asked for more. */
const readQuota = async (client: ServiceQuotasClient, QuotaCode: string): Promise<number | undefined> => {
  try {
    const { Quota: granted } = await client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
    return granted?.Value;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NoSuchResourceException') throw error;
    const { Quota: usual } = await client.send(
      new GetAWSDefaultServiceQuotaCommand({ ServiceCode, QuotaCode }),
    );
    return usual?.Value;
  }
};

const documented = ({ documented: value }: KnownQuota): Quota => ({ value, source: 'documented' });

const ask = async (client: ServiceQuotasClient, quota: KnownQuota): Promise<Quota> => {
  try {
    const value = await readQuota(client, quota.code);
    if (value !== undefined) return { value, source: 'account' };
  } catch {
    // Whoever may not ask, or cannot reach the service, is told of the default instead.
  }
  return documented(quota);
};

/** The quotas, as far as Service Quotas tells them. */
export const quotasFrom = async (client: ServiceQuotasClient): Promise<QuotaFacts> => ({
  userAuthentication: await ask(client, QUOTAS.userAuthentication),
  importJobs: await ask(client, QUOTAS.importJobs),
});

/**
 * The quotas that a move depends on, in the Region of the new pool. A sandbox has no Service Quotas.
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
 */
export const readQuotas = async (access: ServiceAccess): Promise<QuotaFacts> => {
  if (access.endpoint !== undefined) {
    return {
      userAuthentication: documented(QUOTAS.userAuthentication),
      importJobs: documented(QUOTAS.importJobs),
    };
  }
  const client = new ServiceQuotasClient({
    ...clientConfig(access),
    requestHandler: TIME_LIMITS.dispensableCall,
  });
  try {
    return await quotasFrom(client);
  } finally {
    client.destroy();
  }
};
