import type { User } from '../state.ts';

/** Attributes as a trigger's event shows them: all of them, with `sub` and the status. */
export function eventAttributes(user: User): Record<string, string> {
  return {
    sub: user.sub,
    'cognito:user_status': user.status,
    ...Object.fromEntries(user.attributes),
  };
}
