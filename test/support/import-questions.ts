import { ForgotPasswordCommand, type UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';
import type { ReadingsOfOpenQuestions } from '../../sandbox/cognito/open-questions.ts';
import type { ReadingsOfImportQuestions } from '../../sandbox/import-jobs/open-questions.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { csv, type ImportWorld, person, type Row, startImportWorld } from './import-world.ts';
import { createClient } from './real-client.ts';

type Readings = Partial<ReadingsOfOpenQuestions>;

/** What somebody does, and what comes of it under each reading. */
type ImportQuestions = {
  readonly [Question in keyof ReadingsOfImportQuestions]: {
    readonly act: (readings: Readings) => Promise<string>;
    readonly outcomes: Readonly<Record<ReadingsOfImportQuestions[Question], string>>;
  };
};

async function inWorld<T>(
  readings: Readings,
  use: (world: ImportWorld) => Promise<T>,
  ...[pool, options]: [Parameters<typeof startImportWorld>[0]?, Omit<SandboxOptions, 'clock'>?]
): Promise<T> {
  const world = await startImportWorld(pool, { readings, ...options });
  try {
    return await use(world);
  } finally {
    await world.close();
  }
}

const told = ({ Status, ImportedUsers, FailedUsers }: UserImportJobType) =>
  `${Status}: ${ImportedUsers} imported, ${FailedUsers} failed`;

/** The import of one row. */
const importing = (row: Row) => (readings: Readings) =>
  inWorld(readings, async (world) => told(await world.importRows(row)));

/** The import of a file that is made of a pool's header. */
const importingFile = (file: (header: string[]) => string) => (readings: Readings) =>
  inWorld(readings, async (world) => told(await world.run(file(await world.header()))));

const IMPORTED = 'Succeeded: 1 imported, 0 failed';
const ROW_FAILED = 'Succeeded: 0 imported, 1 failed';
const FILE_FAILED = 'Failed: 0 imported, 0 failed';

async function answerTo(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

const people = (count: number, more: Row = {}) =>
  Array.from({ length: count }, (_, index) => person(`user${index}${more['email_verified'] ?? ''}`, more));

/** The open questions about import jobs: fact by fact, with the real SDK client. */
export const IMPORT_QUESTIONS: ImportQuestions = {
  csvHeader: {
    act: importingFile(() =>
      csv(['cognito:username', 'email', 'email_verified', 'cognito:mfa_enabled'], [person('ada')]),
    ),
    outcomes: { 'every-column': FILE_FAILED, 'columns-in-use': IMPORTED },
  },
  csvShortRow: {
    act: importingFile((header) => {
      // Only the columns at the end may be left out: those that this person needs stand at the beginning.
      const row = person('ada');
      const columns = [...Object.keys(row), ...header.filter((column) => !(column in row))];
      return csv(columns, [row]).replace(/,+\n$/, '\n');
    }),
    outcomes: { 'row-fails': ROW_FAILED, 'filled-up': IMPORTED },
  },
  csvLineEnd: {
    act: importingFile((header) => csv(header, [person('ada')]).replaceAll('\n', '\r\n')),
    outcomes: { lf: FILE_FAILED, 'lf-or-crlf': IMPORTED },
  },
  csvBackslash: {
    act: importing(person('ada', { name: String.raw`C:\Ada` })),
    outcomes: { 'row-fails': ROW_FAILED, kept: IMPORTED },
  },
  csvQuotationMark: {
    act: importing(person('ada', { name: '"Ada"' })),
    outcomes: { 'row-fails': ROW_FAILED, kept: IMPORTED },
  },
  csvBoolean: {
    act: importing(person('ada', { email_verified: 'True' })),
    outcomes: { 'as-documented': ROW_FAILED, 'any-case': IMPORTED },
  },
  csvBlankMfaEnabled: {
    act: importing(person('ada', { 'cognito:mfa_enabled': '' })),
    outcomes: { 'row-fails': ROW_FAILED, 'state-of-pool': IMPORTED },
  },
  importLogLineNumber: {
    act: (readings) =>
      inWorld(readings, async (world) =>
        (await world.linesOf(await world.importRows(person('ada'), person('bob')))).join(' '),
      ),
    outcomes: {
      'first-user-is-1':
        '[SUCCEEDED] Line Number 1 - The import succeeded. [SUCCEEDED] Line Number 2 - The import succeeded.',
      'header-is-1':
        '[SUCCEEDED] Line Number 2 - The import succeeded. [SUCCEEDED] Line Number 3 - The import succeeded.',
    },
  },
  importAliasTaken: {
    act: (readings) =>
      inWorld(
        readings,
        async (world) => {
          await world.importRows(person('ada'));
          const job = await world.importRows(person('bob', { email: 'ada@example.com' }));
          return `${told(job)}, ${job.SkippedUsers} skipped`;
        },
        { AliasAttributes: ['email'] },
      ),
    outcomes: {
      'row-fails': 'Succeeded: 0 imported, 1 failed, 0 skipped',
      'row-skipped': 'Succeeded: 0 imported, 0 failed, 1 skipped',
    },
  },
  tooManyFailures: {
    act: (readings) =>
      inWorld(readings, async (world) =>
        told(await world.importRows(...people(8, { email_verified: 'FALSE' }), ...people(3))),
      ),
    outcomes: {
      'stops-early': 'Failed: 0 imported, 5 failed',
      'runs-to-end': 'Failed: 3 imported, 8 failed',
    },
  },
  secondActiveImport: {
    act: (readings) =>
      inWorld(readings, async (world) => {
        const jobs = [await world.create(), await world.create()] as const;
        for (const job of jobs) await world.upload(job, csv(await world.header(), people(1)));
        await world.start(jobs[0]);
        return answerTo(world.start(jobs[1]));
      }),
    outcomes: {
      PreconditionNotMetException:
        'PreconditionNotMetException: Only one import job can be active at a time per account.',
      TooManyRequestsException:
        'TooManyRequestsException: Only one import job can be active at a time per account.',
    },
  },
  importQuota: {
    act: (readings) =>
      inWorld(readings, async (world) => {
        const job = await world.create();
        await world.upload(job, csv(await world.header(), people(10)));
        await world.start(job);
        world.sandbox.interference.throttle({ UserCreation: 4 });
        const afterwards: (number | undefined)[] = [];
        for (let second = 0; second < 2; second += 1) {
          for (let step = 0; step < 3; step += 1) world.sandbox.services.importJobs.advance();
          afterwards.push((await world.describe(job)).ImportedUsers);
          world.clock.advanceBy(1000);
        }
        return `${afterwards.join(', then ')} imported`;
      }),
    outcomes: { 'user-creation': '4, then 8 imported', none: '10, then 10 imported' },
  },
  resetWithoutPassword: {
    act: (readings) =>
      inWorld(
        readings,
        async (world) => {
          await world.importRows(person('ada'));
          const { ClientId } = await createClient(world, world.UserPoolId);
          return answerTo(world.client.send(new ForgotPasswordCommand({ ClientId, Username: 'ada' })));
        },
        { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      ),
    outcomes: {
      refused: 'NotAuthorizedException: User password cannot be reset in the current state.',
      'code-sent': 'accepted',
    },
  },
};
