import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOldPool } from '../sandbox/demo/old-pools.ts';
import { administrator } from '../sandbox/demo/stage.ts';
import type { FunctionDefinition } from '../sandbox/lambda/function-definition.ts';
import { LambdaHost } from '../sandbox/lambda/host.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { loadTemplate } from '../sandbox/template/assembly.ts';
import { deploy } from '../sandbox/template/deploy.ts';
import { synthesize } from '../sandbox/template/synthesize.ts';
import type { ExportCommand, ExportWorld } from './export-sandbox.ts';
import { movePeople, populate } from './population.ts';

/** The sandbox of the exports: everything deployed as from a fresh synth, the pools filled as it is told. */

/** Notes how functions are defined, so that the benchmark can run them in processes of their own. */
class NotingHost extends LambdaHost {
  readonly definitions: FunctionDefinition[] = [];

  override create(definition: FunctionDefinition): void {
    this.definitions.push(definition);
    super.create(definition);
  }
}

const directory = await mkdtemp(join(tmpdir(), 'user-export-bench-'));
const functions = new NotingHost();
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
};
await synthesize({ outdir: directory, context: { migration }, bundle: true });
const stack = await deploy(await loadTemplate(directory, 'UserMigration'), { ...sandbox, functions });

const definitionOf = (step: string): FunctionDefinition => {
  const logicalId = Object.keys(stack.functions).find((id) => id.startsWith('Backfill') && id.includes(step));
  const arn = stack.functions[logicalId ?? '']?.functionArn;
  const definition = functions.definitions.find(({ functionArn }) => functionArn === arn);
  if (definition === undefined) throw new Error(`The stack has no function ${step}`);
  return { ...definition, code: join(definition.code, 'index.js') };
};

const { pools } = sandbox.services;
const old = pools.pool(oldPool.userPoolId);
const moved = pools.pool(stack.outputs['NewUserPoolId']);
let population = 0;

const obey = (command: ExportCommand): void => {
  switch (command.kind) {
    case 'populate':
      populate(sandbox.services, old, population, command.users);
      movePeople(sandbox.services, old, moved, population, command.users);
      population = command.users;
      return;
    case 'interfere':
      sandbox.interference.reset();
      if (command.milliseconds === 0) return;
      sandbox.interference.setLatency('*', command.milliseconds);
      sandbox.interference.throttle();
      return;
  }
};

process.once('disconnect', async () => {
  await functions.close();
  await sandbox.close();
  await rm(directory, { recursive: true, force: true });
  process.exit();
});
process.on('message', (command: ExportCommand) => {
  obey(command);
  process.send?.({ obeyed: command.kind });
});
const world: ExportWorld = {
  endpoint: sandbox.endpoint,
  s3Endpoint: sandbox.s3.endpoint,
  oldUserPoolId: old.id,
  bucket: stack.outputs['BackfillBucketName'] ?? '',
  functions: {
    plan: definitionOf('Plan'),
    listNewPool: definitionOf('ListNewPool'),
    listOldPool: definitionOf('ListOldPool'),
    resolveNames: definitionOf('ResolveNames'),
    settleShard: definitionOf('SettleShard'),
    assembleFiles: definitionOf('AssembleFiles'),
  },
};
process.send?.(world);
