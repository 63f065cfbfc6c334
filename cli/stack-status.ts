import type { DescribedStack } from '../aws/deployments.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Whether a stack can be worked with; what one has to do about it first, if not.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
export type StackStanding =
  | { readonly kind: 'usable' }
  /** Nothing of it is there: it was never deployed, or its creation failed. */
  | { readonly kind: 'absent'; readonly because: OperatorError }
  | { readonly kind: 'unusable'; readonly because: OperatorError };

/** What a stack's status means for a command. @param region where it was looked for. */
export const standingOf = (stack: DescribedStack, region: string): StackStanding => {
  const { name, status, statusReason } = stack;
  const is = (what: string): string =>
    `The stack ${name} in ${region} ${what} (${status})${statusReason === '' ? '.' : `: ${statusReason.replace(/\.?$/, '.')}`}`;
  const absent = (what: string, remedy: string): StackStanding => ({
    kind: 'absent',
    because: new OperatorError(is(what), remedy),
  });
  const unusable = (what: string, remedy: string): StackStanding => ({
    kind: 'unusable',
    because: new OperatorError(is(what), remedy),
  });
  switch (status) {
    case 'REVIEW_IN_PROGRESS':
      return absent('has a change set that nobody executed', 'Run npm run deploy and confirm the changes.');
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
      return absent(
        'could not be created',
        `Look for the first failure in its events, mend that, delete the stack (aws cloudformation delete-stack --region ${region} --stack-name ${name}) and run npm run deploy again.`,
      );
    case 'DELETE_COMPLETE':
      return absent('was deleted', 'Run npm run deploy if it should be there.');
    case 'UPDATE_FAILED':
    case 'UPDATE_ROLLBACK_FAILED':
    case 'IMPORT_ROLLBACK_FAILED':
      return unusable(
        'is stuck half-way in a change',
        `Look for the first failure in its events, mend that, and continue the rollback (aws cloudformation continue-update-rollback --region ${region} --stack-name ${name}).`,
      );
    case 'DELETE_FAILED':
      return unusable(
        'could not be deleted',
        'Look for the reason in its events, then delete or deploy it again.',
      );
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
      return { kind: 'usable' };
    default:
      return status.endsWith('_IN_PROGRESS')
        ? unusable('is being changed', 'Wait until that is over and run this again.')
        : { kind: 'usable' };
  }
};
