import { createPacedCall } from '../../../aws/clients/paced-call.ts';
import type { Timer } from '../../../aws/clients/request-pace.ts';
import { createPace, systemTimer } from '../../../aws/clients/request-pace.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { ListPage } from '../../../aws/user-lister.ts';
import { objectionToImport } from '../../../migration/backfill/admission.ts';
import { claimsOf, writeClaim } from '../../../migration/backfill/claims.ts';
import type { PilotSearch, Unseen } from '../../../migration/backfill/pilot-searches.ts';
import { mustFind, pilotQuestions } from '../../../migration/backfill/pilot-searches.ts';
import type { ImportTerms } from '../../../migration/backfill/settle-user.ts';
import { questionsAbout } from '../../../migration/backfill/settle-user.ts';
import { LOOK_UPS_AT_ONCE, partitionOf } from '../../../migration/backfill/shards.ts';
import { findHolders } from '../../../migration/lazy/migrate-user.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import { readListedUser } from '../../../migration/listed-user.ts';
import type { NewPoolCalls, OldPoolCalls } from '../../../migration/ports.ts';
import type { Holders } from '../../../migration/profile-draft.ts';
import { LOOK_UPS_PER_SECOND } from '../../../migration/quotas.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { termsOf } from '../run/import-terms.ts';
import { listedUsers, movedSubs } from '../run/listed-people.ts';
import type { LookedUpUser } from '../run/looked-up.ts';
import { writeLookedUp } from '../run/looked-up.ts';
import { readRuledPlan } from '../run/ruled-plan.ts';
import type { RunPlan } from '../run/run-objects.ts';
import { folders, keysOf } from '../run/run-objects.ts';
import type { Found } from '../run/search-old-pool.ts';
import { searchOldPool } from '../run/search-old-pool.ts';
import type { WalkLine } from '../run/walk.ts';
import { walk } from '../run/walk.ts';

interface LookUpInput {
  readonly runId: string;
  readonly shard: string;
}

interface Deps {
  readonly store: ObjectStore;
  readonly rules: MigrationRules;
  /** Each call is made once; this step paces and repeats them. */
  readonly oldPool: OldPoolCalls;
  readonly listPage: ListPage;
  readonly newPool: NewPoolCalls;
  readonly stopped: () => boolean;
  /** @default the system's */
  readonly timer?: Timer;
}

/** People of a pilot who are looked at together: each takes dozens of calls, and a batch is all or nothing. */
const PILOT_BATCH = 4;

/** The pools, at a pace of their own for either kind of call. */
const pacedPools = (
  { oldPool, listPage, newPool, stopped, timer = systemTimer }: Deps,
  { options, shards }: RunPlan,
) => {
  const pacedAt = (perSecond: number) =>
    createPacedCall(createPace(perSecond, timer), { timer, stopped }).call;
  const get = pacedAt(LOOK_UPS_PER_SECOND);
  const list = pacedAt(options.listRequestsPerSecond / Math.min(LOOK_UPS_AT_ONCE, shards.length));
  return {
    oldPool: { ...oldPool, findUser: (name: string) => get(() => oldPool.findUser(name)) },
    search: searchOldPool((place) => list(() => listPage(place))),
    newPool: { findHolder: (name: string) => get(() => newPool.findHolder(name)) },
  };
};

/** Who else in the old pool has a name of this user, and what could not be found out. */
const searchFor = async (
  user: ListedUser,
  search: (one: PilotSearch) => Promise<Found>,
  { rules }: ImportTerms,
): Promise<{ readonly others: readonly ListedUser[]; readonly unseen: readonly Unseen[] }> => {
  const { searches, unseen } = pilotQuestions(user, rules);
  const found = await Promise.all(
    searches.map(async (one) => {
      const { users, complete } = await search(one);
      const works = !mustFind(user, one) || users.some(({ sub }) => sub === user.sub);
      return { users, unseen: complete && works ? [] : [one.otherwise] };
    }),
  );
  const others = new Map(found.flatMap(({ users }) => users.map((other) => [other.sub, other])));
  others.delete(user.sub);
  return {
    others: [...others.values()],
    unseen: [...new Set([...unseen, ...found.flatMap((one) => one.unseen)])],
  };
};

