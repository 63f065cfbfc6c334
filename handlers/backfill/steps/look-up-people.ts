import { createPacedCall } from '../../../aws/paced-call.ts';
import type { Timer } from '../../../aws/request-pace.ts';
import { createPace, systemTimer } from '../../../aws/request-pace.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { objectionToImport } from '../../../migration/backfill/admission.ts';
import type { ListedUser } from '../../../migration/backfill/listed-user.ts';
import { readListedUser, writeListedUser } from '../../../migration/backfill/listed-user.ts';
import { questionsAbout } from '../../../migration/backfill/settle-user.ts';
import { findHolders } from '../../../migration/migrate-user.ts';
import type { NewPool, OldPool } from '../../../migration/ports.ts';
import type { Holders } from '../../../migration/profile-draft.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { admissionOf, termsOf } from './import-terms.ts';
import { listedUsers, movedSubs } from './listed-people.ts';
import type { RunPlan } from './run-objects.ts';
import { folders, keysOf, readPlan } from './run-objects.ts';
import { walk } from './walk.ts';

export interface LookUpInput {
  readonly runId: string;
  readonly shard: string;
}

interface Deps {
  readonly store: ObjectStore;
  readonly rules: MigrationRules;
  /** Each call is made once; this step paces and repeats them. */
  readonly oldPool: OldPool;
  readonly newPool: NewPool;
  readonly stopped: () => boolean;
  /** @default the system's */
  readonly timer?: Timer;
}

/**
 * AdminGetUser calls a second of one shard; four shards are looked up at once, and the account's 120 a second also
 * serve everybody who signs in.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const LOOK_UPS_PER_SECOND = 10;

/** One line of `looked-up/`. */
interface LookedUp {
  /** A line of a listed user. */
  readonly user: string;
  readonly asked?: {
    readonly newPool: readonly (readonly [string, { readonly sourceSub?: string }])[];
    readonly oldPoolNames: Holders['oldPoolNames'] extends ReadonlyMap<infer K, infer V>
      ? readonly (readonly [K, V])[]
      : never;
    readonly oldPoolValues: Holders['oldPoolValues'] extends ReadonlyMap<infer K, infer V>
      ? readonly (readonly [K, V])[]
      : never;
  };
}

const writeLookedUp = (user: ListedUser, asked: Holders | undefined): string => {
  const line: LookedUp = {
    user: writeListedUser(user),
    ...(asked === undefined
      ? {}
      : {
          asked: {
            newPool: [...asked.newPool].map(([name, { sourceSub }]) => [
              name,
              sourceSub === undefined ? {} : { sourceSub },
            ]),
            oldPoolNames: [...asked.oldPoolNames],
            oldPoolValues: [...asked.oldPoolValues],
          },
        }),
  };
  return `${JSON.stringify(line)}\n`;
};

/** A user with what was found out about them. */
export const readLookedUp = (text: string): { readonly user: ListedUser; readonly asked?: Holders } => {
  const { user, asked }: LookedUp = JSON.parse(text);
  if (asked === undefined) return { user: readListedUser(user.trimEnd()) };
  return {
    user: readListedUser(user.trimEnd()),
    asked: {
      newPool: new Map(asked.newPool.map(([name, { sourceSub }]) => [name, { sourceSub }])),
      oldPoolNames: new Map(asked.oldPoolNames),
      oldPoolValues: new Map(asked.oldPoolValues),
    },
  };
};

/** The pools, at a pace of their own for either kind of call. */
const pacedPools = ({ oldPool, newPool, stopped, timer = systemTimer }: Deps, { options }: RunPlan) => {
  const pacedAt = (perSecond: number) =>
    createPacedCall(createPace(perSecond, timer), { timer, stopped }).call;
  const get = pacedAt(LOOK_UPS_PER_SECOND);
  const list = pacedAt(options.listRequestsPerSecond);
  return {
    oldPool: {
      ...oldPool,
      findUser: (name: string) => get(() => oldPool.findUser(name)),
      listUsers: (value: Parameters<OldPool['listUsers']>[0]) => list(() => oldPool.listUsers(value)),
    },
    newPool: { findHolder: (name: string) => get(() => newPool.findHolder(name)) },
  };
};

/**
 * Looks at the people of a shard one by one, where the run wants that: for their second factors, or, in a pilot,
 * for the names that others have.
 */
export const lookUpPeople =
  (deps: Deps) =>
  async ({ runId, shard }: LookUpInput): Promise<{ readonly done: boolean }> => {
    const { store, rules, stopped } = deps;
    const plan = await readPlan(store, runId);
    const keys = keysOf(runId);
    const moved = await movedSubs(store, plan, shard);
    const pools = pacedPools(deps, plan);
    const admission = admissionOf(plan, rules);
    const terms = termsOf(plan, rules);

    const withFactors = async (user: ListedUser): Promise<ListedUser> => {
      if (!plan.options.mfaLookup) return user;
      const person = await pools.oldPool.findUser(user.username);
      return { ...user, factors: person?.factors ?? [] };
    };
    const ask = async (user: ListedUser): Promise<Holders | undefined> => {
      if (plan.options.pilot === undefined) return undefined;
      const questions = questionsAbout(user, terms);
      return questions === undefined ? undefined : findHolders(pools, { questions });
    };

    const { done } = await walk({
      store,
      root: keys.root,
      stateKey: keys.lookUps(shard),
      records: await listedUsers(store, plan, shard),
      stopped,
      work: async (record) => {
        const listed = readListedUser(record);
        const folder = folders.lookedUp(shard);
        if (moved.has(listed.sub) || objectionToImport(listed, admission) !== undefined) {
          return [{ folder, line: writeLookedUp(listed, undefined) }];
        }
        const user = await withFactors(listed);
        return [{ folder, line: writeLookedUp(user, await ask(user)) }];
      },
    });
    return { done };
  };
