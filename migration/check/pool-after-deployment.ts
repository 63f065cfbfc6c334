import type { PlannedPool } from './planned-pool.ts';
import type { ClientFacts, PoolFacts } from './survey.ts';

/** A pool as it is, and as settings make it that are not deployed yet. */
interface Change {
  readonly live: PoolFacts;
  readonly planned: PlannedPool;
  /** Ids of the app clients that the stack made. */
  readonly clientIds: readonly string[];
}

type Written = Partial<PoolFacts>;

/** A deployment adds custom attributes, and can change none that is there. */
const attributes = ({ live, planned }: Change): Written => ({
  schema: [
    ...live.schema,
    ...planned.schema.filter(({ name }) => !live.schema.some((attribute) => attribute.name === name)),
  ],
});

/** A deployment writes its own clients, by their names, and adds others. */
const clients = ({ live, planned, clientIds }: Change): Written => {
  if (live.clients === undefined) return {};
  const left = new Map(planned.clients.map((client) => [client.name, client]));
  const written = live.clients.map((client): ClientFacts => {
    const wanted = clientIds.includes(client.clientId) ? left.get(client.name) : undefined;
    if (wanted === undefined) return client;
    left.delete(client.name);
    return { ...wanted, clientId: client.clientId };
  });
  return { clients: [...written, ...left.values()] };
};

/** The guard comes and goes with the setting, in the same deployment. */
const selfSignUp = ({ live, planned }: Change): Written => {
  const { PreSignUp: _, ...others } = live.triggers;
  const guard = planned.triggers['PreSignUp'];
  return {
    selfSignUp: planned.selfSignUp,
    triggers: { ...others, ...(guard === undefined ? {} : { PreSignUp: guard }) },
  };
};

const secondFactors = ({ planned: { mfa, factors } }: Change): Written => ({ mfa, factors });

/** What a deployment writes into a pool that is there, by the setting that changed. Aliases it cannot. */
const WRITES: Readonly<Record<string, (change: Change) => Written>> = {
  'newPool.autoVerify': ({ planned: { autoVerified } }) => ({ autoVerified }),
  'newPool.customAttributes': attributes,
  'newPool.emailSender': ({ planned: { sendsByCognito } }) => ({ sendsByCognito }),
  'newPool.featurePlan': ({ planned: { featurePlan } }) => ({ featurePlan }),
  'newPool.mfa': secondFactors,
  'newPool.mfaFactors': secondFactors,
  'newPool.passwordPolicy': ({ planned: { passwordPolicy } }) => ({ passwordPolicy }),
  'newPool.preventUserExistenceErrors': clients,
  clients,
  clientWritable: clients,
  trigger: clients,
  selfSignUp,
};

/**
 * The new pool as the next deployment leaves it: what changed settings write, and the rest as it is. What somebody
 * changed by hand elsewhere in the pool therefore still shows.
 * @param changed keys of settings that differ from those of the deployment
 */
export const poolAfterDeployment = (change: Change, changed: readonly string[]): PoolFacts => {
  let pool = change.live;
  for (const key of changed) pool = { ...pool, ...WRITES[key]?.(change) };
  return pool;
};
