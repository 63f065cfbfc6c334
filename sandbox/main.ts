import { once } from 'node:events';
import { parseArgs, styleText } from 'node:util';
import { SCENES } from './demo/scenes.ts';
import { setTheStage } from './demo/stage.ts';
import { type Introduction, introduce } from './introduction.ts';

/**
 * `npm run sandbox`: the old pool of the demo, the deployed new one, and a Cognito endpoint in front, until Ctrl-C.
 * `--port N` for a fixed port, `--json` for the addresses as one JSON document on stdout.
 */

const { port, json } = options();
// From the beginning, so that Ctrl-C while the stage is being set leaves nothing behind either.
const interruption = new AbortController();
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() =>
  interruption.abort(),
);

const scenes = Object.values(SCENES)
  .flat()
  .filter(({ world = 'main' }) => world === 'main');
const production = await setTheStage(scenes, (step) => process.stderr.write(`${step}\n`), { port }).catch(
  explain,
);
if (!interruption.signal.aborted) {
  const introduction = introductionOf(production);
  process.stdout.write(`${json ? JSON.stringify(introduction) : introduce(introduction)}\n`);
  process.stderr.write(styleText('dim', '\nRunning. Ctrl-C ends it; nothing is kept.\n'));
  await interrupted;
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
    users: scenes.flatMap(({ kind, user, before }) =>
      // Whose case only arises in the demo is no example.
      user === undefined || before !== undefined
        ? []
        : [{ kind, username: user.username, password: user.password }],
    ),
  };
}

function options(): { port: number; json: boolean } {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '0' }, json: { type: 'boolean', default: false } },
    });
    const number = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (number <= 65_535) return { port: number, json: values.json };
    return refuse(
      `--port "${values.port}" is no port: give a number from 1 to 65535, or 0 for any free one.`,
      2,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(`${reason}\nUsage: npm run sandbox -- [--port <number>] [--json]`, 2);
  }
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

function refuse(reason: string, status: number): never {
  process.stderr.write(`${reason}\n`);
  process.exit(status);
}
