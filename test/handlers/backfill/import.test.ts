import { describe, expect, test } from '@jest/globals';
import type { ArrivedUser } from '../../../aws/new-pool-users.ts';
import { MOST_TURNS } from '../../../handlers/backfill/run/turns.ts';
import {
  DISABLED_FILE,
  FILE,
  failed,
  fileOf,
  imported,
  importOf,
  keys,
  REFUSED,
  skipped,
  succeeded,
} from '../../support/file-import.ts';

describe('starting an import', () => {
  test('creates a job, uploads the file and starts it', async () => {
    const { steps, jobs } = importOf(['ada']);
    expect(await steps.start(FILE)).toMatchObject({ next: 'check', waitSeconds: 30 });
    expect(jobs.calls).toEqual([
      'create run-CognitoUsers-1',
      'upload https://upload/import-1',
      'start import-1',
    ]);
    expect(jobs.uploads).toEqual([fileOf(['ada'])]);
  });

  test('a job whose upload broke off is left to expire', async () => {
    const { steps, jobs } = importOf(['ada']);
    jobs.uploadFails = true;
    await expect(steps.start(FILE)).rejects.toThrow('broke off');
    jobs.uploadFails = false;
    await steps.start(FILE);
    expect(jobs.calls.filter((call) => call.startsWith('start'))).toEqual(['start import-2']);
  });

  test('a job that was started by an invocation that died is not started again', async () => {
    const { store, steps, jobs } = importOf(['ada']);
    let saves = 0;
    store.beforeWrite = (key) => {
      if (key !== keys.jobs(FILE.file)) return;
      saves += 1;
      if (saves === 3) throw new Error('killed');
    };
    await expect(steps.start(FILE)).rejects.toThrow('killed');
    expect(await steps.start(FILE)).toMatchObject({ next: 'check' });
    expect(jobs.calls.filter((call) => call.startsWith('start'))).toEqual(['start import-1']);
  });

  test('an expired job gets a successor', async () => {
    const { steps, jobs } = importOf(['ada']);
    jobs.starts = [REFUSED];
    await steps.start(FILE);
    jobs.statuses.set('import-1', 'Expired');
    expect(await steps.start(FILE)).toMatchObject({ next: 'check' });
    expect(jobs.calls).toContain('start import-2');
  });

  test.each([
    [989, 'is made'],
    [990, 'is not made'],
    [999, 'is not made'],
    [1000, 'is made, because the quota must have been raised'],
  ])('where the pool has %i jobs, another one %s', async (earlier, outcome) => {
    const { steps, jobs } = importOf(['ada']);
    jobs.earlier = new Array<string>(earlier).fill('Succeeded');
    if (outcome.startsWith('is made')) {
      expect(await steps.start(FILE)).toMatchObject({ next: 'check' });
    } else {
      const message = expect.stringMatching(`has ${earlier} import jobs of the 1000 that it may have`);
      await expect(steps.start(FILE)).rejects.toMatchObject({ name: 'ImportHalted', message });
      expect(jobs.calls).toEqual([]);
    }
  });
});

describe('a job that Cognito refuses to start', () => {
  /** Starts again and again, as the workflow does. @returns seconds waited, and what ended it */
  const startUntilOver = async ({ steps, jobs }: ReturnType<typeof importOf>, refusals: number) => {
    jobs.starts = new Array(refusals).fill(REFUSED);
    const waited: number[] = [];
    let step = await steps.start(FILE);
    while (step.next === 'start') {
      waited.push(step.waitSeconds);
      const next = await steps.start(step).catch((error: Error) => error);
      if (next instanceof Error) return { waited, error: next };
      step = next;
    }
    return { waited };
  };

  test('is started after longer and longer waits, and uploaded once', async () => {
    const world = importOf(['ada']);
    expect(await startUntilOver(world, 3)).toEqual({ waited: [30, 45, 68] });
    expect(world.jobs.uploads).toHaveLength(1);
  });

  test('leaves Cognito’s sentence in the log and beside the job, until it is started', async () => {
    const { steps, jobs, warnings, fileJobs } = importOf(['ada']);
    jobs.starts = [REFUSED];
    await steps.start(FILE);
    const refusal = 'PreconditionNotMetException: Not now, or never.';
    expect(warnings).toEqual([
      expect.objectContaining({ jobId: 'import-1', refusal, anotherJobSeen: false }),
    ]);
    expect(fileJobs().attempts).toMatchObject([{ refusal }]);
    await steps.start(FILE);
    expect(fileJobs().attempts[0]).not.toHaveProperty('refusal');
  });

  test.each([
    ['none of this pool', [], 6, /For 6 hours .* import-1\. It says: .*Not now, or never\. No other job/],
    [
      'one of this pool',
      ['InProgress'],
      24,
      /For 24 hours .*Not now, or never\. Another job of this pool is active/,
    ],
  ])('is given up after some hours while %s is active', async (_, earlier, hours, sentence) => {
    const world = importOf(['ada']);
    world.jobs.earlier = earlier;
    const { waited, error } = await startUntilOver(world, 1000);
    expect(error).toMatchObject({ name: 'ImportHalted', message: expect.stringMatching(sentence) });
    const total = waited.reduce((sum, seconds) => sum + seconds, 0) / 3600;
    expect(total).toBeGreaterThanOrEqual(hours);
    expect(total).toBeLessThan(hours + 0.1);
  });
});

