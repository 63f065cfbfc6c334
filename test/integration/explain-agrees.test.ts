import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sceneryOf } from '../../cli/commands/explain.ts';
import type { Explanation } from '../../migration/explain/explain.ts';
import { explain } from '../../migration/explain/explain.ts';
import type { Unknowable } from '../../migration/explain/unknowable.ts';
import type { Attempt } from '../../migration/explain/verdict.ts';
import { perform, signInPlainly } from '../../sandbox/demo/perform.ts';
import type { Row } from '../../sandbox/demo/row.ts';
import type { Scene } from '../../sandbox/demo/scene.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { SCENES } from '../../sandbox/demo/scenes.ts';
import { type Production, setTheStage } from '../../sandbox/demo/stage.ts';
import { deployedContextOf } from '../support/operators-context.ts';
import { bundledAssembly } from '../support/synthesized-assembly.ts';

/** `explain` says what then happens: everybody of the demo, explained first and let in for real afterwards. */

/**
 * Scenes in which something decides that nobody can see beforehand: a counter, a date, the password itself, or a fault
 * that the scene plants into the call itself. There `explain` says what happens without it, and that it may be otherwise.
 */
const HIDDEN: Readonly<Record<string, Unknowable>> = {
  'Locked out after five wrong passwords': 'lockout',
  'Temporary password expired': 'temporary-password',
  "Refused by the old pool's own trigger": 'availability',
  "Refused by the old pool's threat protection": 'availability',
  'Refused in words that nobody knows yet': 'availability',
  'Old pool throttles every attempt': 'availability',
  'Old pool has an internal error': 'availability',
  'Old pool drops the connection': 'availability',
  'Old pool is too slow for the five seconds': 'availability',
  'Old pool refuses our permission': 'availability',
  'Weak password ("reset-if-weaker")': 'password-policy',
};

/** Calls to Cognito that change nothing and prove no password. */
const READS: ReadonlySet<string> = new Set([
  'AdminGetUser',
  'AdminListGroupsForUser',
  'DescribeUserPool',
  'DescribeUserPoolClient',
  'GetUserPoolMfaConfig',
  'ListUsers',
]);

const scenes = Object.values(SCENES).flat();

/** What somebody of the demo does, by the password that they type. */
const attemptOf = ({ flow, password, person, user }: Scene): Attempt => {
  if (flow === 'forgot-password') return flow;
  return person !== undefined && password === (user?.password ?? passwordOf(person))
    ? 'right-password'
    : 'wrong-password';
};

interface Played {
  readonly explanation: Explanation;
  /** The calls that explaining took. */
  readonly calls: readonly string[];
  readonly row: Row;
  /** The trigger's word on the outcome; absent if it was not called. */
  readonly outcome: Logged | undefined;
}

/** What the trigger logs, of what can be foretold. */
interface Logged {
  readonly message: string;
  readonly [member: string]: unknown;
}

let production: Production;
const played: Played[] = [];
beforeAll(async () => {
  production = await setTheStage(scenes, () => undefined, { people: 120, bundled: await bundledAssembly() });
  for (const scene of scenes) played.push(await play(scene));
}, 300_000);
afterAll(() => production?.close());

const contextOf = async (scene: Pick<Scene, 'world'>) => {
  const stackName = scene.world === undefined ? 'UserMigration' : `UserMigration-${scene.world}`;
  return (await deployedContextOf(production.sandbox, { stackName })).context;
};

/** What is explained, and by which calls. */
const explained = async (scene: Pick<Scene, 'world' | 'typed'>) => {
  const { requests } = production.sandbox;
  const context = await contextOf(scene);
  const callsBefore = requests.length;
  const explanation = await explain(await sceneryOf(context))(scene.typed);
  return { explanation, calls: requests.slice(callsBefore).map(({ operation }) => operation) };
};

async function play(scene: Scene): Promise<Played> {
  const { functions, worlds } = production;
  const world = worlds.get(scene.world ?? 'main')!;
  let before: Awaited<ReturnType<typeof explained>> | undefined;
  const logsBefore = functions.logs.length;
  const row = await perform(production, world, {
    ...scene,
    before: async () => {
      await scene.before?.(world);
      before = await explained(scene);
    },
  });
  return { ...before!, row, outcome: outcomeSince(logsBefore) };
}

