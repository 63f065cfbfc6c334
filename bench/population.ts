import { addUser } from '../sandbox/cognito/fixtures.ts';
import type { Services } from '../sandbox/cognito/services.ts';
import type { UserPool } from '../sandbox/cognito/state.ts';

/** The people of the exports: each with a verified address, a few attributes, and every second one with a nickname. */

type Needs = Pick<Services, 'clock' | 'pools'>;

const usernameOf = (index: number): string => `user-${String(index).padStart(7, '0')}`;

const attributesOf = (index: number): Record<string, string> => ({
  email: `${usernameOf(index)}@example.com`,
  email_verified: 'true',
  given_name: `Given ${index % 1_000}`,
  family_name: `Family ${index % 777}`,
  'custom:plan': index % 3 === 0 ? 'team' : 'free',
  ...(index % 2 === 0 ? {} : { preferred_username: `nick.${index}` }),
});

/** Puts people into the old pool. @param from 0-based @param to not included */
export const populate = (services: Needs, oldPool: UserPool, from: number, to: number): void => {
  for (let index = from; index < to; index += 1) {
    addUser(services, oldPool, { username: usernameOf(index), attributes: attributesOf(index) });
  }
};

/** Every second one of them has moved: two neighbours out of four, with and without a nickname. */
const hasMoved = (index: number): boolean => index % 4 < 2;

/**
 * Puts those into the new pool who have moved already, as the trigger would.
 * @param who by their number. @default every second one
 */
export const movePeople = (
  services: Needs,
  oldPool: UserPool,
  newPool: UserPool,
  from: number,
  to: number,
  who: (index: number) => boolean = hasMoved,
): void => {
  for (let index = from; index < to; index += 1) {
    if (!who(index)) continue;
    const username = usernameOf(index);
    const { sub } = services.pools.user(oldPool, username);
    addUser(services, newPool, {
      username,
      attributes: {
        ...attributesOf(index),
        'custom:source_sub': sub,
        'custom:source_via': 'sign-in',
      },
    });
  }
};
