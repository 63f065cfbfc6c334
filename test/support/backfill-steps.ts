import { createPace } from '../../aws/clients/request-pace.ts';
import type { ListPage } from '../../aws/user-lister.ts';
import { keysOf, type RunPlan } from '../../handlers/backfill/run/run-objects.ts';
import { listNewPool } from '../../handlers/backfill/steps/list-new-pool.ts';
import { listOldPool } from '../../handlers/backfill/steps/list-old-pool.ts';
import { lookUpPeople } from '../../handlers/backfill/steps/look-up-people.ts';
import { resolveNames } from '../../handlers/backfill/steps/resolve-names.ts';
import { settleShard } from '../../handlers/backfill/steps/settle-shard.ts';
import { readClassifiedUser } from '../../migration/backfill/classes.ts';
import { readManifestEntry } from '../../migration/backfill/import-files.ts';
import { parseRunOptions } from '../../migration/backfill/run-options.ts';
import { runSettingsOf } from '../../migration/backfill/run-settings.ts';
import type { ImportTerms } from '../../migration/backfill/settle-user.ts';
import type { ListedUser } from '../../migration/listed-user.ts';
import type { NewPoolCalls, OldPoolCalls } from '../../migration/ports.ts';
import { readRow } from '../migration/backfill/builders.ts';
import { fakeTimer, MemoryObjects } from './memory-objects.ts';

/** The steps of a backfill from the listing to the decisions, over pools and a bucket in memory. */

/** ListUsers over people in memory: two to a page, in an order of its own, and minding case as Cognito documents. */
export const listPageOf =
  (users: readonly ListedUser[], hear: (filter: string) => void = () => {}): ListPage =>
  async ({ filter = '', token = '0' }) => {
    hear(filter);
    const [, attribute = '', comparison, quoted = ''] = /^(\S+) (\^?=) "(.*)"$/su.exec(filter) ?? [];
    const value = quoted.replaceAll(/\\(.)/gsu, '$1');
    const spelled = (text: string) => (['username', 'sub'].includes(attribute) ? text : text.toLowerCase());
    const passes = ({ username, sub, attributes }: ListedUser): boolean => {
      if (filter === '') return true;
      const own = { username, sub }[attribute] ?? attributes.get(attribute);
      if (own === undefined) return false;
      return comparison === '=' ? spelled(own) === spelled(value) : spelled(own).startsWith(spelled(value));
    };
    const found = users.filter(passes).reverse();
    const place = Number(token);
    return {
      users: found.slice(place, place + 2),
      ...(place + 2 < found.length ? { token: String(place + 2) } : {}),
    };
  };

export interface StepsWorld {
  readonly old: readonly ListedUser[];
  readonly new?: readonly ListedUser[];
  readonly terms: ImportTerms;
  readonly ports?: { readonly oldPool: OldPoolCalls; readonly newPool: NewPoolCalls };
  readonly plan?: Partial<RunPlan>;
  readonly options?: object;
  /** Of the old pool. */
  readonly listPage?: ListPage;
}

export const optionsOf = (input: object) => {
  const parsed = parseRunOptions(input);
  if (parsed.kind === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.options;
};

/** The plan that the steps go by, unless the test says otherwise. */
export const aRunPlan = ({ old, new: held = [], terms, options = {}, plan }: StepsWorld): RunPlan => ({
  runId: 'run',
  startedAt: '2026-11-23T06:00:00.000Z',
  options: optionsOf(options),
  settings: runSettingsOf(terms.rules),
  disabledUsers: terms.admission.disabledUsers,
  oldUserPoolId: 'eu-west-1_Old',
  newUserPoolId: 'eu-west-1_New',
  shards: [''],
  oldPoolPrefixes: [''],
  newPoolPrefixes: [''],
  partitions: 3,
  estimatedUsers: { oldPool: old.length, newPool: held.length },
  columns: terms.columns,
  csvPool: terms.pool,
  ...plan,
});

/** What became of somebody: their cells in the import file, or their class. */
export interface StepsFate {
  readonly fate: string;
  readonly cells?: Readonly<Record<string, string>>;
}

const NO_PORTS: Required<StepsWorld>['ports'] = {
  oldPool: {
    authenticate: () => Promise.reject(new Error('An import knows no password')),
    findUser: async () => undefined,
    listUsers: async () => [],
  },
  newPool: { findHolder: async () => undefined },
};

export const stepsOf = (world: StepsWorld, store = new MemoryObjects()) => {
  const plan = aRunPlan(world);
  const keys = keysOf(plan.runId);
  store.put(keys.plan, plan);
  const timer = fakeTimer();
  const { rules } = world.terms;
  const { runId } = plan;
  const run = { store, rules, stopped: () => false, timer };
  const listPage = world.listPage ?? listPageOf(world.old);
  const pace = createPace(30, timer);
  const linesOf = (key: string) => (store.objects.get(key)?.text ?? '').split('\n').slice(0, -1);

  const fatesOf = (shard: string): [string, StepsFate][] => {
    const people = linesOf(keys.people(shard)).map((line): [string, StepsFate] => {
      const { sub, userClass } = readClassifiedUser(line);
      return [sub, { fate: userClass.kind === 'leftOut' ? userClass.reason : userClass.kind }];
    });
    const rows = (['enabled', 'disabled'] as const).flatMap((kind) => {
      const manifest = linesOf(keys.manifest(shard, kind)).map(readManifestEntry);
      return linesOf(keys.rows(shard, kind)).map((row, index): [string, StepsFate] => [
        manifest[index]!.sub,
        { fate: 'import', cells: readRow(`${row}\n`, plan.columns) },
      ]);
    });
    return [...people, ...rows];
  };

  return {
    store,
    keys,
    timer,
    listNewPool: () => listNewPool({ ...run, pace, listPage: listPageOf(world.new ?? []) })({ runId }),
    listOldPool: () => listOldPool({ ...run, pace, listPage })({ runId }),
    lookUpPeople: (shard: string) =>
      lookUpPeople({ ...run, ...(world.ports ?? NO_PORTS), listPage })({ runId, shard }),
    /** From the listing to the decisions, as the state machine does it. */
    async settle(): Promise<ReadonlyMap<string, StepsFate>> {
      const isPilot = plan.options.pilot !== undefined;
      if (!isPilot) await this.listNewPool();
      await this.listOldPool();
      if (isPilot) for (const shard of plan.shards) await this.lookUpPeople(shard);
      for (let partition = 0; partition < plan.partitions; partition += 1) {
        await resolveNames({ store, rules })({ runId, partition });
      }
      for (const shard of plan.shards) await settleShard({ store, rules })({ runId, shard });
      return new Map(plan.shards.flatMap(fatesOf));
    },
  };
};
