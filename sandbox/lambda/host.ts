import { ExecutionEnvironments } from './execution-environments.ts';
import type { FunctionDefinition, LambdaPermission } from './function-definition.ts';
import type { InvokeOptions, InvokeResult, LambdaFunctions } from './functions.ts';
import { permits } from './resource-policy.ts';

/** Something that a function wrote, as its log group would have received it. */
export interface LogLine {
  readonly functionName: string;
  /** Of the invocation under way; empty while the code is being loaded. */
  readonly requestId: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface LambdaHostOptions {
  /** How many copies of one function may run at once; further invocations wait for one. @default 10 */
  readonly maximumEnvironments?: number;
}

interface DeployedFunction {
  readonly definition: FunctionDefinition;
  readonly permissions: LambdaPermission[];
  readonly environments: ExecutionEnvironments;
}

/** The service that invokes triggers. */
const COGNITO = 'cognito-idp.amazonaws.com';

/** Runs functions as AWS Lambda does: each with its own environment, in threads of its own, JSON in and out. */
export class LambdaHost implements LambdaFunctions {
  readonly #functions = new Map<string, DeployedFunction>();
  readonly #logs: LogLine[] = [];
  readonly #maximumEnvironments: number;
  readonly #invocations = new Map<string, number>();

  constructor({ maximumEnvironments = 10 }: LambdaHostOptions = {}) {
    this.#maximumEnvironments = maximumEnvironments;
  }

  /** Everything that all functions wrote, in the order of writing. */
  get logs(): readonly LogLine[] {
    return this.#logs;
  }

  /** How often a trigger was invoked: retries count, refusals by the resource policy do not. */
  get invocations(): number {
    return [...this.#invocations.values()].reduce((sum, count) => sum + count, 0);
  }

  /** How often one function was invoked as a trigger. */
  invocationsOf(functionArn: string): number {
    return this.#invocations.get(functionArn) ?? 0;
  }

  /** @throws Error if the ARN is taken. */
  create(definition: FunctionDefinition): void {
    const { functionArn, functionName } = definition;
    if (this.#functions.has(functionArn)) throw new Error(`Function already exist: ${functionName}`);
    const environments = new ExecutionEnvironments(
      definition,
      (line) => this.#logs.push({ functionName, ...line }),
      this.#maximumEnvironments,
    );
    this.#functions.set(functionArn, { definition, permissions: [], environments });
  }

  /** Lets a service invoke the function. @throws Error if there is no such function. */
  addPermission(functionArn: string, permission: LambdaPermission): void {
    this.#deployed(functionArn).permissions.push(permission);
  }

  /** As Cognito invokes a trigger; the function's resource policy must let it in. */
  async invoke(functionArn: string, payload: unknown, options: InvokeOptions): Promise<InvokeResult> {
    const deployed = this.#functions.get(functionArn);
    const caller = { service: COGNITO, sourceArn: options.sourceArn };
    if (!deployed || !permits(deployed.permissions, caller)) return { kind: 'not-permitted' };
    this.#invocations.set(functionArn, this.invocationsOf(functionArn) + 1);
    return deployed.environments.run(payload, options.timeoutMs);
  }

  /** As an administrator invokes a function: no resource policy, no limit but the function's own. */
  async invokeDirectly(functionArn: string, payload: unknown): Promise<InvokeResult> {
    return this.#deployed(functionArn).environments.run(payload);
  }

  /** Ends the invocations of a function that are under way: they end as crashed, with part of their work done. */
  async kill(functionArn: string): Promise<void> {
    await this.#deployed(functionArn).environments.kill();
  }

  /** Ends every thread; invocations under way end as crashed. */
  async close(): Promise<void> {
    await Promise.all([...this.#functions.values()].map(({ environments }) => environments.close()));
    this.#functions.clear();
  }

  #deployed(functionArn: string): DeployedFunction {
    const deployed = this.#functions.get(functionArn);
    if (!deployed) throw new Error(`Function not found: ${functionArn}`);
    return deployed;
  }
}
