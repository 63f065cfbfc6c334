import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { anchorOf } from '../../stacks/runbook-link.ts';
import { alarmsOf, isBreaching } from '../support/template-metrics.ts';
import { migrationTemplate } from './synthesize.ts';

const template = migrationTemplate({
  backfill: {},
  groups: {},
  selfSignUp: 'guarded',
  alarms: { notify: ['operator@example.com'] },
});
const alarms = alarmsOf(template);
const alarmNamed = (name: string) => {
  const found = alarms.find((alarm) => alarm.name === `UserMigration-${name}`);
  if (found === undefined) throw new Error(`There is no alarm ${name}`);
  return found;
};

/** What happened in one period, by the metrics of the alarm's expression; nothing: no data. */
const SITUATIONS: readonly [
  alarm: string,
  situation: string,
  data: Readonly<Record<string, number>>,
  goesOff: boolean,
][] = [
  ['ConfigurationFault', 'nobody signed in', {}, false],
  ['ConfigurationFault', 'the only sign-in met a fault', { only: 1 }, true],

  ['FailureRate', 'nobody signed in', {}, false],
  ['FailureRate', 'nobody failed', { answers: 400 }, false],
  ['FailureRate', 'one of three failed at night', { failed: 1, answers: 3 }, false],
  ['FailureRate', 'all three failed at night', { failed: 3, answers: 3 }, true],
  ['FailureRate', '4.9 % failed', { failed: 49, answers: 1000 }, false],
  ['FailureRate', '5 % failed', { failed: 50, answers: 1000 }, true],

  ['NearTimeLimit', 'nobody signed in', {}, false],
  ['NearTimeLimit', 'one of five was a slow cold start', { left: 200, answers: 5 }, false],
  ['NearTimeLimit', 'one in a hundred had a second left', { left: 1000, answers: 100 }, true],
  ['NearTimeLimit', 'one in a hundred had a bit more', { left: 1001, answers: 100 }, false],

  ['OldPoolThrottled', 'nobody signed in', {}, false],
  ['OldPoolThrottled', 'one retry too few', { only: 2 }, false],
  ['OldPoolThrottled', 'again and again', { only: 3 }, true],

  ['UnknownRefusals', 'nobody signed in', {}, false],
  ['UnknownRefusals', 'two of two', { other: 2, answers: 2 }, false],
  ['UnknownRefusals', 'three of forty', { other: 3, answers: 40 }, true],
  ['UnknownRefusals', 'three of a thousand', { other: 3, answers: 1000 }, false],

  ['FunctionCrashed', 'nobody signed in', {}, false],
  ['FunctionCrashed', 'all went well', { errors: 0 }, false],
  ['FunctionCrashed', 'it crashed and said nothing', { errors: 1 }, true],
  ['FunctionCrashed', 'it reported each failure', { errors: 7, failed: 7 }, false],
  ['FunctionCrashed', 'it crashed beside two failures', { errors: 3, failed: 2 }, true],
  ['FunctionCrashed', 'an outage, cut by the edge of the window', { errors: 1005, failed: 1000 }, false],
  ['FunctionCrashed', 'an outage, cut by its other edge', { errors: 1000, failed: 1005 }, false],

  ['FunctionThrottled', 'nobody signed in', {}, false],
  ['FunctionThrottled', 'one call too many', { only: 1 }, true],

  ['TokensRefused', 'all went well', { only: 0 }, false],
  ['TokensRefused', 'one person was kept out', { only: 1 }, true],

  ['GroupsNotCarried', 'two had bad luck', { only: 2 }, false],
  ['GroupsNotCarried', 'again and again', { only: 3 }, true],

  ['RegistrationsNotJudged', 'two had bad luck', { only: 2 }, false],
  ['RegistrationsNotJudged', 'again and again', { only: 3 }, true],

  ['MassForgotPassword', 'nobody came', {}, false],
  ['MassForgotPassword', 'nobody forgot a password', { moved: 400 }, false],
  ['MassForgotPassword', 'some forgot it at night', { forgotten: 19, moved: 19 }, false],
  ['MassForgotPassword', 'many forgot it, on a busy day', { forgotten: 40, moved: 200 }, false],
  ['MassForgotPassword', 'somebody types many names at night', { forgotten: 20, moved: 20 }, true],
  ['MassForgotPassword', 'somebody types many names by day', { forgotten: 50, moved: 200 }, true],

  ['ProfilesAbandoned', 'it did not run', {}, false],
  ['ProfilesAbandoned', 'some changed their mind', { removed: 19, changed: 0 }, false],
  ['ProfilesAbandoned', 'somebody typed many names', { removed: 20 }, true],
  ['ProfilesAbandoned', 'somebody typed many names twice', { removed: 0, changed: 20 }, true],

  ['CleanUpFailed', 'all went well', { errors: 0, failed: 0 }, false],
  ['CleanUpFailed', 'it crashed', { errors: 1 }, true],
  ['CleanUpFailed', 'it could not deal with somebody', { errors: 0, failed: 1 }, true],
  ['CleanUpFailed', 'nobody knows who disabled somebody', { errors: 0, failed: 0, unclear: 1 }, true],

  ['PoolSizesUnknown', 'all went well', { only: 0 }, false],
  ['PoolSizesUnknown', 'it could not measure', { only: 3 }, true],

  ['BackfillFailed', 'no backfill', {}, false],
  ['BackfillFailed', 'a run went well', { only: 0 }, false],
  ['BackfillFailed', 'a run failed', { only: 1 }, true],

  ['BackfillTimedOut', 'no run took too long', { only: 0 }, false],
  ['BackfillTimedOut', 'a run took too long', { only: 1 }, true],
];

