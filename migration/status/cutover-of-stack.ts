import type { Judgement, Unreadable } from './judgement.ts';
import { isUnreadable, unseen } from './judgement.ts';

/** An alarm, and how it is. */
export interface SeenAlarm {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
}

/** Whom the new pool asks about people whom it does not know, as deployed and as it is. */
export interface SeenTrigger {
  /** The deployed setting `trigger`. */
  readonly setting: boolean;
  /** ARN of the function in the pool's `LambdaConfig`; absent where it asks none. */
  readonly attached?: string;
}

const NEVER_BARE = 'Never a bare update-user-pool: it resets every option that is not repeated.';

/** Whether nobody is asked any more about people whom the new pool does not know. */
export const judgeTrigger = (trigger: SeenTrigger | Unreadable): Judgement => {
  if (isUnreadable(trigger)) {
    return unseen(trigger, 'Look at the Lambda triggers of the new pool in the Cognito console.');
  }
  const { setting, attached } = trigger;
  if (setting) {
    return {
      state: 'open',
      found:
        attached === undefined
          ? 'Somebody detached it by hand, and the next deployment attaches it again.'
          : 'The new pool still asks the old one about people whom it does not know.',
      next: `Last of all: "trigger": false in cdk.json, then npm run deploy. ${NEVER_BARE}`,
    };
  }
  if (attached === undefined) return { state: 'done', found: 'The new pool asks no function.' };
  return {
    state: 'open',
    found: `It was deployed without, but somebody attached ${attached} by hand.`,
    next: `Take it away in the Cognito console (Extensions), or change any setting of the pool and run npm run deploy, which writes all of them again. ${NEVER_BARE}`,
  };
};

/** Whether no alarm is on. @param alarms undefined where the settings want none */
export const judgeAlarms = (alarms: readonly SeenAlarm[] | undefined | Unreadable): Judgement => {
  const byHand = 'Look at the alarms of the stack in CloudWatch.';
  if (isUnreadable(alarms)) return unseen(alarms, byHand);
  if (alarms === undefined) {
    return { state: 'unseen', found: 'No alarms are deployed.', next: 'npm run migrate -- status' };
  }
  const inState = (wanted: string) => alarms.filter(({ state }) => state === wanted);
  const on = inState('ALARM');
  if (on.length > 0) {
    const names = on.map(({ name }) => name).join(', ');
    return { state: 'open', found: `On: ${names}.`, next: 'docs/runbook.md says what to do.' };
  }
  if (alarms.length === 0)
    return { state: 'unseen', found: 'The stack has none that was found.', next: byHand };
  const blind = inState('INSUFFICIENT_DATA').length;
  if (blind === alarms.length) {
    return { state: 'unseen', found: `None of ${alarms.length} has seen enough to judge.`, next: byHand };
  }
  const seeing = blind === 0 ? '' : `; ${blind} of ${alarms.length} have not seen enough to judge`;
  return { state: 'done', found: `None is on${seeing}.` };
};
