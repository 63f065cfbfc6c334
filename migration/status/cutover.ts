import { figure } from '../text/wording.ts';
import { DIFFERENCE_TEXTS, isAbsence } from '../verify/difference.ts';
import { adviceOnFactors } from '../verify/second-factors.ts';
import type { VerifySummary } from '../verify/summary.ts';
import { adviceFor } from '../verify/summary.ts';
import type { SeenAlarm, SeenTrigger } from './cutover-of-stack.ts';
import { judgeAlarms, judgeTrigger } from './cutover-of-stack.ts';
import type { Judgement, Unreadable } from './judgement.ts';
import { isUnreadable, unseen } from './judgement.ts';
import type { TrafficFinding } from './old-pool-traffic.ts';

/** What has to be so before the old pool is let go. */
export interface CutoverItem extends Judgement {
  readonly id: 'nobody-left' | 'verify' | 'backfill' | 'traffic' | 'trigger' | 'groups' | 'alarms';
  readonly title: string;
}

/** Groups of the old pool that come along, by the names that they have in the new one. */
export interface ComingGroups {
  readonly coming: number;
  /** Those that the new pool lacks. */
  readonly missing: readonly string[];
}

/** Everything that was looked at. */
export interface CutoverFacts {
  readonly verify: VerifySummary;
  readonly backfill:
    | { readonly kind: 'not-deployed' | 'never' }
    | { readonly kind: 'running' | 'finished'; readonly name: string }
    | Unreadable;
  readonly traffic: TrafficFinding | Unreadable;
  readonly oldUserPoolId: string;
  /** Whether the pools are those of a sandbox. */
  readonly sandbox: boolean;
  readonly trigger: SeenTrigger | Unreadable;
  /** Undefined where groups stay behind. */
  readonly groups: ComingGroups | undefined | Unreadable;
  /** Those of the stack; undefined where the settings want none. */
  readonly alarms: readonly SeenAlarm[] | undefined | Unreadable;
}

type Judge = (facts: CutoverFacts) => Judgement;

const people = (count: number): string => `${figure(count)} ${count === 1 ? 'person' : 'people'}`;

const offIn = ({ differences }: VerifySummary, absent: boolean) =>
  differences.filter(({ kind, off }) => off && isAbsence(kind) === absent);

const sum = (counts: readonly { readonly count: number }[]): number =>
  counts.reduce((total, { count }) => total + count, 0);

const nobodyLeft: Judge = ({ verify }) => {
  const absent = offIn(verify, true);
  if (absent.length > 0) {
    const reasons = absent.map(({ kind, detail = kind, count }) => `${detail} (${figure(count)})`);
    return {
      state: 'open',
      found: `${people(sum(absent))} of ${figure(verify.oldUsers)} are not in the new pool: ${reasons.join(', ')}.`,
      next: [
        'Run a backfill; accept what stays behind with --accept <reason>.',
        adviceOnFactors(verify.secondFactors),
      ]
        .filter((sentence) => sentence !== undefined)
        .join(' '),
    };
  }
  const stay = sum(verify.differences.filter(({ kind }) => kind === 'left-out'));
  const staying = stay === 0 ? '' : `; ${people(stay)} may stay behind`;
  return {
    state: 'done',
    found: `${figure(verify.moved)} of ${figure(verify.oldUsers)} have moved${staying}.`,
  };
};

const clean: Judge = ({ verify }) => {
  const off = offIn(verify, false);
  const [first] = off;
  if (first === undefined) return { state: 'done', found: 'Whoever has moved is as the rules say.' };
  const kinds = off.map(({ kind, detail, count }) => {
    const where = detail === undefined ? '' : `: ${detail}`;
    return `${DIFFERENCE_TEXTS[kind].title}${where} (${figure(count)})`;
  });
  return {
    state: 'open',
    found: `${kinds.join('; ')}.`,
    next: `npm run migrate -- verify --csv differences.csv names them. ${adviceFor(first)}`,
  };
};

const backfilled: Judge = ({ backfill, verify }) => {
  if (isUnreadable(backfill))
    return unseen(backfill, 'Look at the executions in the Step Functions console.');
  const isNeeded = offIn(verify, true).length > 0;
  switch (backfill.kind) {
    case 'running':
      return {
        state: 'open',
        found: `The backfill ${backfill.name} is going.`,
        next: `npm run migrate -- backfill --watch ${backfill.name}`,
      };
    case 'finished':
      return { state: 'done', found: `The run ${backfill.name} finished.` };
    case 'not-deployed':
    case 'never':
      return isNeeded
        ? {
            state: 'open',
            found: 'No backfill of everybody has finished.',
            next: 'npm run migrate -- backfill --watch, when npm run migrate -- status says that it is time.',
          }
        : { state: 'done', found: 'None was needed: nobody was left to import.' };
  }
};

