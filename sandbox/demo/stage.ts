import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { LambdaHost } from '../lambda/host.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { loadTemplate, type Template } from '../template/assembly.ts';
import { deploy } from '../template/deploy.ts';
import { synthesize } from '../template/synthesize.ts';
import { addCrowd, type Person } from './crowd.ts';
import { createOldPool, type OldPool, type OldPoolKind } from './old-pools.ts';
import { createOldUser } from './people.ts';
import type { Scene } from './scene.ts';
import { World } from './world.ts';
import { WORLDS, type WorldName } from './worlds.ts';

/** The sandbox with every world of the demo in it. */
export interface Production {
  readonly sandbox: Sandbox;
  readonly functions: LambdaHost;
  readonly worlds: ReadonlyMap<WorldName, World>;
  /** Generated people in the old pool of `main`. */
  readonly crowd: readonly Person[];
  close(): Promise<void>;
}

/** Settings of the demo, over which a world's own are laid. */
const SETTINGS = {
  oldPool: { caseSensitive: true },
  newPool: {
    name: 'users',
    aliases: ['email', 'preferred_username'],
    autoVerify: ['email'],
    customAttributes: [{ name: 'custom:plan', type: 'String' }],
    emailSender: { fromAddress: 'no-reply@example.com' },
  },
  clients: [{ name: 'web' }],
  preferredUsername: ['preferred_username', 'email-local-part'],
};

const STACK = 'UserMigration';

/** Waits of the backfill, of which its import jobs here need little. */
const WAIT_TIMES = 0.01;

/** Synthesizing takes a core for a second or two. */
const AT_ONCE = 2;

export interface StageOptions {
  /** Of the endpoint. @default 0, any free one */
  readonly port?: number;
  /** How many generated people there are beside those of the scenes. @default 0 */
  readonly people?: number;
  /** An assembly with every function, bundled before. @default - they are bundled now */
  readonly bundled?: string;
  /** Whether the groups of the old pools are defined in the new ones, as by `migrate groups`. @default true */
  readonly copyGroups?: boolean;
  /** Ends the setting, and leaves nothing behind. @default nobody does */
  readonly signal?: AbortSignal;
}

/**
 * Starts a sandbox, fills the old pools with everybody who appears, and deploys the product once for every
 * world that the scenes need.
 * @param tell hears what is being done.
 * @throws the reason of the signal.
 */
