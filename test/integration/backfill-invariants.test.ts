import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SOURCE_SUB } from '../../migration/rules.ts';
import { HARSHER_READINGS } from '../../sandbox/cognito/open-questions.ts';
import { CsvFile } from '../../sandbox/import-jobs/csv-file.ts';
import { cellsOf } from '../../sandbox/import-jobs/csv-row.ts';
import {
  beginAgain,
  classesOf,
  DISABLED,
  DISABLED_TOO,
  fillWithCrowd,
  MOVED,
  NATIVES,
  newUserNamed,
  onceAt,
  PASSWORD,
  PLAIN,
  signIn,
} from '../support/backfill-crowd.ts';
import {
  addUser,
  type BackfillWorld,
  type Run,
  startBackfillWorld,
} from '../support/integration-backfill.ts';
import { sdkClient } from '../support/real-client.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

let world: BackfillWorld;
/** Old `sub`s by username. */
let subs: ReadonlyMap<string, string>;

beforeAll(async () => {
  world = await startBackfillWorld({ backfill: DISABLED_TOO });
  subs = await fillWithCrowd(world);
}, 120_000);
afterAll(() => world?.close());
beforeEach(() => beginAgain(world));

const run = (input: object = {}): Promise<Run> => world.run({ listRequestsPerSecond: 30, ...input });