const quiet: Judge = ({ traffic, oldUserPoolId }) => {
  const byHand = `Look at SignInSuccesses and TokenRefreshSuccesses of ${oldUserPoolId} in CloudWatch (AWS/Cognito), and whether any app still has its client ids.`;
  if (isUnreadable(traffic)) return unseen(traffic, byHand);
  switch (traffic.kind) {
    case 'quiet':
      return {
        state: 'done',
        found: 'In seven days nobody but the trigger signed in or refreshed a token there.',
      };
    case 'busy':
      return {
        state: 'open',
        found:
          `In seven days ${figure(traffic.signIns)} sign-ins and ${figure(traffic.refreshes)} refreshed tokens, ` +
          `through ${traffic.clientIds.join(', ')}.`,
        next: 'Find the app that has these client ids and point it at the new pool.',
      };
    case 'unmeasured':
      return {
        state: 'unseen',
        found: 'CloudWatch has counted nothing there in 90 days, not even the trigger.',
        next: byHand,
      };
  }
};

const grouped: Judge = ({ groups, verify: { withoutGroups } }) => {
  if (isUnreadable(groups)) return unseen(groups, 'npm run migrate -- groups --dry-run');
  if (groups === undefined) return { state: 'done', found: 'The settings leave groups behind.' };
  const { coming, missing } = groups;
  if (missing.length > 0) {
    return {
      state: 'open',
      found: `The new pool lacks ${missing.join(', ')}.`,
      next: 'npm run migrate -- groups',
    };
  }
  if (coming === 0) return { state: 'done', found: 'No group of the old pool comes along.' };
  return withoutGroups === 0
    ? { state: 'done', found: 'Every group is there, and so is who is in it.' }
    : {
        state: 'unseen',
        found: `Every group is there, but ${people(withoutGroups)} came without a token, as an import brings them: whoever of them was in a group is in none until their first token.`,
        next: 'Keep the old pool until they have signed in, or look with AdminListGroupsForUser who of them is in a group there, and add them with AdminAddUserToGroup.',
      };
};

const ITEMS: readonly { readonly id: CutoverItem['id']; readonly title: string; readonly judge: Judge }[] = [
  { id: 'nobody-left', title: 'Nobody is left', judge: nobodyLeft },
  { id: 'verify', title: 'The pools agree', judge: clean },
  { id: 'backfill', title: 'The backfill is through', judge: backfilled },
  { id: 'groups', title: 'Groups are there', judge: grouped },
  { id: 'alarms', title: 'Alarms are quiet', judge: ({ alarms }) => judgeAlarms(alarms) },
  { id: 'traffic', title: 'The old pool is quiet', judge: quiet },
  { id: 'trigger', title: 'The trigger is detached', judge: ({ trigger }) => judgeTrigger(trigger) },
];

/** What no sandbox can show, and why. */
const NOT_ON_A_SANDBOX: Readonly<Partial<Record<CutoverItem['id'], string>>> = {
  alarms: 'it has none.',
  traffic: 'nothing counts who signs in at its old pool.',
  trigger: 'in AWS the last step is "trigger": false in cdk.json, then npm run deploy.',
};

/** The checklist, in the order in which it is worked through. */
export const cutoverItems = (facts: CutoverFacts): readonly CutoverItem[] =>
  ITEMS.map(({ id, title, judge }) => {
    const judged = judge(facts);
    const why = facts.sandbox ? NOT_ON_A_SANDBOX[id] : undefined;
    return why === undefined || judged.state === 'done'
      ? { id, title, ...judged }
      : { id, title, state: 'not-on-a-sandbox', found: `Not on a sandbox: ${why}` };
  });

/** What nobody can see from here. */
export const BY_HAND: readonly string[] = [
  'Sign-ins through an identity provider are not among what CloudWatch counts per app client: look at FederationSuccesses of the old pool.',
  'Where people sign in by SRP again: the app may use it from now on, for no password has to be shown to a trigger.',
  'Take the app clients of the old pool away, the one of the trigger among them, when nobody needs them any more.',
  'Set groups.mode to "drop" and deploy when everybody who was imported has signed in once: memberships come with the first token.',
  'Decide how long the old pool is kept. Deleting it ends any way back, and takes every password that has not moved.',
  'Back ends: do they still accept tokens of the old issuer, and does anything still store old subs? npm run migrate -- map',
];
