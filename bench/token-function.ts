import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GROUPS_CARRIED, SOURCE_SUB } from '../migration/rules.ts';
import type { Figure } from './figure.ts';
import { atMost, beside, median } from './figure.ts';
import { loadOnce } from './load-time.ts';
import { nextMessage } from './messages.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Process starts, and invocations in a process, of each function; they take turns. */
const STARTS = 15;
const INVOCATIONS = 400;

/** Invocations that compile the code and are not counted. */
const WARM_UP = 50;

/** Milliseconds that a token of somebody who is done may wait longer than for an empty function. */
const MOST_ADDED = 0.5;

/** Its load time beside that of the trigger, which loads the SDK: most environments never do. */
const MOST_OF_TRIGGER = 0.5;

const EMPTY_FUNCTION = 'exports.handler = async (event) => event;\n';

/** Somebody whose groups were carried, in two of them. */
const eventOf = ({ newUserPoolId, userName }: Rehearsal) => ({
  version: '2',
  triggerSource: 'TokenGeneration_RefreshTokens',
  region: 'eu-west-1',
  userPoolId: newUserPoolId,
  userName,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'bench' },
  request: {
    userAttributes: {
      sub: '11111111-2222-4333-8444-555555555555',
      email: 'person@example.com',
      email_verified: 'true',
      'cognito:user_status': 'CONFIRMED',
      [SOURCE_SUB]: '66666666-7777-4888-8999-000000000000',
      [GROUPS_CARRIED]: 'yes',
    },
    groupConfiguration: {
      groupsToOverride: ['admins', 'editors'],
      iamRolesToOverride: [],
      preferredRole: null,
    },
    scopes: ['aws.cognito.signin.user.admin'],
  },
  response: { claimsAndScopeOverrideDetails: null },
});

const start = async (bundle: string, env: Rehearsal['environment']): Promise<ChildProcess> => {
  const child = fork(new URL('./handler-process.ts', import.meta.url), [bundle], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await nextMessage(child);
  return child;
};

const invoke = async (child: ChildProcess, event: object): Promise<number> => {
  child.send(event);
  const { milliseconds } = await nextMessage(child);
  if (typeof milliseconds !== 'number') throw new Error('The function did not answer');
  return milliseconds;
};

interface Times {
  readonly load: readonly number[];
  readonly invocation: readonly number[];
}

/** Measures functions in turns, so that a busy machine slows all. */
const measureInTurns = async (
  bundles: readonly string[],
  environment: Rehearsal['environment'],
  event: object,
): Promise<readonly Times[]> => {
  const load: number[][] = bundles.map(() => []);
  for (let round = 0; round < STARTS; round += 1) {
    for (const [index, bundle] of bundles.entries()) load[index]?.push(await loadOnce(bundle, environment));
  }
  const children: ChildProcess[] = [];
  try {
    for (const bundle of bundles) children.push(await start(bundle, environment));
    const invocation: number[][] = bundles.map(() => []);
    for (let round = 0; round < WARM_UP + INVOCATIONS; round += 1) {
      for (const [index, child] of children.entries()) {
        const milliseconds = await invoke(child, event);
        if (round >= WARM_UP) invocation[index]?.push(milliseconds);
      }
    }
    return bundles.map((_, index) => ({ load: load[index] ?? [], invocation: invocation[index] ?? [] }));
  } finally {
    for (const child of children) child.kill();
  }
};

/** What the function before tokens costs those who are done, beside an empty function. */
export const measureTokenFunction = async (rehearsal: Rehearsal): Promise<Figure[]> => {
  const { bundle, environment } = rehearsal.tokenFunction;
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const empty = join(directory, 'empty.cjs');
    await writeFile(empty, EMPTY_FUNCTION);
    const [ours, nothing] = await measureInTurns([bundle, empty], environment, eventOf(rehearsal));
    if (ours === undefined || nothing === undefined) return [];
    const trigger: number[] = [];
    for (let round = 0; round < STARTS; round += 1) {
      trigger.push(await loadOnce(rehearsal.bundle, rehearsal.environment));
    }
    const [added, none] = [median(ours.invocation), median(nothing.invocation)];
    return [
      beside('token of somebody who is done, median', added, 'ms'),
      beside('token of an empty function, median', none, 'ms'),
      atMost('what the token function adds for people who are done', added - none, 'ms', MOST_ADDED),
      beside("size of the token function's bundle", (await stat(bundle)).size, 'bytes'),
      beside("time to load the token function's bundle", median(ours.load), 'ms'),
      beside('time to load an empty function', median(nothing.load), 'ms'),
      atMost(
        'load time, token function / trigger',
        median(ours.load) / median(trigger),
        'ratio',
        MOST_OF_TRIGGER,
      ),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
