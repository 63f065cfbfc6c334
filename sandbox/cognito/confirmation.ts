import type { Clock } from '../clock.ts';
import { notAuthorized } from './errors.ts';
import type { User } from './state.ts';

/** @throws CognitoError NotAuthorizedException if the user is anything but UNCONFIRMED */
export function refuseUnlessUnconfirmed({ status }: User): void {
  if (status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
}

export function confirm(clock: Clock, user: User): void {
  user.status = 'CONFIRMED';
  user.modifiedAt = clock.now();
}