describe('checking an import', () => {
  test('waits from half a minute to five minutes', async () => {
    const { steps, jobs } = importOf(['ada']);
    let step = await steps.start(FILE);
    const waited: number[] = [];
    for (let poll = 0; poll < 8; poll += 1) {
      step = await steps.check(step);
      waited.push(step.waitSeconds);
    }
    expect(waited).toEqual([30, 45, 68, 101, 152, 228, 300, 300]);
    jobs.statuses.set('import-1', 'Succeeded');
    expect(await steps.check(step)).toMatchObject({ next: 'reconcile' });
  });
});

describe('before the history of an execution is full', () => {
  const nearlyFull = async () => {
    const world = importOf(['ada']);
    await world.steps.start(FILE);
    world.store.put(keys.turns, { execution: FILE.execution, turns: MOST_TURNS });
    return world;
  };

  test('waiting for a job ends the run, and another execution goes on', async () => {
    const { steps } = await nearlyFull();
    const resume = {
      name: 'ResumeNeeded',
      message: expect.stringMatching('Start again with the same runId'),
    };
    await expect(steps.check(FILE)).rejects.toMatchObject(resume);
    await expect(steps.start(FILE)).rejects.toMatchObject(resume);
    expect(await steps.check({ ...FILE, execution: 'execution-2' })).toMatchObject({ next: 'check' });
  });

  test('a job at its end is still reconciled', async () => {
    const { steps, jobs } = await nearlyFull();
    jobs.job = { status: 'Succeeded', imported: 1 };
    expect(await steps.check(FILE)).toMatchObject({ next: 'reconcile' });
  });

  test('disabled people are not left enabled', async () => {
    const { steps } = await nearlyFull();
    expect(await steps.check(DISABLED_FILE)).toMatchObject({ next: 'check' });
  });
});

const ODD = { status: 'Failed', message: 'Too many users have failed or been skipped during the import.' };

describe('jobs that bring nobody further', () => {
  const PEOPLE = Array.from({ length: 100 }, (_, n) => `person-${n}`);
  const FIVE_FAIL = [{ ...ODD, failed: 5 }, [1, 2, 3, 4, 5].map(failed)] as const;

  test('end the run after three, with Cognito’s words, and are not made again', async () => {
    const { end, steps, jobs, classes } = importOf(PEOPLE);
    expect(await end(FILE, ...FIVE_FAIL)).toMatchObject({ next: 'start', waitSeconds: 300 });
    expect(await end(FILE, ...FIVE_FAIL)).toMatchObject({ next: 'start', waitSeconds: 600 });
    expect(await end(FILE, ...FIVE_FAIL)).toMatchObject({ next: 'start', waitSeconds: 0 });
    const halted = {
      name: 'ImportHalted',
      message: expect.stringMatching(
        /3 import jobs in a row.* import-3, Cognito said: Too many users .* 90 rows.* 85 are left\. Most failed because: The user is odd\..* same runId/,
      ),
    };
    await expect(steps.start(FILE)).rejects.toMatchObject(halted);
    await expect(steps.start(FILE)).rejects.toMatchObject(halted);
    expect(jobs.statuses.size).toBe(3);
    expect(await classes()).toHaveLength(15);
  });

  test('are tried anew when somebody resumes the run', async () => {
    const { end, steps, jobs } = importOf(PEOPLE);
    for (let job = 0; job < 3; job += 1) await end(FILE, ...FIVE_FAIL);
    const resumed = { ...FILE, execution: 'execution-2' };
    expect(await end(resumed, ...FIVE_FAIL)).toMatchObject({ next: 'start', waitSeconds: 300 });
    jobs.job = {};
    await steps.start(resumed);
    expect(jobs.uploads.at(-1)?.split('\n')).toHaveLength(1 + 80 + 1);
  });

  test('count only in a row', async () => {
    const { end, fileJobs } = importOf(PEOPLE);
    await end(FILE, ...FIVE_FAIL);
    await end(FILE, ...FIVE_FAIL);
    const lines = Array.from({ length: 30 }, (_, n) => succeeded(n + 1));
    await end(FILE, { ...ODD, imported: 30 }, lines);
    expect(fileJobs()).toMatchObject({ fruitless: 0 });
  });

  test('a job that somebody stopped ends the run at once; resumed, it imports the rest', async () => {
    const { end, steps, jobs } = importOf(['ada', 'bob']);
    await end(FILE, { status: 'Stopped', imported: 1 }, [succeeded(1)]);
    await expect(steps.start(FILE)).rejects.toThrow('Somebody stopped the import job import-1, and 1 of its');
    jobs.job = {};
    await steps.start({ ...FILE, execution: 'execution-2' });
    expect(jobs.uploads.at(-1)).toBe(fileOf(['bob']));
  });
});

