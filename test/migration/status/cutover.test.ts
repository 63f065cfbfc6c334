import { describe, expect, test } from '@jest/globals';
import type { CutoverFacts, CutoverItem } from '../../../migration/status/cutover.ts';
import { cutoverItems } from '../../../migration/status/cutover.ts';
import type { VerifySummary } from '../../../migration/verify/summary.ts';

const verified = (...differences: VerifySummary['differences']): VerifySummary => ({
  ...{
    oldUsers: 1_200,
    newUsers: 1_190,
    moved: 1_190,
    same: 1_190,
    natives: 0,
    withoutGroups: 0,
    differences,
  },
  secondFactors: { kind: 'irrelevant' },
  clean: !differences.some(({ off }) => off),
});

const FACTS: CutoverFacts = {
  verify: verified(),
  backfill: { kind: 'finished', name: 'run-1' },
  traffic: { kind: 'quiet' },
  oldUserPoolId: 'eu-west-1_Old',
  sandbox: false,
  trigger: { setting: false },
  groups: { coming: 2, missing: [] },
  alarms: [{ name: 'UserMigration-FailureRate', state: 'OK' }],
};

const alarmsIn = (...states: readonly string[]): Partial<CutoverFacts> => ({
  alarms: states.map((state, index) => ({ name: `UserMigration-${index}`, state })),
});

const UNREADABLE = { unreadable: 'Cannot see it.' };
const MISSING = { kind: 'missing', count: 1, off: true } as const;

test('everything is done where everything is', () => {
  expect(cutoverItems(FACTS).map(({ id, state, next }) => [id, state, next])).toEqual(
    ['nobody-left', 'verify', 'backfill', 'groups', 'alarms', 'traffic', 'trigger'].map((id) => [
      id,
      'done',
      undefined,
    ]),
  );
});