const finish = async (input: object = {}) => {
  const ended = await run(input);
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  const { runId } = ended;
  return { runId, report: await world.report(runId), classes: await classesOf(world, runId) };
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** What has to be true after every run, whatever it was asked for and whatever happened meanwhile. */
const expectAccounted = async (runId: string): Promise<void> => {
  const { totals, failedBecause } = await world.report(runId);
  const { listed, alreadyMoved, imported, skipped, failed, leftOut } = totals;
  expect(alreadyMoved + imported + skipped + failed + sum(leftOut)).toBe(listed);
  expect(sum(failedBecause)).toBe(failed);
  const lines = await world.users(runId);
  expect(lines).toHaveLength(listed);
  const counted = new Map<string, number>();
  for (const line of lines) {
    const [, userClass = '', reason = ''] = line.split(',');
    const name = userClass === 'leftOut' ? reason : userClass;
    counted.set(name, (counted.get(name) ?? 0) + 1);
  }
  const expected = { alreadyMoved, imported, skipped, failed, ...leftOut };
  expect(Object.fromEntries(counted)).toEqual(
    Object.fromEntries(Object.entries(expected).filter(([, count]) => count > 0)),
  );
};

/** By the report, in the new pool; the formula is written as text there. */
const subsInNewPool = (classes: ReadonlyMap<string, string>): readonly string[] =>
  [...classes]
    .filter(([, userClass]) => ['alreadyMoved', 'imported', 'skipped'].includes(userClass))
    .map(([username]) => subs.get(username.replace(/^'=/, '=')) ?? `unknown ${username}`)
    .sort();

/** All of somebody of the new pool that could have been touched. */
const stateOf = (username: string) => {
  const { sub, attributes, status, enabled, modifiedAt, password } = newUserNamed(world, username);
  return { sub, attributes: [...attributes], status, enabled, modifiedAt, password };
};

const importedNames = (classes: ReadonlyMap<string, string>): readonly string[] =>
  [...classes].flatMap(([username, userClass]) => (userClass === 'imported' ? [username] : []));

describe('a whole run', () => {
  test('accounts for everybody', async () => {
    const { runId, report, classes } = await finish();
    await expectAccounted(runId);
    expect(report.totals).toEqual({
      listed: 63,
      alreadyMoved: MOVED.length,
      imported: 43,
      skipped: 0,
      failed: 0,
      leftOut: {
        'no-verified-contact': 5,
        unconfirmed: 5,
        federated: 5,
        'contact-taken': 1,
        'case-conflict': 2,
      },
    });
    expect(world.sourceSubs()).toEqual(subsInNewPool(classes));
  });

  test('leaves users of the new pool alone who never were in the old one', async () => {
    const before = NATIVES.map(({ username }) => stateOf(username));
    await finish();
    expect(NATIVES.map(({ username }) => stateOf(username))).toEqual(before);
  });

  test('leaves people alone who had moved', async () => {
    const before = MOVED.map(stateOf);
    const { classes } = await finish();
    expect(MOVED.map((username) => classes.get(username))).toEqual(MOVED.map(() => 'alreadyMoved'));
    expect(MOVED.map(stateOf)).toEqual(before);
    for (const username of MOVED) await signIn(world, username);
  });
});

describe('between the listing and the import', () => {
  test('somebody signs in: they are counted so, and keep their password and profile', async () => {
    const early = PLAIN.slice(0, 3);
    let before: unknown;
    onceAt(world, 'StartImport', async () => {
      for (const username of early) await signIn(world, username);
      before = early.map(stateOf);
    });
    const { runId, report, classes } = await finish();
    await expectAccounted(runId);
    expect(report.totals).toMatchObject({ skipped: early.length, imported: 43 - early.length, failed: 0 });
    expect(early.map((username) => classes.get(username))).toEqual(early.map(() => 'skipped'));
    expect(early.map(stateOf)).toEqual(before);
    for (const username of early) await signIn(world, username);
    expect(world.sourceSubs()).toEqual(subsInNewPool(classes));
  });

  test('a stranger takes a username: its owner is not mistaken for moved', async () => {
    const [taken = ''] = PLAIN;
    onceAt(world, 'StartImport', () => void addUser(world.sandbox, world.newPoolId, { username: taken }));
    const { runId, report, classes } = await finish();
    await expectAccounted(runId);
    expect(classes.get(taken)).toBe('leftOut name-taken');
    expect(report.totals).toMatchObject({ imported: 42, skipped: 0, leftOut: { 'name-taken': 1 } });
    expect(stateOf(taken)).toMatchObject({ attributes: [], status: 'CONFIRMED' });
    expect(world.sourceSubs()).toEqual(subsInNewPool(classes));
    remove(taken);
  });

  test('a stranger takes an address: its owner has failed, with Cognito’s reason', async () => {
    const [, unlucky = ''] = PLAIN;
    const attributes = { email: `${unlucky}@example.com`, email_verified: 'true' };
    onceAt(
      world,
      'StartImport',
      () => void addUser(world.sandbox, world.newPoolId, { username: 'stranger', attributes }),
    );
    const { runId, report, classes } = await finish();
    await expectAccounted(runId);
    expect(classes.get(unlucky)).toMatch(/^failed .*already exists/);
    expect(report.failedBecause).toEqual({ [classes.get(unlucky)!.replace('failed ', '')]: 1 });
    expect(world.sourceSubs()).toEqual(subsInNewPool(classes));
    remove('stranger');
  });

  test('somebody comes to the old pool: this run does not count them, the next one imports them', async () => {
    const latecomer = {
      username: 'latecomer',
      attributes: { email: 'late@example.com', email_verified: 'true' },
    };
    const { pools } = world.sandbox.services;
    onceAt(world, 'SettleShards', () => void addUser(world.sandbox, OLD_POOL_ID, latecomer));
    const { runId } = await finish();
    await expectAccounted(runId);
    const next = await finish();
    expect(importedNames(next.classes)).toEqual(['latecomer']);
    expect(next.report.totals).toMatchObject({ listed: 64, alreadyMoved: 45, imported: 1 });
    const oldPool = pools.pool(OLD_POOL_ID);
    pools.removeUser(oldPool, pools.user(oldPool, 'latecomer'));
  });

  const remove = (username: string): void => {
    const { pools } = world.sandbox.services;
    pools.removeUser(pools.pool(world.newPoolId), newUserNamed(world, username));
  };
});

describe('more than one run', () => {
  test('a second one while one is going is refused, says by whom, and disturbs nothing', async () => {
    let second: Run | undefined;
    onceAt(world, 'ImportFiles', async () => {
      second = await run({ runId: 'second' });
    });
    const first = await finish({ runId: 'going' });
    expect(second).toMatchObject({ status: 'FAILED', error: 'BackfillRefused' });
    expect(second?.cause).toMatch(/going already: run going, execution arn:.*, since 2/);
    expect(await world.read('runs/second/plan.json')).toBeUndefined();
    await expectAccounted(first.runId);
    expect(first.report.totals.imported).toBe(43);
  });

  test('a finished run that is started again imports nobody, and says so', async () => {
    const { runId, report } = await finish();
    const before = world.sandbox.services.importJobs.list(world.sandbox.services.pools.pool(world.newPoolId));
    const again = await finish({ runId });
    expect(again.report).toEqual(report);
    expect(world.sandbox.notifications.at(-1)?.message).toMatch(/was finished on .*Nothing was done now/);
    expect(
      world.sandbox.services.importJobs.list(world.sandbox.services.pools.pool(world.newPoolId)),
    ).toHaveLength(before.length);
  });

  test('a new run after a finished one imports nobody, and says so', async () => {
    const { report, classes } = await finish();
    const again = await finish();
    await expectAccounted(again.runId);
    expect(again.report.totals).toEqual({ ...report.totals, alreadyMoved: 45, imported: 0 });
    expect(importedNames(again.classes)).toEqual([]);
    expect(again.report.files).toEqual([]);
    expect(world.sandbox.notifications.at(-1)?.message).toMatch(/^Nobody was left to import/);
    expect(world.sourceSubs()).toEqual(subsInNewPool(classes));
  });
});

describe('what the operator asks for', () => {
  test('dryRun counts, writes no file and imports nobody', async () => {
    const [written, asked] = [world.sandbox.s3.requests.length, world.sandbox.requests.length];
    const { runId, report } = await finish({ dryRun: true });
    await expectAccounted(runId);
    expect(report.outcome).toEqual({ kind: 'dry-run' });
    expect(report.totals).toMatchObject({ imported: 0, leftOut: { 'dry-run': 43 } });
    const keys = world.sandbox.s3.requests
      .slice(written)
      .filter(({ operation }) => operation !== 'GetObject');
    expect(keys.map(({ key }) => key).filter((key) => /\/files\/|rows\.csv|CognitoUsers/.test(key))).toEqual(
      [],
    );
    const operations = world.sandbox.requests.slice(asked).map(({ operation }) => operation);
    expect(operations.filter((name) => /ImportJob|^Admin/.test(name))).toEqual([]);
    expect(world.sourceSubs()).toHaveLength(MOVED.length);
  });

  test('import: false leaves files that Cognito’s rules accept; the same run can import them later', async () => {
    const { runId, report, classes } = await finish({ import: false });
    await expectAccounted(runId);
    expect(report.totals).toMatchObject({ imported: 0, leftOut: { 'import-by-hand': 43 } });
    expect(world.sourceSubs()).toHaveLength(MOVED.length);
    const waiting = [...classes].flatMap(([name, fate]) => (fate === 'leftOut import-by-hand' ? [name] : []));
    const usernames: string[] = [];
    for (const file of ['CognitoUsers.csv', 'DisabledUsers.csv']) {
      usernames.push(...(await parsedUsernames(`runs/${runId}/files/${file}`)));
    }
    expect(usernames.map(spelledInReport).sort()).toEqual(waiting.sort());
    const later = await finish({ runId, import: true });
    expect(later.report.totals).toMatchObject({ imported: 43 });
    expect(world.sourceSubs()).toEqual(subsInNewPool(later.classes));
  });

  /** Somebody whose username a native has goes in under the old `sub`. */
  const spelledInReport = (username: string): string =>
    [...subs].find(([, sub]) => sub === username)?.[0] ?? username.replace(/^=/, "'=");

  const parsedUsernames = async (key: string): Promise<string[]> => {
    const { pools, importJobs } = world.sandbox.services;
    const columns = importJobs.columns(pools.pool(world.newPoolId));
    const file = new CsvFile(Buffer.from((await world.read(key)) ?? ''), columns, HARSHER_READINGS);
    const usernames: string[] = [];
    for (let row = file.nextRow(); row !== undefined; row = file.nextRow()) {
      const cells = cellsOf(row, file.header.length, HARSHER_READINGS);
      usernames.push(cells[file.header.indexOf('cognito:username')] ?? '');
    }
    return usernames;
  };

  test('a pilot of one: limit 1', async () => {
    const { runId, report, classes } = await finish({ limit: 1 });
    await expectAccounted(runId);
    expect(report.totals.listed).toBe(1);
    expect(world.sourceSubs()).toHaveLength(
      new Set([...MOVED.map((name) => subs.get(name)), ...subsInNewPool(classes)]).size,
    );
  });

  test('a pilot by usernames, and then everybody else', async () => {
    const [first = '', second = ''] = PLAIN;
    const pilot = await finish({ usernames: [first, second, MOVED[0]] });
    await expectAccounted(pilot.runId);
    expect(Object.fromEntries(pilot.classes)).toEqual({
      [first]: 'imported',
      [second]: 'imported',
      [MOVED[0]!]: 'alreadyMoved',
    });
    const { runId, report, classes } = await finish();
    await expectAccounted(runId);
    expect(report.totals).toMatchObject({ alreadyMoved: 4, imported: 41 });
    expect(world.sourceSubs()).toEqual(subsInNewPool(classes));
  });

  test.each([
    ['include', { include: ['RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD'] }, 10],
    ['exclude', { exclude: ['RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD'] }, 33],
    ['both, of which exclude wins', { include: ['RESET_REQUIRED', 'CONFIRMED'], exclude: ['CONFIRMED'] }, 5],
  ])('%s', async (_, filter, imported) => {
    const { runId, report, classes } = await finish(filter);
    await expectAccounted(runId);
    expect(report.totals.imported).toBe(imported);
    const statuses = new Map(
      [...world.sandbox.services.pools.pool(OLD_POOL_ID).users.values()].map((user) => [
        user.username,
        user.status,
      ]),
    );
    const { include, exclude } = { include: undefined, exclude: [], ...filter } as {
      include?: string[];
      exclude: string[];
    };
    for (const username of importedNames(classes)) {
      const status = statuses.get(username.replace(/^'/, '')) ?? '';
      expect(include?.includes(status) ?? true).toBe(true);
      expect(exclude).not.toContain(status);
    }
  });

  describe('where the old pool has second factors', () => {
    const oldPool = () => world.sandbox.services.pools.pool(OLD_POOL_ID);
    const [withFactor = '', without = ''] = PLAIN;
    beforeEach(() => {
      oldPool().mfaConfiguration = 'OPTIONAL';
      world.sandbox.services.pools.user(oldPool(), withFactor).mfaMethods.add('SOFTWARE_TOKEN_MFA');
    });
    afterEach(() => {
      oldPool().mfaConfiguration = 'OFF';
      world.sandbox.services.pools.user(oldPool(), withFactor).mfaMethods.clear();
    });

    test('the run is refused, and says what to decide', async () => {
      const refused = await run({ runId: 'refused' });
      expect(refused).toMatchObject({ status: 'FAILED', error: 'BackfillRefused' });
      expect(refused.cause).toMatch(/MFA OPTIONAL.*"mfaLookup": true.*bills.*"acceptMfaLoss": true/);
      expect(await world.read('runs/refused/plan.json')).toBeUndefined();
      expect(await world.read('lock.json')).toBeUndefined();
      expect(world.sandbox.notifications.at(-1)?.message).toBe(refused.cause);
    });

    test('acceptMfaLoss imports everybody, unseen', async () => {
      const asked = world.sandbox.requests.length;
      const { runId, report } = await finish({ acceptMfaLoss: true });
      await expectAccounted(runId);
      expect(report.totals.imported).toBe(43);
      const ofOldPool = world.sandbox.requests
        .slice(asked)
        .filter(({ userPoolId }) => userPoolId === OLD_POOL_ID);
      expect(ofOldPool.map(({ operation }) => operation)).not.toContain('AdminGetUser');
    });

    test('mfaLookup leaves out who has one', async () => {
      const { runId, classes } = await finish({ mfaLookup: true, usernames: [withFactor, without] });
      await expectAccounted(runId);
      expect(Object.fromEntries(classes)).toEqual({
        [withFactor]: 'leftOut second-factor',
        [without]: 'imported',
      });
    });
  });
});

describe('people whom the old pool had disabled', () => {
  const refusalOf = (username: string): Promise<string> =>
    signIn(world, username).then(
      () => 'let in',
      (error: Error) => error.name,
    );

  test('cannot sign in at any moment, not even with a code sent in between', async () => {
    const answers = new Set<string>();
    const [somebody = ''] = DISABLED;
    world.sandbox.stepFunctions.interference.onStateEntered(async ({ stateName }) => {
      if (!/Import|Disable|FileDone|WriteReport/.test(stateName)) return;
      answers.add(await refusalOf(somebody));
    });
    const client = sdkClient(world.sandbox);
    const asked = { ClientId: world.stack.outputs['ClientIdApp'], Username: somebody };
    onceAt(world, 'DisableUsers', async () => {
      await client.send(new ForgotPasswordCommand(asked));
    });
    const { classes } = await finish();
    world.sandbox.stepFunctions.interference.reset();
    const { codes } = codeFor(somebody);
    const confirmed = await client
      .send(new ConfirmForgotPasswordCommand({ ...asked, ConfirmationCode: codes, Password: PASSWORD }))
      .then(
        () => 'confirmed',
        (error: Error) => error.name,
      );
    client.destroy();
    expect(codes).toMatch(/^\d{6}$/);
    expect(confirmed).not.toBe('confirmed');
    for (const username of DISABLED) {
      expect(classes.get(username)).toBe('imported');
      expect(newUserNamed(world, username).enabled).toBe(false);
      answers.add(await refusalOf(username));
    }
    expect([...answers]).not.toContain('let in');
  });

  const codeFor = (username: string) => {
    const message = world.sandbox.services.outbox.latest(world.newPoolId, username);
    return { codes: message?.code ?? '' };
  };
});

describe('what people get to see', () => {
  test('the report’s page stands alone: no script, nothing to be fetched', async () => {
    const { runId, report } = await finish();
    const page = (await world.read(`runs/${runId}/report/report.html`)) ?? '';
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toMatch(/<svg[\s>]/);
    expect(page).not.toMatch(/<script|<link|<iframe|<img|@import|url\(|\bsrc=|javascript:|\son\w+=/i);
    expect([...page.matchAll(/\bhref="([^"]*)"/g)].map(([, href]) => href)).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^\w+:|^\/\//)]),
    );
    for (const count of [report.totals.listed, report.totals.imported]) expect(page).toContain(String(count));
  });

  test('users.csv has a guard against formulas, the import file has none', async () => {
    const { runId, classes } = await finish();
    expect(classes.get("'=formula")).toBe('imported');
    expect(newUserNamed(world, '=formula').attributes.get(SOURCE_SUB)).toBe(subs.get('=formula'));
    expect(await world.read(`runs/${runId}/files/CognitoUsers.csv`)).toMatch(/(^|,)=formula(,|$)/m);
  });

  test('nobody’s data is in a log, a metric, a history, a notification, or in the counts and the page', async () => {
    const failing = await run({ usernames: ['nobody-at-all'] });
    expect(failing.cause).not.toContain('nobody-at-all');
    const { runId } = await finish();
    const histories = world.sandbox.stepFunctions
      .executionsOf(Object.values(world.stack.stateMachines)[0] ?? '')
      // What the operator wrote into the input is in the history.
      .filter(({ options }) => !options.input.includes('usernames'))
      .map(({ history }) => history.events);
    const seen = {
      logs: world.functions.logs.map(({ text }) => text).join(''),
      history: JSON.stringify(histories),
      notifications: JSON.stringify(world.sandbox.notifications),
      report: (await world.read(`runs/${runId}/report/report.json`)) ?? '',
      page: (await world.read(`runs/${runId}/report/report.html`)) ?? '',
    };
    const values = personalValues();
    expect(values.length).toBeGreaterThan(200);
    for (const [place, text] of Object.entries(seen)) {
      expect(text.length).toBeGreaterThan(100);
      expect({ place, found: values.filter((value) => contains(text, value)) }).toEqual({ place, found: [] });
    }
  });

  /** Names, `sub`s, attribute values and the password of everybody in both pools. */
  const personalValues = (): readonly string[] => {
    const { pools } = world.sandbox.services;
    const users = [OLD_POOL_ID, world.newPoolId].flatMap((id) => [...pools.pool(id).users.values()]);
    const values = users.flatMap(({ username, sub, attributes }) => [username, sub, ...attributes.values()]);
    return [...new Set([PASSWORD, 'nobody-at-all', ...values])].filter(
      (value) => !['', 'true', 'false', 'sign-in', 'import', 'native'].includes(value),
    );
  };

  /** As it stands, or as JSON writes it. */
  const contains = (text: string, value: string): boolean => {
    const words = (spelling: string) =>
      new RegExp(`(?<![\\w.])${spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'iu').test(text);
    return words(value) || words(JSON.stringify(value).slice(1, -1));
  };
});
