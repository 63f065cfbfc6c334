import type { IChainable, State } from 'aws-cdk-lib/aws-stepfunctions';
import {
  Choice,
  Condition,
  Fail,
  JsonPath,
  type Map as MapState,
  Pass,
  Result,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { LOOK_UPS_AT_ONCE } from '../migration/backfill/shards.ts';
import type { BackfillStep } from './backfill-functions.ts';
import type { BackfillTasksProps } from './backfill-tasks.ts';
import { BackfillTasks } from './backfill-tasks.ts';

/** Shards and partitions at a time: they wait for S3 more than they compute. */
const PARALLEL = 8;

/** Items of a map over the shards. */
const OF_SHARDS = {
  itemsPath: '$.run.shards',
  itemSelector: { 'runId.$': '$.run.runId', 'shard.$': '$$.Map.Item.Value' },
};

/**
 * The states of the backfill. Between them travel keys and counts; what is listed and written stays in the bucket.
 * State names are unique, also inside of the maps.
 */
class Workflow {
  readonly #scope: Construct;
  readonly #tasks: BackfillTasks;
  /** Where everything that fails ends up. */
  readonly #failure: IChainable & State;

  constructor(scope: Construct, props: BackfillTasksProps) {
    this.#scope = scope;
    this.#tasks = new BackfillTasks(scope, props);
    this.#failure = this.#failed();
  }

  start(): IChainable {
    const begin = new Pass(this.#scope, 'Begin', {
      parameters: {
        'execution.$': '$$.Execution.Id',
        'executionName.$': '$$.Execution.Name',
        'startedAt.$': '$$.Execution.StartTime',
        'options.$': '$',
      },
    });
    const plan = this.#tasks.task('Plan', 'plan', this.#failure, { resultPath: '$.run' });
    return begin
      .next(plan)
      .next(
        new Choice(this.#scope, 'MayItRun')
          .when(Condition.stringEquals('$.run.kind', 'go'), this.#listing())
          .when(Condition.stringEquals('$.run.kind', 'finished'), this.#finishedBefore())
          .otherwise(this.#refused()),
      );
  }

  /** A pilot does not list the new pool: it asks about each name, and who else of the old pool has it. */
  #listing(): IChainable {
    const listNew = this.#onRun('ListNewPool', 'list-new-pool', '$.newPool');
    const listOld = this.#onRun('ListOldPool', 'list-old-pool', '$.oldPool');
    const newListed = new Choice(this.#scope, 'IsNewPoolListed')
      .when(Condition.booleanEquals('$.newPool.done', true), listOld)
      .otherwise(listNew);
    listNew.next(newListed);
    const decide = this.#deciding();
    const lookUps = this.#lookUps();
    lookUps.next(decide);
    const afterListing = new Choice(this.#scope, 'AreThereLookUps')
      .when(Condition.booleanEquals('$.run.lookUps', true), lookUps)
      .otherwise(decide);
    listOld.next(
      new Choice(this.#scope, 'IsOldPoolListed')
        .when(Condition.booleanEquals('$.oldPool.done', true), afterListing)
        .otherwise(listOld),
    );
    return new Choice(this.#scope, 'IsItAPilot')
      .when(Condition.booleanEquals('$.run.pilot', true), listOld)
      .otherwise(listNew);
  }

  #lookUps(): MapState {
    // Ten AdminGetUser calls a second for each shard: together, a third of the account's quota.
    const props = { ...OF_SHARDS, maxConcurrency: LOOK_UPS_AT_ONCE, failure: this.#failure };
    return this.#tasks.forEach('LookUpShards', props, (itemFailed) => {
      const lookUp = this.#tasks.task('LookUpPeople', 'look-up-people', itemFailed, {
        payload: { 'runId.$': '$.runId', 'shard.$': '$.shard' },
        resultPath: '$.lookUp',
      });
      return lookUp.next(
        new Choice(this.#scope, 'IsEverybodyLookedUp')
          .when(Condition.booleanEquals('$.lookUp.done', false), lookUp)
          .otherwise(new Pass(this.#scope, 'ShardLookedUp')),
      );
    });
  }

  #deciding(): IChainable & State {
    const atOnce = { maxConcurrency: PARALLEL, failure: this.#failure };
    const settle = this.#tasks.forEach('SettleShards', { ...OF_SHARDS, ...atOnce }, (itemFailed) =>
      this.#tasks.task('SettleShard', 'settle-shard', itemFailed, {
        resultPath: '$.settled',
        // The details of each shard stay in the bucket.
        resultSelector: { 'enabled.$': '$.enabled', 'disabled.$': '$.disabled' },
      }),
    );
    const ofPartitions = {
      itemsPath: '$.run.partitions',
      itemSelector: { 'runId.$': '$.run.runId', 'partition.$': '$$.Map.Item.Value' },
    };
    const names = this.#tasks.forEach('ResolveNames', { ...ofPartitions, ...atOnce }, (itemFailed) =>
      this.#tasks.task('ResolveNamesOfPartition', 'resolve-names', itemFailed, { resultPath: '$.resolved' }),
    );
    names.next(settle);
    const report = this.#report();
    settle.next(
      new Choice(this.#scope, 'IsItADryRun')
        .when(Condition.booleanEquals('$.run.dryRun', true), report)
        .otherwise(this.#files(report)),
    );
    return names;
  }

  #files(report: IChainable): IChainable {
    const assemble = this.#onRun('AssembleFiles', 'assemble-files', '$.assembly');
    const importFiles = this.#importFiles();
    importFiles.next(report);
    const isImported = new Choice(this.#scope, 'AreFilesImported')
      .when(Condition.booleanEquals('$.run.import', true), importFiles)
      .otherwise(report);
    return assemble.next(
      new Choice(this.#scope, 'AreFilesAssembled')
        .when(Condition.booleanEquals('$.assembly.done', true), isImported)
        .otherwise(assemble),
    );
  }

  /** One file at a time: only one job may be active in an account. */
  #importFiles(): MapState {
    const props = {
      itemsPath: '$.assembly.files',
      itemSelector: {
        'runId.$': '$.run.runId',
        'execution.$': '$.execution',
        'file.$': '$$.Map.Item.Value.name',
        'disabled.$': '$$.Map.Item.Value.disabled',
      },
      maxConcurrency: 1,
      failure: this.#failure,
    };
    return this.#tasks.forEach('ImportFiles', props, (itemFailed) => this.#importFile(itemFailed));
  }

  /** Each function says what is next, and after how many seconds. */
  #importFile(itemFailed: IChainable): IChainable {
    const task = (id: string, step: BackfillStep) => this.#tasks.task(id, step, itemFailed, {});
    const start = task('StartImport', 'start-import');
    const check = task('CheckImport', 'check-import');
    const reconcile = task('ReconcileImport', 'reconcile-import');
    const disable = task('DisableUsers', 'disable-users');
    const wait = (id: string, then: IChainable) =>
      new Wait(this.#scope, id, { time: WaitTime.secondsPath('$.waitSeconds') }).next(then);
    const next = new Choice(this.#scope, 'WhatIsNext')
      .when(Condition.stringEquals('$.next', 'start'), wait('WaitToStart', start))
      .when(Condition.stringEquals('$.next', 'check'), wait('WaitForImport', check))
      .when(Condition.stringEquals('$.next', 'reconcile'), wait('WaitForLog', reconcile))
      .when(Condition.stringEquals('$.next', 'disable'), disable)
      .otherwise(new Pass(this.#scope, 'FileDone', { result: Result.fromObject({}) }));
    for (const done of [start, check, reconcile, disable]) done.next(next);
    return start;
  }

  #report(): IChainable & State {
    const report = this.#tasks.task('WriteReport', 'report', this.#failure, { resultPath: '$.report' });
    const done = new Succeed(this.#scope, 'Done');
    report.next(this.#tasks.notify('Notify', '$.report', done));
    return report;
  }

  #finishedBefore(): IChainable {
    return this.#tasks.notify('NotifyFinishedBefore', '$.run', new Succeed(this.#scope, 'FinishedBefore'));
  }

  #refused(): IChainable {
    const refused = new Fail(this.#scope, 'Refused', {
      error: 'BackfillRefused',
      causePath: JsonPath.stringAt('$.run.message'),
    });
    return this.#tasks.notify('NotifyRefusal', '$.run', refused);
  }

  /** The report says what happened; if not even that can be written, the message does. */
  #failed(): IChainable & State {
    const report = this.#tasks.invoke('ReportFailure', 'report', { resultPath: '$.report' });
    const failed = new Fail(this.#scope, 'Failed', {
      errorPath: JsonPath.stringAt('$.report.error'),
      causePath: JsonPath.stringAt('$.report.cause'),
    });
    const unreported = new Fail(this.#scope, 'FailedWithoutReport', {
      errorPath: JsonPath.stringAt('$.failure.Error'),
      causePath: JsonPath.stringAt('$.failure.Cause'),
    });
    const withoutReport = new Pass(this.#scope, 'SayWithoutReport', {
      parameters: {
        subject: 'User backfill failed without a report',
        'message.$':
          "States.Format('{}: {}. The report could not be written either: {}', $.failure.Error, $.failure.Cause, $.reportFailure.Cause)",
      },
      resultPath: '$.report',
    });
    report.addCatch(withoutReport.next(this.#tasks.notify('NotifyWithoutReport', '$.report', unreported)), {
      errors: ['States.ALL'],
      resultPath: '$.reportFailure',
    });
    report.next(this.#tasks.notify('NotifyFailure', '$.report', failed));
    return report;
  }

  #onRun(id: string, step: BackfillStep, resultPath: string) {
    return this.#tasks.task(id, step, this.#failure, { payload: { 'runId.$': '$.run.runId' }, resultPath });
  }
}

/** The definition of the state machine. */
export const backfillWorkflow = (scope: Construct, props: BackfillTasksProps): IChainable =>
  new Workflow(scope, props).start();
