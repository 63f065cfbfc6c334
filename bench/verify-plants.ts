import type { DifferenceKind } from '../migration/verify/difference.ts';
import { addUser } from '../sandbox/cognito/fixtures.ts';
import type { Services } from '../sandbox/cognito/services.ts';
import type { User, UserPool } from '../sandbox/cognito/state.ts';

/** People of two pools with something to find, and what that is. */

/** One difference that a comparison of the pools has to find. */
export interface Planted {
  readonly kind: DifferenceKind;
  /** The attribute or the reason; empty where there is neither. */
  readonly detail: string;
  /** In the pool where the person is, the old one first. */
  readonly username: string;
}

type State = Partial<Omit<User, 'username' | 'sub' | 'attributes'>>;

interface Half {
  readonly username?: string;
  /** Over what everybody has; empty takes away, and USERNAME stands for one that nobody else has. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly state?: State;
}

/** What is special about a couple; a half that is not there is `false`. */
interface Recipe {
  readonly kind: DifferenceKind;
  readonly detail?: string;
  readonly old?: Half | false;
  readonly new?: Half | false;
  /** A second user of the new pool with the same link. */
  readonly again?: true;
}

const HOUR = 3_600_000;

const recipes = (now: number): readonly Recipe[] => [
  { kind: 'missing', new: false },
  {
    kind: 'left-behind',
    detail: 'no-verified-contact',
    old: { attributes: { email_verified: 'false' } },
    new: false,
  },
  { kind: 'invented', old: false },
  { kind: 'doubled', again: true },
  { kind: 'username', new: { username: 'stranger' } },
  { kind: 'attribute', detail: 'given_name', new: { attributes: { given_name: 'Somebody else' } } },
  { kind: 'attribute', detail: 'family_name', new: { attributes: { family_name: '' } } },
  { kind: 'attribute', detail: 'nickname', new: { attributes: { nickname: 'new here' } } },
  { kind: 'attribute', detail: 'custom:plan', new: { attributes: { 'custom:plan': 'free' } } },
  { kind: 'attribute', detail: 'email', new: { attributes: { email: 'other@USERNAME.example.com' } } },
  { kind: 'attribute', detail: 'preferred_username', new: { attributes: { preferred_username: '' } } },
  {
    kind: 'verified-flag-invented',
    detail: 'email_verified',
    old: { attributes: { email_verified: 'false' } },
  },
  { kind: 'verified-flag-lost', detail: 'email_verified', new: { attributes: { email_verified: 'false' } } },
  { kind: 'enabled', detail: 'enabled', old: { state: { enabled: false } } },
  { kind: 'enabled', detail: 'enabled', new: { state: { enabled: false } } },
  { kind: 'status', detail: 'status', new: { state: { status: 'UNCONFIRMED' } } },
  {
    kind: 'no-recovery-channel',
    old: { attributes: { email_verified: 'false' } },
    new: { attributes: { email_verified: 'false' }, state: { status: 'RESET_REQUIRED' } },
  },
  { kind: 'left-out', detail: 'federated', old: { state: { status: 'EXTERNAL_PROVIDER' } }, new: false },
  { kind: 'left-out', detail: 'disabled', old: { state: { enabled: false } }, new: false },
  { kind: 'came-meanwhile', old: false, new: { state: { createdAt: now + HOUR, modifiedAt: now + HOUR } } },
  {
    kind: 'changed-since',
    detail: 'given_name',
    new: { attributes: { given_name: 'Married' }, state: { modifiedAt: now + HOUR } },
  },
  {
    kind: 'old-changed-since',
    detail: 'given_name',
    old: { attributes: { given_name: 'Married' }, state: { modifiedAt: now + HOUR } },
  },
];

/** Puts so many differences into the pools, of every sort in turn. */
export const plantDifferences = (
  services: Pick<Services, 'clock' | 'pools'>,
  oldPool: UserPool,
  newPool: UserPool,
  count: number,
): readonly Planted[] => {
  const sorts = recipes(services.clock.now());
  return Array.from({ length: count }, (_, index) => {
    const recipe = sorts[index % sorts.length];
    if (recipe === undefined) throw new Error('There is no difference to plant');
    return plant(services, oldPool, newPool, recipe, `planted-${index}`);
  });
};

const plant = (
  services: Pick<Services, 'clock' | 'pools'>,
  oldPool: UserPool,
  newPool: UserPool,
  { kind, detail = '', old = {}, new: arrived = {}, again }: Recipe,
  username: string,
): Planted => {
  const attributes = {
    email: `${username}@example.com`,
    email_verified: 'true',
    given_name: 'Ann',
    family_name: 'Example',
    'custom:plan': 'team',
    preferred_username: `nick-of-${username}`,
  };
  const add = (pool: UserPool, half: Half, more: Readonly<Record<string, string>>): User =>
    addUser(services, pool, {
      username: half.username === undefined ? username : `${half.username}-${username}`,
      attributes: {
        ...attributes,
        ...more,
        ...Object.fromEntries(
          Object.entries(half.attributes ?? {}).map(([name, value]) => [
            name,
            value.replace('USERNAME', username),
          ]),
        ),
      },
      ...(half.state === undefined ? {} : { state: half.state }),
    });
  const person = old === false ? undefined : add(oldPool, old, {});
  const link = {
    'custom:source_sub': person?.sub ?? `unknown-${username}`,
    'custom:source_via': 'sign-in',
  };
  const user = arrived === false ? undefined : add(newPool, arrived, link);
  const second =
    again === undefined
      ? undefined
      : add(
          newPool,
          { username: 'second', state: { createdAt: services.clock.now() + 1 } },
          { ...link, email_verified: 'false', preferred_username: '' },
        );
  return { kind, detail, username: (second ?? person ?? user)?.username ?? username };
};

/** How a difference is told apart from others. */
export const keyOf = ({ kind, detail, username }: Planted): string => [kind, detail, username].join(' ');
