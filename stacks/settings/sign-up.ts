import type { Contradiction } from './contradictions.ts';
import { oneOf, textLike } from './fields.ts';
import type { MoveSettings } from './move.ts';

/** Who may register in the new pool. */
export const signUpShape = {
  /**
   * Whether new customers may register themselves in the new pool. `closed`: only administrators create users.
   * `guarded`: everybody may, but under no name, address or number of somebody of the old pool, who would never
   * be moved then. `open`: everybody, under any name; for the time when nobody is to come any more.
   *
   * `guarded` has a price. A refusal tells a stranger that somebody of the old pool has that name or contact. And a
   * registration, which needs no credentials, asks the old pool for names: mostly two to six calls of ListUsers, at
   * most 18 (14, and 2 of AdminGetUser, where the old pool folds case), out of the 30 a second that the account has.
   * A flood of registrations throttles the guard, which then refuses everybody, and look-ups of people who move.
   * Put a WAF web ACL with a rate rule and a CAPTCHA on SignUp before the new pool.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
   * @default closed
   */
  selfSignUp: oneOf(['closed', 'guarded', 'open']).default('closed'),
  /**
   * What somebody reads who may not register so. Cognito puts "PreSignUp failed with error" in front and a period
   * behind.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
   * @default You cannot register with these details. If you have been here before, please sign in
   */
  signUpRefusal: textLike(
    /^[^\p{Cc}]{1,200}$/u,
    'a sentence',
    'Write 1 to 200 characters on one line.',
  ).default('You cannot register with these details. If you have been here before, please sign in'),
};

/** Who may register in the new pool, and what is said to those who may not. */
export interface SignUpSettings {
  readonly selfSignUp: 'closed' | 'guarded' | 'open';
  readonly signUpRefusal: string;
}

/** What does not fit together about who may register. */
export const signUpContradictions = ({
  selfSignUp,
  trigger,
}: SignUpSettings & Pick<MoveSettings, 'trigger'>): readonly Contradiction[] =>
  selfSignUp === 'open' && trigger
    ? [
        {
          key: 'selfSignUp',
          reads: ['selfSignUp', 'trigger'],
          message:
            'is open while people are still coming: strangers could register under their names. Write "guarded", or set trigger to false first.',
        },
      ]
    : [];
