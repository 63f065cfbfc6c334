import type { Server } from 'node:http';
import { type Clock, systemClock } from './clock.ts';
import { authorizeStacks } from './cloudformation/authorization.ts';
import { Stacks } from './cloudformation/stacks.ts';
import { Codes } from './cognito/codes.ts';
import { HARSHER_READINGS, type ReadingsOfOpenQuestions } from './cognito/open-questions.ts';
import { Outbox } from './cognito/outbox.ts';
import type { Services } from './cognito/services.ts';
import { Sessions } from './cognito/sessions.ts';
import { Tokens } from './cognito/tokens.ts';
import { UserPools } from './cognito/user-pools.ts';
import { ImportJobs } from './import-jobs/import-jobs.ts';
import { mayWriteLogs } from './import-jobs/logs-role.ts';
import type { ImportJobSettings } from './import-jobs/settings.ts';
import type { LambdaFunctions } from './lambda/functions.ts';
import { authorizeLogs } from './logs/authorization.ts';
import { LogGroups } from './logs/log-groups.ts';
import { authorizeMetrics } from './metrics/authorization.ts';
import { MetricData } from './metrics/metric-data.ts';
import { S3 } from './s3/s3.ts';
import { accessKeyIdOf, authorize } from './server/authorization.ts';
import { type Answer, type Call, createServer } from './server/http.ts';
import { Interference } from './server/interference.ts';
import { Principals } from './server/principals.ts';
import { type Notification, Topics } from './sns/topics.ts';
import { authorizeStates } from './step-functions/authorization.ts';
import type { WaitTimes } from './step-functions/pace.ts';
import { StepFunctions } from './step-functions/step-functions.ts';

export interface SandboxOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** @default eu-west-1 */
  readonly region?: string;
  /** @default 111122223333 */
  readonly accountId?: string;
  /** @default the system's time */
  readonly clock?: Clock;
  /** How to read what AWS's documentation leaves open. @default HARSHER_READINGS */
  readonly readings?: Partial<ReadingsOfOpenQuestions>;
  /** What triggers call. @default no functions */
  readonly functions?: LambdaFunctions;
  /** Access keys with limited rights; every other key is an administrator's. @default none */
  readonly principals?: Principals;
  /** How import jobs run. @default DEFAULT_IMPORT_JOB_SETTINGS */
  readonly importJobs?: Partial<ImportJobSettings>;
  /** How long state machines wait. @default 1, as long as they say */
  readonly waitTimes?: WaitTimes;
}

/** One call of the API, without its contents: they may hold a password. */
export interface LoggedCall {
  readonly operation: string;
  /** Absent where neither the request nor its app client names a pool. */
  readonly userPoolId?: string;
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number;
  /** Absent while the call is under way. */
  readonly answer?: LoggedAnswer;
}

/** What became of a call, again without its contents. */
export type LoggedAnswer =
  | { readonly kind: 'answered'; readonly challenge?: string }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string }
  | { readonly kind: 'dropped' };

/** A Cognito of one account and Region, listening on this machine. */
export interface Sandbox {
  /** For example `http://127.0.0.1:49152`; give it to an SDK client as `endpoint`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly services: Services;
  readonly interference: Interference;
  readonly principals: Principals;
  /** Its address is `s3.endpoint`. */
  readonly s3: S3;
  readonly stepFunctions: StepFunctions;
  /** What `deploy()` deployed, as CloudFormation tells of it. */
  readonly stacks: Stacks;
  readonly topics: Topics;
  /** What was published to any topic. */
  readonly notifications: readonly Notification[];
  /** Every call so far, refused ones too. */
  readonly requests: readonly LoggedCall[];
  close(): Promise<void>;
}

