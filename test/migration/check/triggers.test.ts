import type { Case } from '../../support/check-cases.ts';
import { describeFaults, withNew, withOld } from '../../support/check-cases.ts';
import { TRIGGER_ARN } from '../../support/check-survey.ts';

describeFaults('a fault about triggers', [
  ...['PreAuthentication', 'UserMigration', 'PostAuthentication', 'PreTokenGeneration'].map(
    (name): Case => [
      `the old pool runs ${name}`,
      'old-triggers-in-five-seconds',
      'warning',
      withOld({ triggers: { [name]: 'arn' } }),
    ],
  ),
  [
    'the old pool sends codes by a function',
    'old-code-senders',
    'note',
    withOld({ mfa: 'OPTIONAL', triggers: { CustomSMSSender: 'arn' } }),
  ],
  [
    'the old pool provisions after confirmation',
    'post-confirmation',
    'warning',
    withOld({ triggers: { PostConfirmation: 'arn' } }),
  ],
  [
    'the new pool provisions after confirmation',
    'post-confirmation',
    'warning',
    withNew({ triggers: { UserMigration: TRIGGER_ARN, PostConfirmation: 'arn' } }),
  ],
  [
    'functions are left behind',
    'triggers-left-behind',
    'warning',
    withOld({ triggers: { PreSignUp: 'arn', CustomMessage: 'arn' } }),
  ],
  [
    'people sign in by a custom challenge',
    'custom-challenges',
    'warning',
    withOld({ triggers: { DefineAuthChallenge: 'arn' } }),
  ],
]);
