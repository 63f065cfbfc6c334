import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { HARSHER_READINGS, type ReadingsOfOpenQuestions } from '../../sandbox/cognito/open-questions.ts';
import { forgotPassword } from '../../sandbox/cognito/operations/forgotPassword.ts';
import { initiateAuth } from '../../sandbox/cognito/operations/initiateAuth.ts';
import { listUsers } from '../../sandbox/cognito/operations/listUsers.ts';
import { addClient, addPool, addUser, PASSWORD, refusal, signIn, testCognito } from '../support/cognito.ts';
import { IMPORT_QUESTIONS } from '../support/import-questions.ts';
import {
  confirmed,
  INCORRECT,
  migrationWorld,
  UNKNOWN,
  VERIFIED,
  type WorldOptions,
} from '../support/migration-world.ts';

type Readings = Partial<ReadingsOfOpenQuestions>;

/** One row per question: what somebody does, and what comes of it under each reading. */
type Questions = {
  readonly [Question in keyof ReadingsOfOpenQuestions]: {
    readonly act: (readings: Readings) => Promise<string>;
    readonly outcomes: Readonly<Record<ReadingsOfOpenQuestions[Question], string>>;
  };
};

/** `tokens`, or the refusal. */
async function outcomeOf(attempt: ReturnType<typeof signIn>): Promise<string> {
  const answer = await attempt.catch(() => undefined);
  return answer?.AuthenticationResult ? 'tokens' : refusal(attempt);
}

/** A first sign-in of `ada` at a pool whose UserMigration function answers this. */
function firstSignIn(readings: Readings, response: object, more: WorldOptions = {}): Promise<string> {
  const { cognito, client } = migrationWorld(response, { readings, ...more });
  return outcomeOf(signIn(cognito, client));
}

/** As `firstSignIn`, with a function that throws. */
function failedFirstSignIn(readings: Readings, PreventUserExistenceErrors: 'LEGACY' | 'ENABLED') {
  const { cognito, pool, client } = migrationWorld({}, { readings, client: { PreventUserExistenceErrors } });
  cognito.functions[pool.lambdaConfig.UserMigration!] = () => {
    throw new Error('Try again');
  };
  return outcomeOf(signIn(cognito, client));
}

const QUESTIONS: Questions = {
  failedMigrationOnSignIn: {
    act: (readings) => failedFirstSignIn(readings, 'LEGACY'),
    outcomes: {
      UserNotFoundException: 'UserNotFoundException: UserMigration failed with error Try again.',
      UserLambdaValidationException:
        'UserLambdaValidationException: UserMigration failed with error Try again.',
    },
  },
  failedMigrationUnderEnabled: {
    act: (readings) => failedFirstSignIn(readings, 'ENABLED'),
    outcomes: {
      message: 'UserNotFoundException: UserMigration failed with error Try again.',
      generic: INCORRECT,
    },
  },
  usernameMatch: {
    act: (readings) => firstSignIn(readings, confirmed({ ...VERIFIED, username: 'ADA' })),
    outcomes: { exact: 'UserNotFoundException: Invalid username', 'case-insensitive': 'tokens' },
  },
  preferredUsernameEqualsUsername: {
    act: (readings) => firstSignIn(readings, confirmed({ preferred_username: 'ada' })),
    outcomes: { refused: UNKNOWN, accepted: 'tokens' },
  },
  retryOfTimedOutTrigger: {
    act: async (readings) => {
      const { cognito, client } = migrationWorld({}, { readings });
      let attempts = 0;
      const invoke = async () => {
        attempts += 1;
        return { kind: 'timed-out' } as const;
      };
      const call = initiateAuth({ ...cognito.services, functions: { invoke } });
      const AuthParameters = { USERNAME: 'ada', PASSWORD };
      await refusal(call({ ClientId: client.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }));
      return `${attempts} calls of the function`;
    },
    outcomes: { 'three-attempts': '3 calls of the function', 'one-attempt': '1 calls of the function' },
  },
  listUsersUsernameFilter: {
    act: async (readings) => {
      const cognito = testCognito(readings);
      const pool = addPool(cognito);
      addUser(cognito, pool);
      const find = (Filter: string) => listUsers(cognito.services)({ UserPoolId: pool.id, Filter });
      const pages = await Promise.all([find('username = "ADA"'), find('username ^= "AD"')]);
      return pages.map(({ Users = [] }) => `${Users.length} found`).join(', ');
    },
    outcomes: { 'case-sensitive': '0 found, 0 found', 'case-insensitive': '1 found, 1 found' },
  },
  explicitResetRequired: {
    act: (readings) => firstSignIn(readings, { userAttributes: VERIFIED, finalUserStatus: 'RESET_REQUIRED' }),
    outcomes: {
      refused: 'UserNotFoundException: Invalid finalUserStatus',
      accepted: 'PasswordResetRequiredException: Password reset required for the user',
    },
  },
  preSignUpOfMigratedUsers: {
    act: async (readings) => {
      const { cognito, pool, client } = migrationWorld(confirmed(VERIFIED), { readings });
      pool.lambdaConfig = { ...pool.lambdaConfig, PreSignUp: 'arn:guard' };
      cognito.functions['arn:guard'] = () => {
        throw new Error('Nobody gets in');
      };
      return outcomeOf(signIn(cognito, client));
    },
    outcomes: {
      called: 'UserLambdaValidationException: PreSignUp failed with error Nobody gets in.',
      'not-called': 'tokens',
    },
  },
  disabledUser: {
    act: (readings) => {
      const cognito = testCognito(readings);
      const pool = addPool(cognito);
      addUser(cognito, pool, { enabled: false });
      return outcomeOf(signIn(cognito, addClient(cognito, pool), 'ada', 'wrong'));
    },
    outcomes: {
      'before-password': 'NotAuthorizedException: User is disabled.',
      'after-password': INCORRECT,
    },
  },
  codeAskedFor: {
    act: async (readings) => {
      const cognito = testCognito(readings);
      const pool = addPool(cognito);
      const user = addUser(cognito, pool, {
        attributes: { email: 'ada@example.com', email_verified: 'true' },
      });
      const before = user.modifiedAt;
      cognito.clock.advanceBy(1_000);
      await forgotPassword(cognito.services)({
        ClientId: addClient(cognito, pool).clientId,
        Username: 'ada',
      });
      return `${user.modifiedAt - before} ms later`;
    },
    outcomes: { 'changes-date': '1000 ms later', 'changes-nothing': '0 ms later' },
  },
  attributesBeforeTokens: {
    act: async (readings) => {
      const cognito = testCognito(readings);
      const pool = addPool(cognito, {
        Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
        LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: 'arn:tokens', LambdaVersion: 'V1_0' } },
      });
      addUser(cognito, pool, { attributes: { email: 'ada@example.com', 'custom:plan': 'gold' } });
      let shown: readonly string[] = [];
      cognito.functions['arn:tokens'] = (event: { request: { userAttributes: object } }) => {
        shown = Object.keys(event.request.userAttributes);
        return event;
      };
      await signIn(cognito, addClient(cognito, pool, { ReadAttributes: ['email'] }));
      return shown.join(', ');
    },
    outcomes: {
      'readable-by-client': 'sub, cognito:user_status, email',
      all: 'sub, cognito:user_status, email, custom:plan',
    },
  },
  ...IMPORT_QUESTIONS,
};

