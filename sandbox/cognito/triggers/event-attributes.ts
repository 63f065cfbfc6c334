import { mayRead } from '../schema.ts';
import type { AppClient, User } from '../state.ts';

/**
 * Attributes as a trigger's event shows them, with `sub` and the status.
 * @param client shows only what this app client may read. @default - all of them
 */
export function eventAttributes(user: User, client?: AppClient): Record<string, string> {
  const shown = [...user.attributes].filter(([name]) => client === undefined || mayRead(client, name));
  return {
    sub: user.sub,
    'cognito:user_status': user.status,
    ...Object.fromEntries(shown),
  };
}