const NO_FUNCTIONS: LambdaFunctions = { invoke: async () => ({ kind: 'not-permitted' }) };

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { region = 'eu-west-1', accountId = '111122223333', clock = systemClock } = options;
  const interference = new Interference({ clock });
  const principals = options.principals ?? new Principals();
  const origin = (): string => `http://127.0.0.1:${portOf(server)}`;
  const account = { region, accountId, clock };
  const s3 = new S3({ clock, principals });
  const topics = new Topics({ clock });
  const services = servicesOf(options, { ...account, interference, principals, origin, topics });
  const { stepFunctions, stacks } = services;
  const requests: LoggedCall[] = [];
  const server = createServer({
    services,
    interference,
    s3Endpoint: () => s3.endpoint,
    onCall: (call) => {
      const logged: { -readonly [Key in keyof LoggedCall]: LoggedCall[Key] } = loggedCall(services, call);
      requests.push(logged);
      return (answer) => {
        logged.answer = loggedAnswer(answer);
      };
    },
    authorize: ({ service, operation, input, authorizationHeader }) => {
      const request = { operation, input, accessKeyId: accessKeyIdOf(authorizationHeader) };
      if (service === 'logs') authorizeLogs(request, principals, account);
      else if (service === 'states') authorizeStates(request, principals);
      else if (service === 'cloudwatch') authorizeMetrics(request, principals);
      else if (service === 'cloudformation') authorizeStacks(request, principals, stacks);
      else authorize(request, principals);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  await s3.listen();
  return {
    endpoint: origin(),
    region,
    accountId,
    services,
    interference,
    principals,
    s3,
    stepFunctions,
    stacks,
    topics,
    notifications: topics.notifications,
    requests,
    close: async () => {
      await stepFunctions.close();
      await s3.close();
      await new Promise<void>((resolve, reject) => {
        services.importJobs.close();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}

function servicesOf(
  options: SandboxOptions,
  account: {
    region: string;
    accountId: string;
    clock: Clock;
    interference: Interference;
    principals: Principals;
    origin: () => string;
    topics: Topics;
  },
): Services {
  const { clock, interference, principals } = account;
  const readings = { ...HARSHER_READINGS, ...options.readings };
  const pools = new UserPools({ ...account, readings });
  const outbox = new Outbox();
  const logs = new LogGroups({ clock });
  const functions = options.functions ?? NO_FUNCTIONS;
  return {
    clock,
    pools,
    outbox,
    codes: new Codes({ clock, outbox }),
    sessions: new Sessions({ clock }),
    tokens: new Tokens({ clock, pools }),
    functions,
    importJobs: new ImportJobs({
      ...account,
      pools,
      logs,
      readings,
      settings: options.importJobs ?? {},
      mayLog: (roleArn, logGroupName) => mayWriteLogs(principals.role(roleArn), { ...account, logGroupName }),
      mayCreateUser: () => interference.take('UserCreation'),
    }),
    logs,
    metrics: new MetricData({ lines: functions.logs ?? [] }),
    stacks: new Stacks(account),
    stepFunctions: new StepFunctions({
      ...account,
      ...(options.waitTimes !== undefined && { waitTimes: options.waitTimes }),
    }),
    readings,
  };
}

function loggedCall({ clock, pools }: Services, { operation, input }: Call): LoggedCall {
  const userPoolId = member(input, 'UserPoolId') ?? poolOfClient(pools, member(input, 'ClientId'));
  return { operation, at: clock.now(), ...(userPoolId !== undefined && { userPoolId }) };
}

function loggedAnswer(answer: Answer): LoggedAnswer {
  switch (answer.kind) {
    case 'dropped':
      return { kind: 'dropped' };
    case 'refused':
      return { kind: 'refused', name: answer.error.name, message: answer.error.message };
    case 'answered': {
      const challenge = member(answer.output, 'ChallengeName');
      return { kind: 'answered', ...(challenge !== undefined && { challenge }) };
    }
  }
}

function poolOfClient(pools: UserPools, clientId: string | undefined): string | undefined {
  for (const pool of pools.all()) if (clientId !== undefined && pool.clients.has(clientId)) return pool.id;
  return undefined;
}

function member(input: unknown, name: string): string | undefined {
  const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
