import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { InvokeResult } from '../lambda/functions.ts';
import type { PolicyStatement } from '../server/principals.ts';
import type { Topics } from '../sns/topics.ts';
import type { Definition } from './definition.ts';
import { type Engine, loadEngine } from './engine.ts';
import {
  executionAlreadyExists,
  executionDoesNotExist,
  invalidInput,
  invalidName,
  stateMachineDoesNotExist,
} from './errors.ts';
import { Execution } from './execution.ts';
import { WorkflowInterference } from './interference.ts';
import type { WaitTimes } from './pace.ts';
import { refuseUnsupported } from './supported.ts';
import { LARGEST_PAYLOAD } from './task-error.ts';
import { runTask } from './tasks/run-task.ts';
import type { TaskServices } from './tasks/task.ts';

export interface StepFunctionsOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly topics: Topics;
  /** @default 1, as long as they say */
  readonly waitTimes?: WaitTimes;
}

/** A state machine as it was created. */
export interface NewStateMachine {
  readonly name: string;
  /** In the Amazon States Language. */
  readonly definition: string;
  readonly roleArn: string;
  /** Asked at every task, because a policy may be attached to the role later. */
  readonly statements: () => readonly PolicyStatement[];
  /** Invokes a function, whose resource policy is not asked. @throws Error if there is no such function */
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvokeResult>;
}

export interface StateMachine extends NewStateMachine {
  readonly arn: string;
  readonly creationDate: Date;
}

interface Deployed {
  readonly stateMachine: StateMachine;
  readonly definition: Definition;
  readonly executions: Execution[];
}

/** Standard workflows on `aws-local-stepfunctions`. */
export class StepFunctions {
  readonly interference = new WorkflowInterference();
  /** May be changed at any time; an execution keeps what it was started with. */
  waitTimes: WaitTimes;
  readonly #options: StepFunctionsOptions;
  readonly #deployed = new Map<string, Deployed>();
  readonly #executions = new Map<string, Execution>();
  #engine: Promise<Engine> | undefined;

  constructor(options: StepFunctionsOptions) {
    this.#options = options;
    this.waitTimes = options.waitTimes ?? 1;
  }

  get stateMachines(): readonly StateMachine[] {
    return [...this.#deployed.values()].map(({ stateMachine }) => stateMachine);
  }

  /**
   * @returns its ARN
   * @throws Error for a definition that is not valid, or that would run otherwise here than in AWS
   */
  async createStateMachine(init: NewStateMachine): Promise<string> {
    const { region, accountId, clock } = this.#options;
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${init.name}`;
    if (this.#deployed.has(arn)) throw new Error(`State Machine Already Exists: '${arn}'`);
    const definition: Definition = JSON.parse(init.definition);
    (await this.#loaded()).validate(definition);
    refuseUnsupported(definition);
    const stateMachine = { ...init, arn, creationDate: new Date(clock.now()) };
    this.#deployed.set(arn, { stateMachine, definition, executions: [] });
    return arn;
  }

  /** @throws CognitoError StateMachineDoesNotExist */
  stateMachine(arn: string): StateMachine {
    return this.#find(arn).stateMachine;
  }

  /** Newest first. @throws CognitoError StateMachineDoesNotExist */
  executionsOf(stateMachineArn: string): readonly Execution[] {
    return [...this.#find(stateMachineArn).executions].reverse();
  }

  /** @throws CognitoError ExecutionDoesNotExist */
  execution(arn: string): Execution {
    const execution = this.#executions.get(arn);
    if (!execution) throw executionDoesNotExist(arn);
    return execution;
  }

  /**
   * @throws CognitoError StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidName, InvalidExecutionInput
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  async startExecution(
    stateMachineArn: string,
    { name = randomUUID(), input = '{}' }: { name?: string | undefined; input?: string | undefined } = {},
  ): Promise<Execution> {
    const engine = await this.#loaded();
    const { stateMachine, definition, executions } = this.#find(stateMachineArn);
    if (!NAME.test(name)) throw invalidName(name);
    checkInput(input);
    const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const earlier = this.#executions.get(arn);
    if (earlier?.status === 'RUNNING' && earlier.options.input === input) return earlier;
    if (earlier) throw executionAlreadyExists(arn);
    const services = this.#taskServices(stateMachine, name);
    const execution = new Execution({
      ...{ arn, name, input, stateMachine, definition, engine },
      clock: this.#options.clock,
      waitTimes: this.waitTimes,
      interference: this.interference,
      runTask: (resource, payload) => runTask(services, resource, payload),
    });
    this.#executions.set(arn, execution);
    executions.push(execution);
    return execution;
  }

  /** Aborts what is under way. */
  async close(): Promise<void> {
    for (const execution of this.#executions.values()) execution.abort();
    await Promise.all([...this.#executions.values()].map(({ ended }) => ended));
  }

  #loaded(): Promise<Engine> {
    this.#engine ??= loadEngine();
    return this.#engine;
  }

  #find(arn: string): Deployed {
    const deployed = this.#deployed.get(arn);
    if (!deployed) throw stateMachineDoesNotExist(arn);
    return deployed;
  }

  #taskServices({ roleArn, statements, invoke }: StateMachine, session: string): TaskServices {
    const { region, accountId, topics } = this.#options;
    const arn = `arn:aws:sts::${accountId}:assumed-role/${roleArn.split('/').at(-1)}/${session}`;
    return {
      region,
      accountId,
      topics,
      invoke,
      principal: { arn, statements },
      interference: this.interference,
    };
  }
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_RequestSyntax */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

function checkInput(input: string): void {
  try {
    JSON.parse(input);
  } catch (error) {
    throw invalidInput(error instanceof Error ? error.message : String(error));
  }
  if (Buffer.byteLength(input) > LARGEST_PAYLOAD) throw invalidInput('The input is too large');
}
