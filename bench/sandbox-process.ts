import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOldPool } from '../sandbox/demo/old-pools.ts';
import { createOldUser } from '../sandbox/demo/people.ts';
import { administrator } from '../sandbox/demo/stage.ts';
import type { FunctionDefinition } from '../sandbox/lambda/function-definition.ts';
import { LambdaHost } from '../sandbox/lambda/host.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { loadTemplate } from '../sandbox/template/assembly.ts';
import { deploy } from '../sandbox/template/deploy.ts';
import { synthesize } from '../sandbox/template/synthesize.ts';

/** The sandbox of a benchmark: everything deployed as from a fresh synth, then 40 ms on every call. */

const LATENCY = 40;

/** Notes how functions are defined, so that the benchmark can run one in a process of its own. */
class NotingHost extends LambdaHost {
  readonly definitions: FunctionDefinition[] = [];

  override create(definition: FunctionDefinition): void {
    this.definitions.push(definition);
    super.create(definition);
  }
}

const directory = await mkdtemp(join(tmpdir(), 'user-migration-bench-'));
const functions = new NotingHost();
const sandbox = await startSandbox({ functions });
const oldPool = await createOldPool(administrator(sandbox), 'username only');
const user = {
  username: 'person',
  password: 'Old-pass-0f-person!',
  attributes: { email: 'person@example.com', email_verified: 'true' },
};
await createOldUser(oldPool, user);
const migration = {
  oldPool: { userPoolId: oldPool.userPoolId, caseSensitive: false },
  clients: [{ name: 'web' }],
  // Its functions are measured elsewhere.
  backfill: { enabled: false },
};
await synthesize({ outdir: directory, context: { migration }, bundle: true });
const stack = await deploy(await loadTemplate(directory, 'UserMigration'), { ...sandbox, functions });
/** The function whose construct this is. */
const definitionOf = (construct: string): FunctionDefinition => {
  const [, deployed] = Object.entries(stack.functions).find(([id]) => id.startsWith(construct)) ?? [];
  const definition = functions.definitions.find(({ functionArn }) => functionArn === deployed?.functionArn);
  if (definition === undefined) throw new Error(`The stack has no function ${construct}`);
  return definition;
};
const trigger = definitionOf('UserMigrationFunction');
const tokenFunction = definitionOf('TokenGenerationFunction');
sandbox.interference.setLatency('*', LATENCY);

process.once('message', async () => {
  await functions.close();
  await sandbox.close();
  await rm(directory, { recursive: true, force: true });
  process.exit();
});
process.send?.({
  endpoint: sandbox.endpoint,
  newUserPoolId: Object.values(stack.userPoolIds)[0],
  bundle: join(trigger.code, 'index.js'),
  environment: trigger.environment,
  tokenFunction: {
    bundle: join(tokenFunction.code, 'index.js'),
    environment: tokenFunction.environment,
  },
  userName: user.username,
  password: user.password,
});
