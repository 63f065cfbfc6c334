import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOldPool } from '../sandbox/demo/old-pools.ts';
import { administrator } from '../sandbox/demo/stage.ts';
import { LambdaHost } from '../sandbox/lambda/host.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { loadTemplate } from '../sandbox/template/assembly.ts';
import { deploy } from '../sandbox/template/deploy.ts';
import { synthesize } from '../sandbox/template/synthesize.ts';
import { movePeople, populate } from './population.ts';
import type { VerifyWorld } from './verify.ts';
import { plantDifferences } from './verify-plants.ts';

/**
 * The sandbox of a comparison: everything deployed, everybody moved, and then the differences.
 * Arguments: how many people, and how many differences.
 */

const [people = 0, plants = 0] = process.argv.slice(2).map(Number);
const directory = await mkdtemp(join(tmpdir(), 'user-verify-bench-'));
const functions = new LambdaHost();
const sandbox = await startSandbox({ functions });
const oldPool = await createOldPool(administrator(sandbox), 'username and e-mail');
const migration = {
  oldPool: { userPoolId: oldPool.userPoolId, caseSensitive: true },
  newPool: {
    aliases: ['email', 'preferred_username'],
    autoVerify: ['email'],
    customAttributes: [{ name: 'custom:plan', type: 'String' }],
  },
  clients: [{ name: 'web' }],
  // Nothing of it is called.
  backfill: { enabled: false },
};
await synthesize({ outdir: directory, context: { migration }, bundle: true });
const stack = await deploy(await loadTemplate(directory, 'UserMigration'), { ...sandbox, functions });

const { services } = sandbox;
const old = services.pools.pool(oldPool.userPoolId);
const moved = services.pools.pool(stack.outputs['NewUserPoolId']);
populate(services, old, 0, people);
movePeople(services, old, moved, 0, people, () => true);
const planted = plantDifferences(services, old, moved, plants);

process.once('disconnect', async () => {
  await functions.close();
  await sandbox.close();
  await rm(directory, { recursive: true, force: true });
  process.exit();
});
process.send?.({ endpoint: sandbox.endpoint, planted } satisfies VerifyWorld);
