import type { Clock } from '../clock.ts';
import type { Stacks } from '../cloudformation/stacks.ts';
import type { ImportJobs } from '../import-jobs/import-jobs.ts';
import type { LambdaFunctions } from '../lambda/functions.ts';
import type { LogGroups } from '../logs/log-groups.ts';
import type { MetricData } from '../metrics/metric-data.ts';
import type { StepFunctions } from '../step-functions/step-functions.ts';
import type { Codes } from './codes.ts';
import type { ReadingsOfOpenQuestions } from './open-questions.ts';
import type { Outbox } from './outbox.ts';
import type { Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';
import type { UserPools } from './user-pools.ts';

/** Everything an operation may use; each one names the few it needs with `Pick`. */
export interface Services {
  readonly clock: Clock;
  readonly pools: UserPools;
  readonly codes: Codes;
  readonly outbox: Outbox;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly functions: LambdaFunctions;
  readonly importJobs: ImportJobs;
  readonly logs: LogGroups;
  readonly metrics: MetricData;
  readonly stacks: Stacks;
  readonly stepFunctions: StepFunctions;
  readonly readings: ReadingsOfOpenQuestions;
}

/**
 * One API operation: services first, then the request as the wire carries it. Shapes are the SDK's own types.
 * It throws `CognitoError` for what Cognito would refuse.
 */
export type Operation<Needs extends keyof Services, Input, Output> = (
  services: Pick<Services, Needs>,
) => (input: Input) => Promise<Output>;
