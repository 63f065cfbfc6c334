import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BACKFILL_ENVIRONMENT_VARIABLES as NAMES } from '../handlers/runtime/backfill-environment-variables.ts';
import type { BackfillStorage } from './backfill-storage.ts';
import { observabilityEnvironment } from './function-environment.ts';
import { createLambdaFunction } from './lambda-function.ts';
import { grantOldPoolActions } from './old-pool-access.ts';
import type { BackfillSettings } from './settings/backfill.ts';
import type { OldPoolSettings } from './settings/old-pool.ts';
import { acceptWildcard } from './wildcard-finding.ts';

/** What the functions of the workflow share. */
export interface BackfillFunctionsProps {
  /** The pool that people come to. */
  readonly userPool: IUserPool;
  /** The pool that people leave. */
  readonly oldPool: OldPoolSettings;
  /** What the rules of the migration need in their environment: the same as the trigger has. */
  readonly rulesEnvironment: Readonly<Record<string, string>>;
  /** @default exclude */
  readonly disabledUsers: BackfillSettings['disabledUsers'];
  readonly storage: BackfillStorage;
  readonly logGroup: LogGroup;
  /** The role with which Cognito writes the logs of import jobs. */
  readonly importLogsRole: Role;
}

/** What a function may do and know, beside the objects of runs. */
interface FunctionNeeds {
  readonly description: string;
  /** @default 15, the most that Lambda allows */
  readonly minutes?: number;
  /** In MB; CPU comes with it. @default 1024 */
  readonly memory?: number;
  /** Whether it applies the rules of the migration. @default false */
  readonly rules?: boolean;
  /** Calls to the old pool. @default none */
  readonly oldPool?: readonly string[];
  /** Calls to the new pool. @default none */
  readonly newPool?: readonly string[];
  /** @default neither */
  readonly lock?: 'take' | 'release';
  /** Whether it hands Cognito the role for import logs, or reads what Cognito wrote. @default neither */
  readonly importLogs?: 'hand-over' | 'read';
}

const NEEDS = {
  plan: {
    description: 'Plans a backfill: checks the input, takes the lock, divides the work.',
    minutes: 2,
    rules: true,
    oldPool: ['DescribeUserPool', 'ListUsers'],
    newPool: ['DescribeUserPool', 'GetCSVHeader', 'ListUsers'],
    lock: 'take',
  },
  'list-new-pool': {
    description: 'Lists the new pool: who has moved, and which names are taken.',
    rules: true,
    newPool: ['ListUsers'],
  },
  'list-old-pool': {
    description: 'Lists the old pool: its users and their names.',
    rules: true,
    oldPool: ['ListUsers'],
  },
  'look-up-people': {
    description: 'Looks at people one by one: in a pilot, or for their second factors.',
    rules: true,
    oldPool: ['AdminGetUser', 'ListUsers'],
    newPool: ['AdminGetUser'],
  },
  'resolve-names': {
    description: 'Finds out who else claims or holds a name.',
    // All names of a partition are joined in memory: with 40 million users, over a million.
    memory: 3008,
    rules: true,
  },
  'settle-shard': {
    description: 'Decides about each user: a row of an import file, or why not.',
    // Two cores: one for the rules, one for the streams.
    memory: 1769,
    rules: true,
  },
  'assemble-files': { description: 'Joins rows into import files.', memory: 1769 },
  'start-import': {
    description: 'Creates an import job, uploads its file, starts it.',
    newPool: ['CreateUserImportJob', 'DescribeUserImportJob', 'ListUserImportJobs', 'StartUserImportJob'],
    importLogs: 'hand-over',
  },
  'check-import': {
    description: 'Looks whether an import job is over.',
    minutes: 2,
    memory: 512,
    newPool: ['DescribeUserImportJob'],
  },
  'reconcile-import': {
    description: 'Reads what an import job did with each user.',
    // The lines of half a million users are read before the first is believed.
    memory: 1769,
    newPool: ['AdminGetUser', 'DescribeUserPool'],
    importLogs: 'read',
  },
  'disable-users': {
    description: 'Disables those whom the old pool had disabled.',
    newPool: ['AdminDisableUser', 'AdminGetUser'],
  },
  report: { description: 'Writes the report and releases the lock.', memory: 1769, lock: 'release' },
} as const satisfies Record<string, FunctionNeeds>;

