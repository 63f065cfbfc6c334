import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { LambdaHost } from '../lambda/host.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { loadTemplate, type Template } from '../template/assembly.ts';
import { deploy } from '../template/deploy.ts';
import { synthesize } from '../template/synthesize.ts';
import { createOldUser } from './people.ts';
import type { Scene } from './scene.ts';
import { createOldPool, type OldPool, type OldPoolKind, WORLDS, World, type WorldName } from './worlds.ts';

/** The sandbox with every world of the demo in it. */
export interface Production {
  readonly sandbox: Sandbox;
  readonly functions: LambdaHost;
  readonly worlds: ReadonlyMap<WorldName, World>;
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
  },
  clients: [{ name: 'web' }],
  preferredUsername: ['preferred_username', 'email-local-part'],
};

const STACK = 'UserMigration';

/** Synthesizing takes a core for a second or two. */
const AT_ONCE = 2;

/**
 * Starts a sandbox, fills the old pools with everybody who appears, and deploys the product once for every
 * world that the scenes need.
 * @param tell hears what is being done.
 * @param options.port 0 for any free one.
 */
export const setTheStage = async (
  scenes: readonly Scene[],
  tell: (step: string) => void,
  { port = 0 }: { readonly port?: number } = {},
): Promise<Production> => {
  const functions = new LambdaHost();
  const sandbox = await startSandbox({ functions, port });
  const directory = await mkdtemp(join(tmpdir(), 'user-migration-demo-'));
  const close = async (): Promise<void> => {
    await functions.close();
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    tell('Filling the old user pools ...');
    const oldPools = await fillOldPools(sandbox, scenes);
    tell('Synthesizing and deploying the new ones ...');
    const worlds = await deployWorlds({ sandbox, functions, directory }, oldPools, worldsOf(scenes));
    return { sandbox, functions, worlds, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const worldOf = ({ world = 'main' }: Scene): WorldName => world;
const worldsOf = (scenes: readonly Scene[]): WorldName[] => [...new Set(scenes.map(worldOf))];

interface FilledPool {
  readonly pool: OldPool;
  /** `sub` by username. */
  readonly subs: ReadonlyMap<string, string>;
}

const fillOldPools = async (
  sandbox: Sandbox,
  scenes: readonly Scene[],
): Promise<ReadonlyMap<OldPoolKind, FilledPool>> => {
  const cognito = administrator(sandbox);
  const filled = new Map<OldPoolKind, FilledPool>();
  for (const kind of new Set(scenes.map((scene) => WORLDS[worldOf(scene)].oldPool))) {
    const pool = await createOldPool(cognito, kind);
    const subs = new Map<string, string>();
    for (const scene of scenes) {
      if (scene.user === undefined || WORLDS[worldOf(scene)].oldPool !== kind) continue;
      subs.set(scene.user.username, await createOldUser(pool, scene.user));
    }
    filled.set(kind, { pool, subs });
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
}

const deployWorlds = async (
  site: Site,
  oldPools: ReadonlyMap<OldPoolKind, FilledPool>,
  names: readonly WorldName[],
): Promise<Map<WorldName, World>> => {
  const templates = await synthesizeWorlds(site, oldPools, names);
  const worlds = new Map<WorldName, World>();
  for (const [name, template] of templates) {
    const { pool, subs } = filledPool(oldPools, name);
    const { sandbox, functions } = site;
    const stack = await deploy(template, { ...sandbox, functions });
    worlds.set(name, new World(sandbox, pool, stack, subs));
  }
  return worlds;
};

const filledPool = (oldPools: ReadonlyMap<OldPoolKind, FilledPool>, name: WorldName): FilledPool => {
  const filled = oldPools.get(WORLDS[name].oldPool);
  if (filled === undefined) throw new Error(`The old pool of ${name} was not created`);
  return filled;
};

/** One assembly per world; the function's code is the same in all, so only the first is bundled. */
const synthesizeWorlds = async (
  { directory }: Site,
  oldPools: ReadonlyMap<OldPoolKind, FilledPool>,
  names: readonly WorldName[],
): Promise<Map<WorldName, Template>> => {
  const templates = new Map<WorldName, Template>();
  for (let next = 0; next < names.length; next += AT_ONCE) {
    const batch = names.slice(next, next + AT_ONCE).map(async (name, index) => {
      const outdir = join(directory, name);
      const { pool } = filledPool(oldPools, name);
      const own = WORLDS[name].settings(pool);
      const migration = {
        ...SETTINGS,
        ...own,
        oldPool: { ...SETTINGS.oldPool, userPoolId: pool.userPoolId, ...own.oldPool },
        newPool: { ...SETTINGS.newPool, ...own.newPool },
      };
      await synthesize({ outdir, context: { migration }, bundle: next + index === 0 });
      const template = await loadTemplate(outdir, STACK);
      return [name, { ...template, stackName: `${STACK}-${name}` }] as const;
    });
    for (const [name, template] of await Promise.all(batch)) templates.set(name, template);
  }
  return withCodeOfFirst(templates);
};

const withCodeOfFirst = (templates: ReadonlyMap<WorldName, Template>): Map<WorldName, Template> => {
  const [first] = templates.values();
  const code = [...(first?.assets.values() ?? [])].find((path) => path.includes('asset.'));
  if (code === undefined) throw new Error('The first assembly has no bundled function');
  return new Map(
    [...templates].map(([name, template]) => [
      name,
      { ...template, assets: new Map([...template.assets.keys()].map((key) => [key, code])) },
    ]),
  );
};
