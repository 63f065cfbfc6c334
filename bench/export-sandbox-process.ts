import { join } from 'node:path';
import type { FunctionDefinition } from '../sandbox/lambda/function-definition.ts';
import { LambdaHost } from '../sandbox/lambda/host.ts';
import { deployPools } from './deployed-pools.ts';
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

const functions = new NotingHost();
const { sandbox, stack, old, moved } = await deployPools(functions);

const definitionOf = (step: string): FunctionDefinition => {
  const logicalId = Object.keys(stack.functions).find((id) => id.startsWith('Backfill') && id.includes(step));
  const arn = stack.functions[logicalId ?? '']?.functionArn;
  const definition = functions.definitions.find(({ functionArn }) => functionArn === arn);
  if (definition === undefined) throw new Error(`The stack has no function ${step}`);
  return { ...definition, code: join(definition.code, 'index.js') };
};

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