describe('reading what a job did', () => {
  test('each row becomes a person with a class', async () => {
    const { end, classes, lookedUp } = importOf(['ada', 'bob', 'eve', 'kay', 'lea', 'max']);
    const lines = [succeeded(1), failed(2), skipped(3), skipped(4), skipped(5), skipped(6)];
    const step = await end(FILE, { imported: 1, failed: 1, skipped: 4 }, lines, {
      eve: { username: 'eve', sourceSub: 'sub-eve', sourceVia: 'sign-in' },
      kay: { username: 'kay' },
      // A stranger has the name, and its owner moved under the old sub.
      lea: { username: 'lea' },
      'sub-lea': { username: 'sub-lea', sourceSub: 'sub-lea', sourceVia: 'sign-in' },
      max: { username: 'max', sourceSub: 'sub-ada', sourceVia: 'import' },
      'sub-max': { username: 'sub-max', sourceSub: 'sub-max', sourceVia: 'import' },
    });
    expect(step).toMatchObject({ next: 'done' });
    expect(await classes()).toEqual([
      'ada imported',
      'bob failed: The user is odd.',
      'eve skipped',
      'kay leftOut: name-taken',
      'lea skipped',
      'max imported',
    ]);
    expect(lookedUp.sort()).toEqual([
      'bob',
      'eve',
      'kay',
      'lea',
      'max',
      'sub-bob',
      'sub-kay',
      'sub-lea',
      'sub-max',
    ]);
  });

  test('whoever is in the new pool is there, although their row failed', async () => {
    const { end, classes } = importOf(['ada', 'bob', 'eve', 'kay']);
    await end(FILE, { failed: 4 }, [failed(1), failed(2), failed(3), failed(4)], {
      ada: { username: 'ada', sourceSub: 'sub-ada', sourceVia: 'sign-in' },
      'sub-bob': { username: 'sub-bob', sourceSub: 'sub-bob', sourceVia: 'sign-in' },
      ...imported('eve'),
      kay: { username: 'kay' },
    });
    expect(await classes()).toEqual([
      'ada skipped',
      'bob skipped',
      'eve imported',
      'kay failed: The user is odd.',
    ]);
  });

  describe('a row that is skipped although nobody has its name', () => {
    test.each<[string, Readonly<Record<string, ArrivedUser>>, string]>([
      ['a stranger has the address', { 'bob@example.com': { username: 'eve' } }, 'leftOut: contact-taken'],
      [
        'a stranger has the preferred_username',
        { 'bob-preferred': { username: 'eve' } },
        'leftOut: name-taken',
      ],
      [
        'they are there under another name',
        { 'bob@example.com': { username: 'b', sourceSub: 'sub-bob', sourceVia: 'sign-in' } },
        'skipped',
      ],
      ['nobody has anything', {}, 'failed: Two jobs skipped the row'],
    ])('is submitted once more, and then settled: %s', async (_, found, expected) => {
      const { end, steps, jobs, classes } = importOf(['ada', 'bob']);
      const first = [succeeded(1), skipped(2)];
      expect(await end(FILE, { imported: 1, skipped: 1 }, first, found)).toMatchObject({ next: 'start' });
      expect(await end(FILE, { skipped: 1 }, [skipped(1)], found)).toMatchObject({ next: 'done' });
      expect(jobs.uploads.at(-1)).toBe(fileOf(['bob']));
      expect(await classes()).toEqual(['ada imported', expect.stringContaining(`bob ${expected}`)]);
      expect(await steps.start(FILE)).toMatchObject({ next: 'done' });
    });

    test('is settled the second time, whatever other jobs did in between', async () => {
      const { end, classes } = importOf(['ada', 'bob']);
      await end(FILE, { skipped: 1 }, [skipped(1)]);
      await end(FILE, { ...ODD, imported: 0 }, []);
      expect(await end(FILE, { skipped: 2 }, [skipped(1), skipped(2)])).toMatchObject({ next: 'start' });
      expect(await classes()).toEqual([expect.stringContaining('ada failed')]);
      expect(await end(FILE, { skipped: 1 }, [skipped(1)])).toMatchObject({ next: 'done' });
    });
  });

  test('waits for lines that the counters promise, but not for ever', async () => {
    const { end, steps } = importOf(['ada', 'bob']);
    expect(await end(FILE, { imported: 2 }, [])).toMatchObject({
      next: 'reconcile',
      waitSeconds: 30,
      waits: 1,
    });
    expect(await steps.reconcile({ ...FILE, waits: 5 })).not.toMatchObject({ waitSeconds: 30 });
  });

  test('submits again whom a job did not get to, and only them', async () => {
    const { end, steps, jobs, fileJobs, classes } = importOf(['ada', 'bob', 'eve']);
    expect(await end(FILE, { ...ODD, imported: 1 }, [succeeded(1)])).toMatchObject({ next: 'start' });
    jobs.job = {};
    await steps.start(FILE);
    expect(jobs.uploads.at(-1)).toBe(fileOf(['bob', 'eve']));
    expect(fileJobs().attempts.map(({ rows }) => rows)).toEqual([3, 2]);
    expect(await classes()).toEqual(['ada imported']);
  });

  describe('where the log seems to count the header', () => {
    const PEOPLE = ['ada', 'bob', 'eve', 'kay', 'lea'];
    test('one look-up shows that it does', async () => {
      const { end, classes, lookedUp } = importOf(PEOPLE);
      await end(FILE, { ...ODD, imported: 2 }, [succeeded(2), succeeded(3)]);
      expect(await classes()).toEqual(['ada imported', 'bob imported']);
      expect(lookedUp).toEqual(['eve']);
    });

    test('or that it does not, and everybody who may be in is looked up', async () => {
      const { end, classes, lookedUp, jobs, steps } = importOf(PEOPLE);
      // The line of row 1 is lost, and the counters are one behind.
      const found = { ...imported('bob'), ...imported('eve') };
      await end(FILE, { ...ODD, imported: 2 }, [succeeded(2), succeeded(3)], found);
      expect(await classes()).toEqual(['bob imported', 'eve imported']);
      expect(lookedUp).toEqual(['eve', 'ada', 'bob', 'eve']);
      jobs.job = {};
      await steps.start(FILE);
      expect(jobs.uploads.at(-1)).toBe(fileOf(['ada', 'kay', 'lea']));
    });
  });
});

