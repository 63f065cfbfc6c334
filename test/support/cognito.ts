import type {
  CreateUserPoolClientRequest,
  CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { FakeClock } from '../../sandbox/clock.ts';
import { Stacks } from '../../sandbox/cloudformation/stacks.ts';
import { clientSettings } from '../../sandbox/cognito/app-client-settings.ts';
import { Codes } from '../../sandbox/cognito/codes.ts';
import { CognitoError } from '../../sandbox/cognito/errors.ts';
import { newClientId, newClientSecret, newUserPool } from '../../sandbox/cognito/new-user-pool.ts';
import { HARSHER_READINGS, type ReadingsOfOpenQuestions } from '../../sandbox/cognito/open-questions.ts';
import { authenticationOperations } from '../../sandbox/cognito/operations/of-authentication.ts';
import { Outbox } from '../../sandbox/cognito/outbox.ts';
import type { Services } from '../../sandbox/cognito/services.ts';
import { Sessions } from '../../sandbox/cognito/sessions.ts';
import type { AppClient, User, UserPool } from '../../sandbox/cognito/state.ts';
import { Tokens } from '../../sandbox/cognito/tokens.ts';
import { newUser, UserPools } from '../../sandbox/cognito/user-pools.ts';
import { ImportJobs } from '../../sandbox/import-jobs/import-jobs.ts';
import { inProcessFunctions } from '../../sandbox/lambda/in-process.ts';
import { LogGroups } from '../../sandbox/logs/log-groups.ts';
import { MetricData } from '../../sandbox/metrics/metric-data.ts';
import { Topics } from '../../sandbox/sns/topics.ts';
import { StepFunctions } from '../../sandbox/step-functions/step-functions.ts';

type Operations = typeof authenticationOperations;
type Bound = { [Name in keyof Operations]: ReturnType<Operations[Name]> };

/** A Cognito without HTTP around it: its services, and the authentication operations bound to them. */
export interface TestCognito {
  readonly services: Services;
  readonly clock: FakeClock;
  readonly call: Bound;
  /** Functions by trigger ARN; a test may add and change them at any time. */
  readonly functions: Record<string, (event: never) => unknown>;
}

export const PASSWORD = 'Correct-Horse-7';

export const FLOWS: CreateUserPoolClientRequest['ExplicitAuthFlows'] = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

export function testCognito(readings: Partial<ReadingsOfOpenQuestions> = {}): TestCognito {
  const clock = new FakeClock();
  const allReadings = { ...HARSHER_READINGS, ...readings };
  const pools = new UserPools({
    clock,
    region: 'eu-west-1',
    accountId: '123456789012',
    readings: allReadings,
  });
  const outbox = new Outbox();
  const functions: TestCognito['functions'] = {};
  const logs = new LogGroups({ clock });
  const services: Services = {
    clock,
    pools,
    outbox,
    codes: new Codes({ clock, outbox }),
    sessions: new Sessions({ clock }),
    tokens: new Tokens({ clock, pools }),
    functions: inProcessFunctions(functions),
    importJobs: new ImportJobs({
      ...{ clock, pools, logs, readings: allReadings },
      ...{ region: pools.region, accountId: pools.accountId },
      origin: () => 'http://localhost',
      settings: { pace: 'by-hand' },
      mayLog: () => true,
      mayCreateUser: () => true,
    }),
    logs,
    metrics: new MetricData({ lines: [] }),
    stacks: new Stacks({ clock, region: pools.region, accountId: pools.accountId }),
    stepFunctions: new StepFunctions({
      ...{ clock, region: pools.region, accountId: pools.accountId },
      topics: new Topics({ clock }),
    }),
    readings: allReadings,
  };
  const call = Object.fromEntries(
    Object.entries(authenticationOperations).map(([name, operation]) => [name, operation(services)]),
  ) as unknown as Bound;
  return { services, clock, call, functions };
}

export function addPool(
  { services, clock }: TestCognito,
  request: Partial<CreateUserPoolRequest> = {},
): UserPool {
  const pool = newUserPool(
    { clock, region: services.pools.region, accountId: services.pools.accountId },
    { PoolName: 'test', AutoVerifiedAttributes: ['email'], ...request },
  );
  services.pools.add(pool);
  return pool;
}

export function addClient(
  { services, clock }: TestCognito,
  pool: UserPool,
  request: Partial<CreateUserPoolClientRequest> = {},
): AppClient {
  const client: AppClient = {
    clientId: newClientId(),
    clientName: 'test',
    ...(request.GenerateSecret && { clientSecret: newClientSecret() }),
    ...clientSettings(pool, {
      UserPoolId: pool.id,
      ExplicitAuthFlows: FLOWS,
      PreventUserExistenceErrors: 'LEGACY',
      ...request,
    }),
    createdAt: clock.now(),
  };
  services.pools.addClient(pool, client);
  return client;
}

/** Ada, confirmed, with the password `PASSWORD`, unless `init` says otherwise. */
export function addUser(
  { services, clock }: TestCognito,
  pool: UserPool,
  init: Partial<Omit<User, 'attributes'>> & { attributes?: Record<string, string> } = {},
): User {
  const { attributes = { email: 'ada@example.com', email_verified: 'true' }, ...rest } = init;
  const user = newUser(clock, {
    username: 'ada',
    status: 'CONFIRMED',
    password: PASSWORD,
    ...rest,
    attributes: new Map(Object.entries(attributes)),
  });
  services.pools.addUser(pool, user);
  return user;
}

/** A password sign-in through InitiateAuth. */
export const signIn = (
  { call }: TestCognito,
  client: AppClient,
  USERNAME = 'ada',
  password = PASSWORD,
  extra: { ClientMetadata?: Record<string, string>; SECRET_HASH?: string } = {},
) =>
  call.InitiateAuth({
    ClientId: client.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: {
      USERNAME,
      PASSWORD: password,
      ...(extra.SECRET_HASH !== undefined && { SECRET_HASH: extra.SECRET_HASH }),
    },
    ...(extra.ClientMetadata && { ClientMetadata: extra.ClientMetadata }),
  });

/** What a refused call says, as `<exception>: <message>`; fails if it is not refused. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CognitoError) return `${error.name}: ${error.message}`;
    throw error;
  }
  throw new Error('The call was not refused.');
}

/** Makes one event-eating function of the pool's trigger, and remembers the events. */
export function onTrigger<Event = Record<string, never>>(
  cognito: TestCognito,
  pool: UserPool,
  trigger:
    | 'PreSignUp'
    | 'PreAuthentication'
    | 'PostAuthentication'
    | 'PostConfirmation'
    | 'PreTokenGeneration'
    | 'UserMigration',
  handler: (event: Event) => unknown,
): Event[] {
  const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${trigger}`;
  const events: Event[] = [];
  pool.lambdaConfig = { ...pool.lambdaConfig, [trigger]: arn };
  cognito.functions[arn] = (event: never) => {
    events.push(structuredClone(event));
    return handler(event);
  };
  return events;
}
