import { Duration } from 'aws-cdk-lib';
import type { IAlarm, IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  MathExpression,
  PeriodOverride,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { DIMENSIONS, METRICS, TRIGGER_VIAS } from '../migration/metrics.ts';
import { graph, HALF, HEIGHT, heading, OwnMetrics, WHOLE } from './graphs.ts';
import { metricOf } from './metric-of.ts';
import type { MetricSources } from './metric-sources.ts';
import { lambdaMetric, workflowMetric } from './metric-sources.ts';

/** What the dashboard shows. */
export interface MigrationDashboardProps {
  readonly sources: MetricSources;
  /** @default - none are deployed */
  readonly alarms?: readonly IAlarm[];
}

/** Calls to the old pool that are timed. */
const OPERATIONS = ['AdminInitiateAuth', 'AdminGetUser', 'ListUsers'] as const;

const MINUTES = Duration.minutes(5);
const DAY = Duration.days(1);

/** The whole migration on one page: who has moved, why others have not, how the old pool does, how far a backfill is. */
export class MigrationDashboard extends Construct {
  readonly dashboard: Dashboard;
  readonly #sources: MetricSources;
  readonly #own: OwnMetrics;

  constructor(scope: Construct, id: string, { sources, alarms = [] }: MigrationDashboardProps) {
    super(scope, id);
    this.#sources = sources;
    this.#own = new OwnMetrics(sources.namespace);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      // Counts would otherwise be summed up over more than the graph says.
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        ...heading('Who has moved'),
        ...(alarms.length === 0 ? [] : [[alarmStatus(alarms)]]),
        this.sizes(),
        [this.moves(), this.changes()],
        ...heading('Sign-ins of people who were not in the new pool yet'),
        [this.outcomes(), this.byReason('Failed, by reason', METRICS.failed)],
        [this.byReason('Declined, by reason', METRICS.declined), this.timeLeft()],
        ...heading('The old pool, and the function that asks it'),
        [this.latency(), this.trouble()],
        ...this.besides(),
        ...this.backfill(),
      ],
    });
  }

  /** Estimates of Cognito, once an hour. */
  private sizes(): IWidget[] {
    const period = Duration.hours(1);
    const size = (name: string, label: string) =>
      this.#own.line(name, label, period, { statistic: 'Maximum' });
    const [old, moved] = [size(METRICS.oldPoolUsers, 'Old pool'), size(METRICS.newPoolUsers, 'New pool')];
    const left = new MathExpression({
      label: 'Left, if everybody in the new pool came from the old one',
      expression: 'IF(old > moved, old - moved, 0)',
      usingMetrics: { old, moved },
      period,
    });
    const title = 'Users, as Cognito estimates them';
    const metrics = [old, moved, left];
    return [new SingleValueWidget({ title, metrics, width: HALF, height: HEIGHT }), graph(title, metrics)];
  }

  private moves(): IWidget {
    const ways = TRIGGER_VIAS.map((via) =>
      this.#own.line(METRICS.migrated, via, DAY, { dimensions: { [DIMENSIONS.via]: via } }),
    );
    const imported = this.#own.line(METRICS.backfillImported, 'import', DAY);
    return graph('Moved a day', [...ways, imported], { stacked: true });
  }

  /** What of people did not come along as it was. */
  private changes(): IWidget {
    return graph(
      'Left behind a day: attributes, names, contacts that somebody else has, links to providers',
      [
        this.#own.linesBy(DIMENSIONS.attribute, METRICS.attributeDropped, DAY),
        this.#own.linesBy(DIMENSIONS.reason, METRICS.preferredUsernameWithheld, DAY),
        this.#own.linesBy(DIMENSIONS.contact, METRICS.contactHeldByOther, DAY),
        this.#own.line(METRICS.linksLost, 'links', DAY),
      ],
    );
  }

  private outcomes(): IWidget {
    const counts = [
      this.#own.line(METRICS.migrated, 'Migrated', MINUTES),
      this.#own.line(METRICS.declined, 'Declined', MINUTES),
      this.#own.line(METRICS.failed, 'Failed', MINUTES),
    ];
    return graph('Outcomes', counts, { stacked: true });
  }

  private byReason(title: string, name: string): IWidget {
    return graph(title, [this.#own.linesBy(DIMENSIONS.reason, name, MINUTES)], { stacked: true });
  }

  private timeLeft(): IWidget {
    const line = (statistic: string, label: string) =>
      this.#own.line(METRICS.timeLeft, label, MINUTES, { statistic });
    return new GraphWidget({
      title: 'Milliseconds left of the five seconds',
      left: [line('p1', '99 % have more'), line('p50', 'half have more')],
      leftYAxis: { min: 0, max: 5000 },
      leftAnnotations: [{ value: 1000, label: 'alarm below' }],
      width: HALF,
      height: HEIGHT,
    });
  }

  private latency(): IWidget {
    const lines = OPERATIONS.flatMap((operation) =>
      ['p50', 'p99'].map((statistic) =>
        this.#own.line(METRICS.oldPoolLatency, `${operation} ${statistic}`, MINUTES, {
          statistic,
          dimensions: { [DIMENSIONS.operation]: operation },
        }),
      ),
    );
    return graph('Latency of the old pool in milliseconds: half, and 99 %, are faster', lines);
  }

  private trouble(): IWidget {
    const { functionName } = this.#sources;
    return graph('Trouble', [
      this.#own.line(METRICS.configurationFault, 'Configuration faults', MINUTES),
      this.#own.line(METRICS.throttled, 'Throttled by the old pool', MINUTES),
      ...['Errors', 'Throttles'].map((name) =>
        metricOf(lambdaMetric(functionName, name), { label: name, period: MINUTES }),
      ),
    ]);
  }

  /** What goes along with a move, where the settings ask for it. */
  private besides(): IWidget[][] {
    const { tokenFunctionName, signUpFunctionName, cleanUpFunctionName } = this.#sources;
    const groups = graph('Tokens with all groups, and without', [
      this.#own.line(METRICS.groupsCarried, 'All carried', MINUTES),
      this.#own.linesBy(DIMENSIONS.reason, METRICS.groupsNotCarried, MINUTES),
    ]);
    const registrations = graph('Registrations', [
      this.#own.line(METRICS.signUpAllowed, 'Allowed', MINUTES),
      this.#own.line(METRICS.signUpRefused, 'Refused', MINUTES),
      this.#own.line(METRICS.signUpFailed, 'Not judged', MINUTES),
    ]);
    const cleanUp = graph('Profiles of forgotten passwords that nobody completed', [
      this.#own.line(METRICS.cleanUpRemoved, 'Removed', MINUTES),
      this.#own.line(METRICS.cleanUpFailed, 'Not dealt with', MINUTES),
      this.#own.line(METRICS.cleanUpUnclear, 'Disabled, nobody knows by whom', MINUTES),
      this.#own.line(METRICS.cleanUpChanged, 'Changed since, stay for good', MINUTES),
      this.#own.line(METRICS.cleanUpNewlyChanged, 'Of these, found within the hour', MINUTES),
      this.#own.line(METRICS.cleanUpBacklog, 'Left for later runs', MINUTES),
    ]);
    const graphs = [
      ...(tokenFunctionName === undefined ? [] : [groups]),
      ...(signUpFunctionName === undefined ? [] : [registrations]),
      ...(cleanUpFunctionName === undefined ? [] : [cleanUp]),
    ];
    return graphs.length === 0 ? [] : [...heading('Groups, registrations and clean-up'), graphs];
  }

  private backfill(): IWidget[][] {
    const { stateMachineArn } = this.#sources;
    if (stateMachineArn === undefined) return [];
    const listed = graph('Listed so far, and rows for the import files', [
      this.#own.line(METRICS.backfillListed, 'Listed', MINUTES, { statistic: 'Maximum' }),
      this.#own.line(METRICS.backfillRows, 'Rows', MINUTES),
    ]);
    const done = [
      this.#own.line(METRICS.backfillImported, 'Imported', MINUTES),
      this.#own.line(METRICS.backfillSkipped, 'Skipped', MINUTES),
      this.#own.line(METRICS.backfillFailed, 'Failed', MINUTES),
    ];
    return [
      ...heading('The backfill'),
      [listed, graph('Rows that import jobs are done with', done, { stacked: true })],
      [graph('Runs', runsOf(stateMachineArn))],
    ];
  }
}

const alarmStatus = (alarms: readonly IAlarm[]): IWidget =>
  new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: WHOLE, height: 3 });

const runsOf = (stateMachineArn: string): IMetric[] =>
  ['Started', 'Succeeded', 'Failed', 'TimedOut', 'Aborted'].map((label) =>
    metricOf(workflowMetric(stateMachineArn, `Executions${label}`), { label, period: MINUTES }),
  );
