/** Whether the codes get through. */

import { figure } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { Survey } from './survey.ts';

/** What Cognito's own sender sends in a day, for all pools of an account together. */
const MAILS_A_DAY = 50;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html */
const emailSender: Rule = ({ oldPool, newPool }) => {
  const isEnough = oldPool.estimatedUsers <= MAILS_A_DAY;
  return findingIf(newPool.sendsByCognito, {
    id: 'default-email-sender',
    severity: isEnough ? 'note' : 'warning',
    title: `The new pool sends ${MAILS_A_DAY} e-mails a day and no more`,
    detail: `Codes go out by Cognito's own sender, which stops after ${MAILS_A_DAY} a day for the whole account. The old pool has about ${figure(oldPool.estimatedUsers)} users, and whoever is backfilled needs one e-mail to get in.`,
    remedy:
      'Verify an address or domain in Amazon SES, take the account out of the SES sandbox, and write newPool.emailSender.',
    link: PAGES.email,
  });
};

const usesPhones = ({ oldPool, newPool }: Survey): boolean =>
  [...oldPool.autoVerified, ...oldPool.aliases, ...oldPool.usernameAttributes].includes('phone_number') ||
  newPool.autoVerified.includes('phone_number') ||
  newPool.factors?.includes('SMS_MFA') === true;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html */
const textMessages: Rule = (survey) => {
  if (!usesPhones(survey)) return [];
  if (!survey.newPool.canSendSms) {
    return [
      {
        id: 'sms-role-missing',
        severity: 'warning',
        title: 'The new pool cannot send text messages',
        detail:
          'People have phone numbers, but the new pool has no role to send text messages with: no code gets there.',
        remedy: 'Run "npm run deploy", which gives the pool its role again.',
        link: PAGES.sms,
      },
    ];
  }
  return [
    {
      id: 'sms-account',
      severity: 'note',
      title: 'Text messages need an account that may send them',
      detail:
        'People have phone numbers. A new account sends text messages to verified numbers only (SMS sandbox), up to a monthly spending limit, and in some countries only from a registered number.',
      remedy:
        'See in the Region of the new pool that the account is out of the SMS sandbox, and raise its spending limit before the backfill.',
      link: PAGES.sms,
    },
  ];
};

/** In the order in which `check` tells of them. */
export const messageRules: readonly Rule[] = [emailSender, textMessages];