/** A function of the workflow, by the name of its file in `handlers/backfill/`. */
export type BackfillStep = keyof typeof NEEDS;

const pascal = (step: string): string =>
  step.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The functions of the workflow, each with a role of its own. */
export class BackfillFunctions extends Construct {
  readonly #props: BackfillFunctionsProps;
  readonly #functions = new Map<BackfillStep, NodejsFunction>();

  constructor(scope: Construct, id: string, props: BackfillFunctionsProps) {
    super(scope, id);
    this.#props = props;
    for (const step of Object.keys(NEEDS).filter(isStep)) {
      this.#functions.set(step, this.createFunction(step, NEEDS[step]));
    }
  }

  /** The function of a step. */
  of(step: BackfillStep): NodejsFunction {
    const found = this.#functions.get(step);
    if (found === undefined) throw new Error(`The backfill has no function ${step}`);
    return found;
  }

  get all(): readonly NodejsFunction[] {
    return [...this.#functions.values()];
  }

  private createFunction(step: BackfillStep, needs: FunctionNeeds): NodejsFunction {
    const { oldPool, logGroup } = this.#props;
    const { description, minutes = 15, memory = 1024 } = needs;
    const created = createLambdaFunction(this, pascal(step), {
      description,
      entry: `handlers/backfill/${step}.ts`,
      timeout: Duration.minutes(minutes),
      memorySize: memory,
      role: this.createRole(step, needs),
      logGroup,
      environment: this.environmentOf(needs),
      oldPool,
    });
    if (needs.oldPool !== undefined) grantOldPoolActions(this, oldPool, created, needs.oldPool.map(cognito));
    return created;
  }

  private environmentOf({ rules = false, newPool = [], lock, importLogs }: FunctionNeeds) {
    const { userPool, rulesEnvironment, disabledUsers, storage, importLogsRole } = this.#props;
    const plans = lock === 'take';
    return {
      ...observabilityEnvironment(this),
      ...(rules ? rulesEnvironment : {}),
      [NAMES.bucket]: storage.bucket.bucketName,
      ...(newPool.length === 0 ? {} : { [NAMES.newUserPoolId]: userPool.userPoolId }),
      ...(plans ? { [NAMES.disabledUsers]: disabledUsers } : {}),
      ...(importLogs === 'hand-over' || plans ? { [NAMES.importLogsRoleArn]: importLogsRole.roleArn } : {}),
    };
  }

  private createRole(step: BackfillStep, needs: FunctionNeeds): Role {
    const { userPool, storage, logGroup, importLogsRole } = this.#props;
    const role = new Role(this, `${pascal(step)}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    storage.grantRuns(role);
    if (needs.lock === 'take') storage.grantLock(role);
    if (needs.lock === 'release') storage.grantRelease(role);
    if (needs.newPool !== undefined) {
      role.addToPolicy(
        new PolicyStatement({ actions: needs.newPool.map(cognito), resources: [userPool.userPoolArn] }),
      );
    }
    if (needs.importLogs === 'hand-over') importLogsRole.grantPassRole(role);
    if (needs.importLogs === 'read') this.grantImportLogs(role);
    return role;
  }

  /** The log groups of import jobs carry the pool's name, and Cognito makes them. */
  private grantImportLogs(role: Role): void {
    const logGroups = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `/aws/cognito/userpools/${this.#props.userPool.userPoolId}/*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    role.addToPolicy(new PolicyStatement({ actions: ['logs:GetLogEvents'], resources: [logGroups] }));
    acceptWildcard(
      role,
      logGroups,
      'Log streams of import jobs are named after jobs, which do not exist yet; the group is that of this pool only.',
    );
  }
}

const isStep = (step: string): step is BackfillStep => Object.hasOwn(NEEDS, step);
const cognito = (operation: string): string => `cognito-idp:${operation}`;
