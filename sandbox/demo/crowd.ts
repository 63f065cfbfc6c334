import { addFederatedUser, addUser } from '../cognito/fixtures.ts';
import type { Services } from '../cognito/services.ts';
import type { User, UserPool } from '../cognito/state.ts';

/**
 * Generated people in a realistic mix, the same for the same number: mostly ordinary ones, and a few of every
 * kind that a real pool collects over the years.
 */

const GIVEN_NAMES = [
  'Ana',
  'Björn',
  'Chloé',
  'Dmitri',
  'Emeka',
  'Fatima',
  'Giulia',
  'Hiroshi',
  'Inés',
  'Jakub',
];
const FAMILY_NAMES = [
  'Almeida',
  'Brandt',
  'Castillo',
  "D'Arcy",
  'Eriksen',
  'Fischer',
  'Nguyen',
  'Okafor',
  'Rossi',
];
const PLANS = ['free', 'team', 'business'];

/** Of 1,000 people, how many are of each kind; the rest is ordinary. */
const PER_THOUSAND = {
  unverifiedEmail: 60,
  unconfirmed: 40,
  disabled: 30,
  federated: 30,
  phoneOnly: 20,
  resetRequired: 20,
  temporaryPassword: 10,
  noContact: 10,
  lineBreakInAddress: 10,
  secondFactor: 20,
  sharedNickname: 10,
} as const;

type Kind = keyof typeof PER_THOUSAND | 'ordinary';

const kindOf = (index: number): Kind => {
  // 617 shares no factor with 1,000: the kinds are spread evenly over the indices.
  let position = (index * 617) % 1000;
  for (const [kind, share] of Object.entries(PER_THOUSAND)) {
    if (position < share && isKind(kind)) return kind;
    position -= share;
  }
  return 'ordinary';
};

const isKind = (kind: string): kind is keyof typeof PER_THOUSAND => Object.hasOwn(PER_THOUSAND, kind);

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** Somebody of the crowd whom the demo can let sign in. */
export interface Person {
  readonly username: string;
  /** In the old pool. */
  readonly sub: string;
  readonly password: string;
  readonly preferredUsername?: string;
  /** Whether the old password will do at the new pool. */
  readonly ordinary: boolean;
}

/** Puts `count` people into the pool. */
export const addCrowd = (
  services: Pick<Services, 'clock' | 'pools'>,
  pool: UserPool,
  count: number,
): Person[] =>
  Array.from({ length: count }, (_, index) => {
    const kind = kindOf(index);
    const username = `user-${String(index).padStart(7, '0')}`;
    const password = `Old-pass-0f-${username}!`;
    if (kind === 'federated') {
      const providerUserId = String(10_000_000 + index);
      const { sub } = addFederatedUser(services, pool, {
        providerName: 'Google',
        providerUserId,
        attributes: { email: `${username}@example.net` },
      });
      return { username: `Google_${providerUserId}`, sub, password, ordinary: false };
    }
    const attributes = attributesOf(kind, index, username);
    const { sub } = addUser(services, pool, { username, attributes, state: { password, ...stateOf(kind) } });
    const { preferred_username: preferredUsername } = attributes;
    return {
      ...{ username, sub, password, ordinary: kind === 'ordinary' },
      ...(preferredUsername === undefined ? {} : { preferredUsername }),
    };
  });

const attributesOf = (kind: Kind, index: number, username: string): Record<string, string> => {
  const givenName = pick(GIVEN_NAMES, index);
  const familyName = pick(FAMILY_NAMES, index >> 3);
  const common = {
    given_name: givenName,
    family_name: familyName,
    'custom:plan': pick(PLANS, index),
    ...(index % 3 === 0 ? { birthdate: `19${50 + (index % 50)}-0${1 + (index % 9)}-1${index % 10}` } : {}),
    ...(index % 4 === 0 ? { address: `${index} High Street, Springfield, ${familyName} County` } : {}),
    ...(index % 2 === 0 ? { preferred_username: `${givenName.toLowerCase()}.${index}` } : {}),
  };
  const email = { email: `${username}@example.com`, email_verified: 'true' };
  switch (kind) {
    case 'unverifiedEmail':
    case 'unconfirmed':
      return { ...common, email: email.email };
    case 'phoneOnly':
      return {
        ...common,
        phone_number: `+1555${String(index).padStart(7, '0')}`,
        phone_number_verified: 'true',
      };
    case 'noContact':
      return common;
    case 'lineBreakInAddress':
      return { ...common, ...email, address: `${index} High Street\nSpringfield` };
    case 'sharedNickname':
      return { ...common, ...email, preferred_username: 'the-boss' };
    default:
      return { ...common, ...email };
  }
};

const stateOf = (kind: Kind): Partial<Pick<User, 'status' | 'enabled' | 'mfaMethods' | 'totpSecret'>> => {
  switch (kind) {
    case 'unconfirmed':
      return { status: 'UNCONFIRMED' };
    case 'disabled':
      return { enabled: false };
    case 'resetRequired':
      return { status: 'RESET_REQUIRED' };
    case 'temporaryPassword':
      return { status: 'FORCE_CHANGE_PASSWORD' };
    case 'secondFactor':
      return { mfaMethods: new Set(['SOFTWARE_TOKEN_MFA']), totpSecret: 'JBSWY3DPEHPK3PXP' };
    default:
      return {};
  }
};
