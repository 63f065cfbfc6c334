import { once } from 'node:events';
import { styleText } from 'node:util';
import { readOptions, refuse } from './command-line.ts';
import { SCENES_OF_MAIN } from './demo/scenes.ts';
import { setTheStage } from './demo/stage.ts';
import { hasParent, INTERRUPTED, untilInterrupted } from './interruption.ts';
import { type Introduction, introduce, introducedUsers } from './introduction.ts';

/**
 * `npm run sandbox`: the old pool of the demo, the deployed new one, and a Cognito endpoint in front, until Ctrl-C.
 */
const USAGE = `Runs the old pool of the demo, the deployed new one and a Cognito endpoint in front, until Ctrl-C.

Usage: npm run sandbox -- [options]

  --port <number>  of the endpoint (default: 0, any free one)
  --json           the addresses and people as one JSON document on stdout
  --help           this text`;

const { json, port: wanted } = readOptions(USAGE, {
  port: { type: 'string', default: '0' },
  json: { type: 'boolean', default: false },
});
const port = /^\d{1,5}$/.test(wanted) ? Number(wanted) : Number.NaN;
if (!(port <= 65_535)) {
  refuse(`--port "${wanted}" is no port: give a number from 1 to 65535, or 0 for any free one.`);
}
// From the beginning, so that Ctrl-C while the stage is being set leaves nothing behind either.
const interruption = untilInterrupted();

const production = await setTheStage(SCENES_OF_MAIN, (step) => process.stderr.write(`${step}\n`), {
  port,
  // The operator does it.
  copyGroups: false,
  signal: interruption,
}).catch(explain);
if (!interruption.aborted) {
  const introduction = introductionOf(production);
  process.stdout.write(`${json ? JSON.stringify(introduction) : introduce(introduction)}\n`);
  if (!hasParent()) process.stderr.write(styleText('dim', '\nRunning. Ctrl-C ends it; nothing is kept.\n'));
  await once(interruption, 'abort');
}
await production.close();

function introductionOf({ sandbox, worlds }: Awaited<ReturnType<typeof setTheStage>>): Introduction {
  const world = worlds.get('main');
  if (world === undefined) throw new Error('The sandbox has no main world');
  return {
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    oldUserPoolId: world.oldPool.userPoolId,
    oldClientId: world.oldPool.clientId,
    newUserPoolId: world.newUserPoolId,
    newClientId: world.newClientId,
    s3Endpoint: sandbox.s3.endpoint,
    bucket: onlyOne(world.stack.buckets),
    stateMachineArn: onlyOne(world.stack.stateMachines),
    users: introducedUsers(SCENES_OF_MAIN),
  };
}

function onlyOne(resources: Readonly<Record<string, string>>): string {
  const [resource, ...others] = Object.values(resources);
  if (resource === undefined || others.length > 0) throw new Error('The stack has not exactly one backfill');
  return resource;
}

/** Why the stage could not be set. */
function explain(error: unknown): never {
  if (interruption.aborted) process.exit(INTERRUPTED);
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'EADDRINUSE':
      return refuse(`Port ${port} is taken: give another one, or no --port for any free one.`, 1);
    case 'EACCES':
      return refuse(`You may not open port ${port}: give one from 1024 up, or no --port.`, 1);
    default:
      throw error;
  }
}
