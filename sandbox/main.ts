import { once } from 'node:events';
import { styleText } from 'node:util';
import { readOptions, refuse } from './command-line.ts';
import type { OldUser } from './demo/people.ts';
import { SCENES } from './demo/scenes.ts';
import { setTheStage } from './demo/stage.ts';
import { whatTheyAre } from './demo/what-they-are.ts';
import { type IntroducedUser, type Introduction, introduce } from './introduction.ts';

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
const interruption = new AbortController();
const interrupted = Promise.race([
  once(process, 'SIGINT'),
  once(process, 'SIGTERM'),
  // A process that started this one has ended, or says that it needs it no more.
  ...(process.connected ? [once(process, 'disconnect')] : []),
]).then(() => interruption.abort());
if (process.connected) {
  // Nobody hears any more: that must not end this before it has cleaned up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

const scenes = Object.values(SCENES)
  .flat()
  .filter(({ world = 'main' }) => world === 'main');
const production = await setTheStage(scenes, (step) => process.stderr.write(`${step}\n`), { port }).catch(
  explain,
);
if (!interruption.signal.aborted) {
  const introduction = introductionOf(production);
  process.stdout.write(`${json ? JSON.stringify(introduction) : introduce(introduction)}\n`);
  if (!process.connected)
    process.stderr.write(styleText('dim', '\nRunning. Ctrl-C ends it; nothing is kept.\n'));
  await interrupted;
}
await production.close();
if (process.connected) process.disconnect();

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
    // Whose case only arises in the demo is no example.
    users: scenes.flatMap(({ user, before }) =>
      user === undefined || before !== undefined ? [] : [introduced(user)],
    ),
  };
}

function introduced(user: OldUser): IntroducedUser {
  const { username, password, attributes: { email, phone_number, preferred_username } = {} } = user;
  return {
    ...{ username, password },
    ...(email === undefined ? {} : { email }),
    ...(phone_number === undefined ? {} : { phone_number }),
    ...(preferred_username === undefined ? {} : { preferred_username }),
    is: whatTheyAre(user),
  };
}

function onlyOne(resources: Readonly<Record<string, string>>): string {
  const [resource, ...others] = Object.values(resources);
  if (resource === undefined || others.length > 0) throw new Error('The stack has not exactly one backfill');
  return resource;
}

/** Why the stage could not be set. */
function explain(error: unknown): never {
  if (interruption.signal.aborted) process.exit(130);
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'EADDRINUSE':
      return refuse(`Port ${port} is taken: give another one, or no --port for any free one.`, 1);
    case 'EACCES':
      return refuse(`You may not open port ${port}: give one from 1024 up, or no --port.`, 1);
    default:
      throw error;
  }
}