describe('the checklist', () => {
  test.each<[CutoverItem['id'], string, Partial<CutoverFacts>, CutoverItem['state'], RegExp]>([
    [
      'nobody-left',
      'one is missing',
      { verify: verified(MISSING) },
      'open',
      /1 person of 1,200 .*missing \(1\)/,
    ],
    [
      'nobody-left',
      'people are left behind',
      { verify: verified({ kind: 'left-behind', detail: 'name-taken', count: 4, off: true }) },
      'open',
      /4 people .*name-taken \(4\)/,
    ],
    [
      'nobody-left',
      'some may stay',
      { verify: verified({ kind: 'left-out', detail: 'federated', count: 10, off: false }) },
      'done',
      /10 people may stay behind/,
    ],
    ['nobody-left', 'all have moved', {}, 'done', /1,190 of 1,200 have moved\.$/],
    [
      'verify',
      'something differs',
      {
        verify: verified(
          { kind: 'attribute', detail: 'given_name', count: 2, off: true },
          { kind: 'enabled', count: 1, off: true },
        ),
      },
      'open',
      /given_name \(2\); Enabled in one pool, disabled in the other \(1\)\./,
    ],
    ['verify', 'somebody is missing only', { verify: verified(MISSING) }, 'done', /as the rules say/],
    ['backfill', 'one is going', { backfill: { kind: 'running', name: 'run-2' } }, 'open', /run-2 is going/],
    ['backfill', 'none was needed', { backfill: { kind: 'never' } }, 'done', /None was needed/],
    ['backfill', 'there is none', { backfill: { kind: 'not-deployed' } }, 'done', /None was needed/],
    [
      'backfill',
      'people wait for it',
      { backfill: { kind: 'never' }, verify: verified(MISSING) },
      'open',
      /has finished/,
    ],
    ['backfill', 'it cannot be seen', { backfill: UNREADABLE }, 'unseen', /Cannot see it/],
    [
      'traffic',
      'people sign in there',
      { traffic: { kind: 'busy', signIns: 2_000, refreshes: 3, clientIds: ['web'] } },
      'open',
      /2,000 sign-ins and 3 refreshed tokens, through web/,
    ],
    ['traffic', 'nothing was counted', { traffic: { kind: 'unmeasured' } }, 'unseen', /counted nothing/],
    ['traffic', 'it cannot be seen', { traffic: UNREADABLE }, 'unseen', /Cannot see it/],
    [
      'trigger',
      'it is attached',
      { trigger: { setting: true, attached: 'arn:trigger' } },
      'open',
      /still asks/,
    ],
    [
      'trigger',
      'somebody attached it by hand',
      { trigger: { setting: false, attached: 'arn:trigger' } },
      'open',
      /attached arn:trigger by hand/,
    ],
    [
      'trigger',
      'somebody detached it by hand',
      { trigger: { setting: true } },
      'open',
      /next deployment attaches it again/,
    ],
    ['trigger', 'it cannot be seen', { trigger: UNREADABLE }, 'unseen', /Cannot see it/],
    [
      'groups',
      'some are missing',
      { groups: { coming: 3, missing: ['admins', 'staff'] } },
      'open',
      /lacks admins, staff/,
    ],
    ['groups', 'they stay behind', { groups: undefined }, 'done', /leave groups behind/],
    ['groups', 'they cannot be seen', { groups: UNREADABLE }, 'unseen', /Cannot see it/],
    [
      'groups',
      'people had no token yet',
      { verify: { ...verified(), withoutGroups: 1_100 } },
      'unseen',
      /1,100 people came without a token/,
    ],
    [
      'groups',
      'people had no token yet, but no group comes along',
      { verify: { ...verified(), withoutGroups: 1_100 }, groups: { coming: 0, missing: [] } },
      'done',
      /No group/,
    ],
    ['alarms', 'one is on', alarmsIn('ALARM', 'OK'), 'open', /^On: UserMigration-0\.$/],
    ['alarms', 'none was found', alarmsIn(), 'unseen', /none that was found/],
    [
      'alarms',
      'none knows anything',
      alarmsIn('INSUFFICIENT_DATA', 'INSUFFICIENT_DATA'),
      'unseen',
      /None of 2 has seen enough/,
    ],
    ['alarms', 'one knows nothing', alarmsIn('OK', 'INSUFFICIENT_DATA'), 'done', /on; 1 of 2 have not seen/],
    ['alarms', 'there are none', { alarms: undefined }, 'unseen', /No alarms are deployed/],
    ['alarms', 'they cannot be seen', { alarms: UNREADABLE }, 'unseen', /Cannot see it/],
  ])('%s, where %s', (id, _, facts, state, found) => {
    const item = cutoverItems({ ...FACTS, ...facts }).find((one) => one.id === id);
    expect(item).toMatchObject({ state, found: expect.stringMatching(found) });
    expect(item?.next === undefined).toBe(state === 'done');
  });
});

test('who is missing may have a second factor, as long as nobody looked', () => {
  const secondFactors = { kind: 'unseen', reason: 'second-factor' } as const;
  const [left] = cutoverItems({ ...FACTS, verify: { ...verified(MISSING), secondFactors } });
  expect(left?.next).toMatch(/--accept <reason>\. .* --accept second-factor looks/);
});

describe('on a sandbox', () => {
  const AWAY: Partial<CutoverFacts> = {
    alarms: undefined,
    traffic: { kind: 'unmeasured' },
    trigger: { setting: true },
  };

  test('what only AWS can show is marked, and nothing is to do about it', () => {
    const items = cutoverItems({ ...FACTS, ...AWAY, sandbox: true });
    expect(items.filter(({ state }) => state !== 'done')).toEqual(
      ['alarms', 'traffic', 'trigger'].map((id) => ({
        ...{ id, title: expect.any(String), state: 'not-on-a-sandbox' },
        found: expect.stringMatching(/^Not on a sandbox: /),
      })),
    );
  });

  test('what is done there is done, and the rest is as open as anywhere', () => {
    const items = cutoverItems({ ...FACTS, backfill: { kind: 'running', name: 'run-1' }, sandbox: true });
    expect(items.map(({ state }) => state)).toEqual(['done', 'done', 'open', 'done', 'done', 'done', 'done']);
  });
});