describe('people who must be disabled', () => {
  test('are disabled after each job, before the next one is made', async () => {
    const { end, steps, disabled, jobs } = importOf(['ada', 'bob', 'eve']);
    const lines = [succeeded(1), failed(2)];
    const job = { ...ODD, imported: 1, failed: 1 };
    expect(await end(DISABLED_FILE, job, lines, imported('ada'))).toMatchObject({ next: 'disable' });
    jobs.job = {};
    expect(await steps.start(DISABLED_FILE)).toMatchObject({ next: 'disable' });
    expect(jobs.statuses.size).toBe(1);
    expect(await steps.disable(DISABLED_FILE)).toMatchObject({ next: 'start' });
    expect(disabled).toEqual(['ada']);
    expect(await end(DISABLED_FILE, { imported: 1 }, [succeeded(1)], imported('eve'))).toMatchObject({
      next: 'disable',
    });
    expect(await steps.disable(DISABLED_FILE)).toMatchObject({ next: 'done' });
    expect(disabled).toEqual(['ada', 'eve']);
    expect(await steps.start(DISABLED_FILE)).toMatchObject({ next: 'done' });
  });

  test('are disabled before a run is halted', async () => {
    const { end, steps, disabled } = importOf(['ada', 'bob']);
    const job = { status: 'Stopped', imported: 1 };
    expect(await end(DISABLED_FILE, job, [succeeded(1)], imported('ada'))).toMatchObject({ next: 'disable' });
    expect(await steps.disable(DISABLED_FILE)).toMatchObject({ next: 'start' });
    expect(disabled).toEqual(['ada']);
    await expect(steps.start(DISABLED_FILE)).rejects.toThrow('Somebody stopped');
  });

  test('never are strangers who have taken the name meanwhile', async () => {
    const { end, steps, disabled, classes } = importOf(['ada', 'bob', 'eve', 'kay']);
    await end(
      DISABLED_FILE,
      { imported: 2, skipped: 2 },
      [skipped(1), skipped(2), succeeded(3), succeeded(4)],
      {
        // Another run imported her under her old sub, because the stranger came first.
        ada: { username: 'ada' },
        ...imported('ada', 'sub-ada'),
        ...imported('bob'),
        // Deleted since the job imported them, and registered anew.
        eve: { username: 'eve' },
        kay: { username: 'kay', sourceSub: 'sub-kay', sourceVia: 'sign-in' },
      },
    );
    expect(await classes()).toEqual(['ada imported', 'bob imported', 'eve imported', 'kay imported']);
    await steps.disable(DISABLED_FILE);
    expect(disabled.sort()).toEqual(['bob', 'sub-ada']);
  });
});