const outcomeSince = (logsBefore: number): Logged | undefined => {
  const lines = production.functions.logs.slice(logsBefore).flatMap(({ text }) => readLines(text));
  const outcome = lines.find(({ message }) => ['Migrated', 'Declined', 'Failed'].includes(message));
  if (outcome === undefined) return undefined;
  const { message, reason, status, dropped, preferredUsername, contactsHeldByOthers } = outcome;
  return message === 'Migrated'
    ? { message, status, dropped, preferredUsername, contactsHeldByOthers }
    : { message, reason };
};

const readLines = (text: string): Logged[] =>
  text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));

/** What the trigger logs when it does what was foretold. */
const loggedAs = ({ rulings }: Explanation, attempt: Attempt): Logged | undefined => {
  const { kind, reason, profile } = rulings[attempt];
  switch (kind) {
    case 'moves':
      return { message: 'Migrated', ...profile };
    case 'declined':
      return { message: 'Declined', reason };
    case 'failed':
      return { message: 'Failed', reason };
    default:
      return undefined;
  }
};

const numbered = scenes.map((scene, index) => ({ ...scene, index }));
const visible = numbered.filter(({ kind }) => !(kind in HIDDEN));
const hidden = numbered.filter(({ kind }) => kind in HIDDEN);

describe('what is explained is what then happens', () => {
  test.each(visible)('$index: $kind ($flow)', (scene) => {
    const { explanation, outcome } = played[scene.index]!;
    expect(outcome).toEqual(loggedAs(explanation, attemptOf(scene)));
  });

  test.each(visible.filter((scene) => attemptOf(scene) !== 'wrong-password'))(
    '$index: $kind ($flow): whether there is a way in',
    ({ index, flow }) => {
      const { explanation, row } = played[index]!;
      if (flow === 'sign-in') expect(row.clientSaw === 'tokens').toBe(explanation.wayIn === 'password');
      else expect(explanation.wayIn !== 'none' || row.clientSaw === 'code-simulated').toBe(true);
    },
  );
});

describe('what cannot be seen is said to be so', () => {
  test.each(hidden)('$index: $kind', ({ index, kind }) => {
    const { explanation } = played[index]!;
    expect(explanation.rulings['right-password'].kind).toBe('moves');
    expect(explanation.unknowable).toContain(HIDDEN[kind]);
  });

  test('and every such scene is one of the demo', () => {
    expect(hidden.map(({ kind }) => kind).sort()).toEqual(Object.keys(HIDDEN).sort());
  });
});

test('the generated people: each is explained, forgets the password or signs in, and it is so', async () => {
  const { crowd, functions, worlds } = production;
  const world = worlds.get('main')!;
  const surprises: unknown[] = [];
  const seen = new Set<unknown>();
  for (const [index, { username: typed, password }] of crowd.entries()) {
    const attempt: Attempt = index % 2 === 0 ? 'right-password' : 'forgot-password';
    const { explanation } = await explained({ typed });
    const logsBefore = functions.logs.length;
    if (attempt === 'right-password') await signInPlainly(world, typed, password);
    else await world.app.forgotPassword(typed);
    const [foretold, outcome] = [loggedAs(explanation, attempt), outcomeSince(logsBefore)];
    seen.add(outcome?.['reason'] ?? outcome?.['status']);
    if (!isDeepStrictEqual(foretold, outcome)) surprises.push({ typed, attempt, foretold, outcome });
  }
  expect(surprises).toEqual([]);
  expect([...seen].sort()).toEqual([
    'CONFIRMED',
    'RESET_REQUIRED',
    'disabled',
    'federated',
    'no-recovery-channel',
    'second-factor',
    'unconfirmed',
    'wrong-password',
  ]);
});

test('an explanation only reads', () => {
  const others = played.flatMap(({ calls }) => calls).filter((call) => !READS.has(call));
  expect(others).toEqual([]);
});
