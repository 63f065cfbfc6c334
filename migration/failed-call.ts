import { readException } from './old-pool-answer.ts';
import type { PoolCallFailed } from './ports.ts';
import type { FailReason } from './reasons.ts';

/** Why a call to a pool had no answer. */
export const reasonOfFailedCall = ({ exception, message }: PoolCallFailed): FailReason => {
  const answer = readException({ name: exception, message });
  return answer.kind === 'unavailable' || answer.kind === 'misconfigured' ? answer.reason : 'internal-error';
};
