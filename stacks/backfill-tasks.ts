import { Duration } from 'aws-cdk-lib';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IChainable, State } from 'aws-cdk-lib/aws-stepfunctions';
import {
  Fail,
  JitterType,
  JsonPath,
  Map as MapState,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { BackfillFunctions, BackfillStep } from './backfill-functions.ts';

/**
 * Lambda had no place for the invocation, or trouble of its own. Six tries with doubled waits, 2 + 4 + ... + 64 s,
 * last two minutes.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
const SERVICE_RETRY = {
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  interval: Duration.seconds(2),
  maxAttempts: 6,
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
};

/**
 * What is not worth another try: the input was wrong, the count does not add up and would not the next time, or
 * somebody has to do something first.
 */
const NO_RETRY = {
  errors: [
    'PilotUnknown',
    'ListingTooShort',
    'TotalsDoNotAddUp',
    'ObjectMissing',
    'ImportHalted',
    'ResumeNeeded',
    'SettingsChanged',
  ],
  maxAttempts: 0,
};

/**
 * Anything else, a function that was killed or ran out of time among it: every step goes on from its last
 * checkpoint. Cognito was tried many times by then; 10 + 30 + 90 s bridge a short outage.
 */
const STEP_RETRY = {
  errors: ['States.ALL'],
  interval: Duration.seconds(10),
  maxAttempts: 3,
  backoffRate: 3,
};

/** SNS is tried a few times; a message that does not go out fails no run. */
const NOTIFY_RETRY = {
  errors: ['States.ALL'],
  interval: Duration.seconds(2),
  maxAttempts: 3,
  backoffRate: 2,
};

/** Beyond the function's own time limit, so that Lambda says what happened. */
const TASK_GRACE = Duration.minutes(1);

const timeoutOf = (handler: NodejsFunction): Duration =>
  (handler.timeout ?? Duration.minutes(15)).plus(TASK_GRACE);

/** Everything, with its name and its cause. */
const CATCH = { errors: ['States.ALL'], resultPath: '$.failure' };

/** What the states of the workflow call, and where they publish. */
export interface BackfillTasksProps {
  readonly functions: BackfillFunctions;
  readonly topic: ITopic;
}

/** What a task is handed and where its result goes. */
interface TaskIo {
  /** @default the whole state */
  readonly payload?: Readonly<Record<string, string>>;
  /** @default - the result replaces the state */
  readonly resultPath?: string;
  /** @default - the whole result */
  readonly resultSelector?: Readonly<Record<string, string>>;
}

/** The states that do something: how each is tried again, and what happens if it cannot be done. */
export class BackfillTasks {
  readonly #scope: Construct;
  readonly #props: BackfillTasksProps;

  constructor(scope: Construct, props: BackfillTasksProps) {
    this.#scope = scope;
    this.#props = props;
  }

  /** A function of the workflow, with nobody to catch what it throws. */
  invoke(id: string, step: BackfillStep, { payload, resultPath, resultSelector }: TaskIo = {}): LambdaInvoke {
    const handler = this.#props.functions.of(step);
    const task = new LambdaInvoke(this.#scope, id, {
      lambdaFunction: handler,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(timeoutOf(handler)),
      ...(payload === undefined ? {} : { payload: TaskInput.fromObject(payload) }),
      ...(resultPath === undefined ? {} : { resultPath }),
      ...(resultSelector === undefined ? {} : { resultSelector: { ...resultSelector } }),
    });
    task.addRetry(SERVICE_RETRY).addRetry(NO_RETRY).addRetry(STEP_RETRY);
    return task;
  }

  /** A function; what it cannot do goes to `failure`. */
  task(id: string, step: BackfillStep, failure: IChainable, io: TaskIo): LambdaInvoke {
    const task = this.invoke(id, step, io);
    task.addCatch(failure, CATCH);
    return task;
  }

  /**
   * Does the same for each item; what cannot be done for one of them goes to `failure`. What the items end with is
   * thrown away, but only after Step Functions has put it together, of which it allows 256 KB: it must be little.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
   * @param process the states for one item, from what fails the item, its error and its cause kept.
   */
  forEach(
    id: string,
    { failure, ...props }: ForEachProps,
    process: (itemFailed: IChainable) => IChainable,
  ): MapState {
    const map = new MapState(this.#scope, id, { ...props, resultPath: JsonPath.DISCARD });
    map.addCatch(failure, CATCH);
    const itemFailed = new Fail(this.#scope, `${id}ItemFailed`, {
      errorPath: JsonPath.stringAt('$.failure.Error'),
      causePath: JsonPath.stringAt('$.failure.Cause'),
    });
    map.itemProcessor(process(itemFailed));
    return map;
  }

  /** A message; whether it goes out or not, the run goes on to `then`. */
  notify(id: string, from: string, then: State): IChainable {
    const publish = new SnsPublish(this.#scope, id, {
      topic: this.#props.topic,
      subject: JsonPath.stringAt(`${from}.subject`),
      message: TaskInput.fromJsonPathAt(`${from}.message`),
      resultPath: JsonPath.DISCARD,
      taskTimeout: Timeout.duration(Duration.minutes(1)),
    });
    publish.addRetry(NOTIFY_RETRY);
    publish.addCatch(then, { errors: ['States.ALL'], resultPath: '$.notifyFailure' });
    return publish.next(then);
  }
}

interface ForEachProps {
  readonly itemsPath: string;
  readonly maxConcurrency: number;
  readonly itemSelector: Readonly<Record<string, string>>;
  readonly failure: IChainable;
}