/** What others claim of the names that this user claims too. */
const claimsOfOthers = (
  user: ListedUser,
  others: readonly ListedUser[],
  { rules, admission }: ImportTerms,
  partitions: number,
): readonly WalkLine[] => {
  const names = new Set(claimsOf(user, rules, admission).map(({ name }) => name));
  return others
    .flatMap((other) => claimsOf(other, rules, admission))
    .filter(({ name }) => names.has(name))
    .map((claim) => ({
      folder: folders.othersClaims(partitionOf(claim.name, partitions)),
      line: writeClaim(claim),
    }));
};

/**
 * Looks at the people of a shard one by one, where the run wants that: for their second factors, or, in a pilot,
 * for the names that others have.
 */
export const lookUpPeople =
  (deps: Deps) =>
  async ({ runId, shard }: LookUpInput): Promise<{ readonly done: boolean }> => {
    const { store, rules, stopped } = deps;
    const plan = await readRuledPlan({ store, rules }, runId);
    const keys = keysOf(runId);
    const isPilot = plan.options.pilot !== undefined;
    const moved = await movedSubs(store, plan, shard);
    const pools = pacedPools(deps, plan);
    const terms = termsOf(plan, rules);
    const folder = folders.lookedUp(shard);

    /** Undefined for somebody who was deleted since the listing. */
    const asTheyAreNow = async (user: ListedUser): Promise<ListedUser | undefined> => {
      if (!plan.options.mfaLookup) return user;
      const person = await pools.oldPool.findUser(user.username);
      if (person?.sub !== user.sub) return undefined;
      return { ...user, enabled: person.enabled, factors: person.factors };
    };
    const line = (found: LookedUpUser): WalkLine => ({ folder, line: writeLookedUp(found) });
    /** Who has which value is searched, which tells more than the two users that the port returns. */
    const ask = (user: ListedUser): Promise<Holders> =>
      findHolders(pools, { questions: { ...questionsAbout(user, terms), oldPoolValues: [] } });
    /** Whoever has moved is there, whatever became of them in the old pool since. */
    const askNewPool = (user: ListedUser): Promise<Holders> =>
      findHolders(pools, {
        questions: { ...questionsAbout(user, terms), oldPoolNames: [], oldPoolValues: [] },
      });
    const lookUpInPilot = async (user: ListedUser): Promise<readonly WalkLine[]> => {
      if (objectionToImport(user, terms.admission) !== undefined) {
        return [line({ user, asked: await askNewPool(user) })];
      }
      const now = await asTheyAreNow(user);
      if (now === undefined) return [line({ user, asked: await askNewPool(user), deleted: true })];
      const [asked, { others, unseen }] = await Promise.all([ask(now), searchFor(now, pools.search, terms)]);
      return [line({ user: now, asked, unseen }), ...claimsOfOthers(now, others, terms, plan.partitions)];
    };
    const lookUp = async (user: ListedUser): Promise<readonly WalkLine[]> => {
      if (moved.has(user.sub) || objectionToImport(user, terms.admission) !== undefined)
        return [line({ user })];
      const now = await asTheyAreNow(user);
      return [line(now === undefined ? { user, deleted: true } : { user: now })];
    };

    const { done } = await walk({
      store,
      root: keys.root,
      stateKey: keys.lookUps(shard),
      records: await listedUsers(store, plan, shard),
      stopped,
      ...(isPilot ? { batch: PILOT_BATCH } : {}),
      work: (record) => (isPilot ? lookUpInPilot : lookUp)(readListedUser(record)),
    });
    return { done };
  };