export const setTheStage = async (
  scenes: readonly Scene[],
  tell: (step: string) => void,
  options: StageOptions = {},
): Promise<Production> => {
  const { port = 0, people = 0, bundled, copyGroups = true, signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const functions = new LambdaHost();
  const sandbox = await startSandbox({ functions, port, waitTimes: WAIT_TIMES });
  const directory = await mkdtemp(join(tmpdir(), 'user-migration-demo-'));
  const close = async (): Promise<void> => {
    await functions.close();
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    tell('Filling the old user pools ...');
    const oldPools = await fillOldPools(sandbox, scenes, signal);
    const crowd = addCrowdTo(sandbox, filledPool(oldPools, 'main'), people);
    tell('Synthesizing and deploying the new ones ...');
    const site = { sandbox, functions, directory, bundled, copyGroups, signal };
    const worlds = await deployWorlds(site, oldPools, worldsOf(scenes));
    // Nobody reads the codes of years ago.
    sandbox.services.outbox.clear();
    return { sandbox, functions, worlds, crowd, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const addCrowdTo = ({ services }: Sandbox, { pool, subs }: FilledPool, people: number): Person[] => {
  const crowd = addCrowd(services, services.pools.pool(pool.userPoolId), people);
  for (const { username, sub } of crowd) subs.set(username, sub);
  return crowd;
};

const worldOf = ({ world = 'main' }: Scene): WorldName => world;
const worldsOf = (scenes: readonly Scene[]): WorldName[] => [...new Set(scenes.map(worldOf))];

interface FilledPool {
  readonly pool: OldPool;
  /** `sub` by username. */
  readonly subs: Map<string, string>;
  readonly groups: readonly string[];
}

const fillOldPools = async (
  sandbox: Sandbox,
  scenes: readonly Scene[],
  signal: AbortSignal,
): Promise<ReadonlyMap<OldPoolKind, FilledPool>> => {
  const cognito = administrator(sandbox);
  const filled = new Map<OldPoolKind, FilledPool>();
  for (const kind of new Set(scenes.map((scene) => WORLDS[worldOf(scene)].oldPool))) {
    const pool = await createOldPool(cognito, kind);
    const subs = new Map<string, string>();
    const users = scenes.flatMap((scene) =>
      scene.user === undefined || WORLDS[worldOf(scene)].oldPool !== kind ? [] : [scene.user],
    );
    for (const user of users) {
      signal.throwIfAborted();
      subs.set(user.username, await createOldUser(pool, user));
    }
    filled.set(kind, { pool, subs, groups: users.flatMap(({ groups = [] }) => groups) });
  }
  return filled;
};

/** An SDK client with every right; the sandbox takes any key that it does not know for an administrator's. */
export const administrator = ({ endpoint, region }: Sandbox): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
  });

interface Site {
  readonly sandbox: Sandbox;
  readonly functions: LambdaHost;
  readonly directory: string;
  readonly bundled: string | undefined;
  readonly copyGroups: boolean;
  readonly signal: AbortSignal;
}

const deployWorlds = async (
  site: Site,
  oldPools: ReadonlyMap<OldPoolKind, FilledPool>,
  names: readonly WorldName[],
): Promise<Map<WorldName, World>> => {
  const templates = await synthesizeWorlds(site, oldPools, names);
  const worlds = new Map<WorldName, World>();
  for (const [name, template] of templates) {
    const { pool, subs, groups } = filledPool(oldPools, name);
    const { sandbox, functions, copyGroups, signal } = site;
    signal.throwIfAborted();
    const stack = await deploy(template, { ...sandbox, functions });
    const world = new World(sandbox, pool, stack, subs);
    if (copyGroups) await world.addNewGroups(...groups);
    worlds.set(name, world);
  }
  return worlds;
};

const filledPool = (oldPools: ReadonlyMap<OldPoolKind, FilledPool>, name: WorldName): FilledPool => {
  const filled = oldPools.get(WORLDS[name].oldPool);
  if (filled === undefined) throw new Error(`The old pool of ${name} was not created`);
  return filled;
};

/** One assembly per world. Only `main` has a backfill, and only its functions are bundled. */
const synthesizeWorlds = async (
  { directory, bundled, signal }: Site,
  oldPools: ReadonlyMap<OldPoolKind, FilledPool>,
  names: readonly WorldName[],
): Promise<Map<WorldName, Template>> => {
  const templates = new Map<WorldName, Template>();
  for (let next = 0; next < names.length; next += AT_ONCE) {
    const batch = names.slice(next, next + AT_ONCE).map(async (name) => {
      const outdir = join(directory, name);
      const { pool } = filledPool(oldPools, name);
      const own = WORLDS[name].settings(pool);
      const migration = {
        ...SETTINGS,
        backfill: { enabled: name === 'main' },
        ...own,
        oldPool: { ...SETTINGS.oldPool, userPoolId: pool.userPoolId, ...own.oldPool },
        newPool: { ...SETTINGS.newPool, ...own.newPool },
      };
      const bundle = name === 'main' && bundled === undefined;
      await synthesize({ outdir, context: { migration }, bundle, signal });
      const template = await loadTemplate(outdir, STACK);
      return [name, { ...template, stackName: name === 'main' ? STACK : `${STACK}-${name}` }] as const;
    });
    // All of them have ended before anything is removed.
    await Promise.allSettled(batch);
    for (const [name, template] of await Promise.all(batch)) templates.set(name, template);
  }
  const complete = bundled === undefined ? templates.get('main') : await loadTemplate(bundled, STACK);
  if (complete === undefined) throw new Error('There is no world main');
  return withCodeOf(complete, templates);
};

/** Functions have the same logical ids in every world, and the same code. */
const withCodeOf = (
  complete: Template,
  templates: ReadonlyMap<WorldName, Template>,
): Map<WorldName, Template> => {
  const keys = keysOfFunctions(complete);
  const withCode = (template: Template): Template => {
    const code = [...keysOfFunctions(template)].map(([id, key]) => {
      const path = complete.assets.get(keys.get(id) ?? '');
      if (path === undefined) throw new Error(`No code was bundled for ${id}`);
      return [key, path] as const;
    });
    return { ...template, assets: new Map(code) };
  };
  return new Map(
    [...templates].map(([name, template]) => [name, template === complete ? template : withCode(template)]),
  );
};

/** The S3 key of each function's code, by logical id. */
const keysOfFunctions = ({ Resources }: Template): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([id, { Properties }]) => {
        const code = Properties?.['Code'];
        const key: unknown =
          typeof code === 'object' && code !== null ? Reflect.get(code, 'S3Key') : undefined;
        return [id, String(key)];
      }),
  );