describe('an alarm', () => {
  test.each(SITUATIONS)('%s: %s: %j goes off: %s', (name, _, data, goesOff) => {
    const alarm = alarmNamed(name);
    for (const id of Object.keys(data)) expect(Object.keys(alarm.metrics)).toContain(id);
    expect(isBreaching(alarm, data)).toBe(goesOff);
  });

  test('is tried in each case that it is for', () => {
    const tried = new Set(SITUATIONS.map(([name]) => `UserMigration-${name}`));
    expect([...tried].sort()).toEqual(alarms.map(({ name }) => name).sort());
  });

  test('takes a period without data for a good one', () => {
    for (const { name, properties } of alarms) {
      expect({ name, missing: properties['TreatMissingData'] }).toEqual({ name, missing: 'notBreaching' });
      expect(properties['ComparisonOperator']).toBe('GreaterThanOrEqualToThreshold');
    }
  });

  test('tells the topic, and nothing else happens', () => {
    for (const { properties } of alarms) {
      expect(properties['AlarmActions']).toEqual([expect.stringMatching(/^ObservabilityAlarmsTopic/)]);
      expect(properties).not.toHaveProperty('OKActions');
    }
  });

  test('about what is not deployed is left out together with it', () => {
    const names = alarmsOf(migrationTemplate()).map(({ name }) => name);
    const optional = /Backfill|Tokens|Groups|Registrations/;
    expect(names).toEqual(alarms.map(({ name }) => name).filter((name) => !optional.test(name)));
  });
});

describe('the runbook', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  /** The sections of the second level, by their anchors. */
  const sections = new Map(
    runbook
      .split(/^## /m)
      .slice(1)
      .map((section) => [anchorOf(section.split('\n', 1)[0] ?? ''), section] as const),
  );
  const anchorsOfAlarms = alarms.map(
    ({ description }) => / docs\/runbook\.md#(\S+)$/.exec(description)?.[1] ?? '',
  );

  test.each(alarms.map(({ name }, index) => [name, anchorsOfAlarms[index] ?? ''] as const))(
    'says of %s, under #%s, what it means, where to look and what to do',
    (_, anchor) => {
      const subheadings = [...(sections.get(anchor) ?? '').matchAll(/^### (.*)$/gm)].map(([, text]) => text);
      expect(subheadings).toEqual(['Description', 'Investigation', 'Resolution']);
    },
  );

  test('has a heading for each alarm, and no two share one', () => {
    expect(new Set(anchorsOfAlarms).size).toBe(alarms.length);
  });

  test('has an alarm for each heading, but for what is no alarm', () => {
    const others = [...sections.keys()].filter((anchor) => !anchorsOfAlarms.includes(anchor));
    expect(others).toEqual(['a-person-cannot-sign-in', 'roll-back', 'backfill-stuck']);
  });

  test('is linked to where the settings say that people read it', () => {
    const linked = alarmsOf(
      migrationTemplate({ alarms: { runbookUrl: 'https://example.com/wiki/runbook' } }),
    );
    expect(linked[0]?.description).toMatch(/ https:\/\/example\.com\/wiki\/runbook#configuration-fault$/);
  });
});

describe('the topic', () => {
  const ONLY_OUR_ALARMS = Match.objectLike({
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    ArnLike: {
      'aws:SourceArn': {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':cloudwatch:eu-west-1:',
            { Ref: 'AWS::AccountId' },
            ':alarm:UserMigration-*',
          ],
        ],
      },
    },
  });
  const letsAlarms = (Action: unknown) =>
    Match.arrayWith([
      Match.objectLike({
        Action,
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: ONLY_OUR_ALARMS,
      }),
    ]);

  test('is encrypted with a key that the alarms of this stack may use, and no other service', () => {
    template.hasResourceProperties('AWS::SNS::Topic', {
      DisplayName: 'User migration alarms',
      KmsMasterKeyId: Match.anyValue(),
    });
    template.hasResource('AWS::KMS::Key', {
      Properties: {
        EnableKeyRotation: true,
        KeyPolicy: { Statement: letsAlarms(['kms:Decrypt', 'kms:GenerateDataKey*']) },
      },
      DeletionPolicy: 'Delete',
    });
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key?.['Properties'].KeyPolicy.Statement).toHaveLength(2);
  });

  test('lets the alarms of this stack publish, and refuses connections without TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: letsAlarms('sns:Publish') },
      Topics: [{ Ref: Match.stringLikeRegexp('ObservabilityAlarmsTopic') }],
    });
    const policies = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(JSON.stringify(policy)).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    }
  });

  test('tells whom the settings name', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operator@example.com',
      TopicArn: { Ref: Match.stringLikeRegexp('ObservabilityAlarmsTopic') },
    });
  });
});

test('alarms can be left out, with their topic and its key; the dashboard stays', () => {
  const without = migrationTemplate({ alarms: { enabled: false } });
  without.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  without.resourceCountIs('AWS::SNS::Topic', 0);
  without.resourceCountIs('AWS::KMS::Key', 0);
  without.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  expect(Object.keys(without.findOutputs('*'))).not.toContain('AlarmTopicArn');
});
