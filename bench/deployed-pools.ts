import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOldPool } from '../sandbox/demo/old-pools.ts';
import { administrator } from '../sandbox/demo/stage.ts';
import type { LambdaHost } from '../sandbox/lambda/host.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { loadTemplate } from '../sandbox/template/assembly.ts';
import { deploy } from '../sandbox/template/deploy.ts';
import { synthesize } from '../sandbox/template/synthesize.ts';

/**
 * A sandbox with an empty old pool and everything deployed for it. It ends when the process that asked for it is gone.
 * @param more settings, over those that both benchmarks of whole pools have.
 */
export const deployPools = async (functions: LambdaHost, more: Readonly<Record<string, unknown>> = {}) => {
  const directory = await mkdtemp(join(tmpdir(), 'user-migration-bench-'));
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
    ...more,
  };
  await synthesize({ outdir: directory, context: { migration }, bundle: true });
  const stack = await deploy(await loadTemplate(directory, 'UserMigration'), { ...sandbox, functions });
  process.once('disconnect', async () => {
    await functions.close();
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
    process.exit();
  });
  const { pools } = sandbox.services;
  return {
    sandbox,
    stack,
    old: pools.pool(oldPool.userPoolId),
    moved: pools.pool(stack.outputs['NewUserPoolId']),
  };
};