const rows = Object.entries(QUESTIONS).map(([question, { act, outcomes }]) => ({ question, act, outcomes }));
const everyReading = rows.flatMap(({ question, act, outcomes }) =>
  Object.entries(outcomes).map(([reading, outcome]) => ({ question, reading, act, outcome })),
);

describe('an open question', () => {
  test.each(everyReading)('$question: $reading', async ({ question, reading, act, outcome }) => {
    expect(await act({ [question]: reading })).toBe(outcome);
  });

  test.each(rows)('$question is read harshly unless said otherwise', async ({ question, act, outcomes }) => {
    const harsher = new Map<string, string>(Object.entries(HARSHER_READINGS)).get(question);
    expect(await act({})).toBe(new Map(Object.entries(outcomes)).get(harsher ?? ''));
  });

  test.each(rows)('$question makes a difference', ({ outcomes }) => {
    const readings = Object.keys(outcomes);
    expect(readings.length).toBeGreaterThan(1);
    expect(new Set(Object.values(outcomes)).size).toBe(readings.length);
  });

  test('has a row here and no setting that is unknown here', () => {
    expect(rows.map(({ question }) => question).sort()).toEqual(Object.keys(HARSHER_READINGS).sort());
  });
});

describe('sandbox/README.md', () => {
  const readme = readFile(new URL('../../sandbox/README.md', import.meta.url), 'utf8');

  test.each(rows)(
    'names $question, its default and then what else it may be',
    async ({ question, outcomes }) => {
      const harsher = new Map<string, string>(Object.entries(HARSHER_READINGS)).get(question);
      const others = Object.keys(outcomes).filter((reading) => reading !== harsher);
      const row = (await readme).split('\n').find((line) => line.includes(`\`${question}\``));
      expect(row).toContain(
        `| \`${question}\` | \`${harsher}\` | ${others.map((reading) => `\`${reading}\``).join(', ')} |`,
      );
    },
  );

  test('names no setting that does not exist', async () => {
    const section = (await readme).split('## Open questions')[1]?.split('\n## ')[0] ?? '';
    const named = [...section.matchAll(/^\|[^\n]*?\| `(\w+)` \| `/gm)].map(([, setting]) => setting);
    expect(named.sort()).toEqual(Object.keys(HARSHER_READINGS).sort());
  });
});
