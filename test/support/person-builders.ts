import type { Person } from '../../migration/person.ts';
import type { MigrationRules, NewPool } from '../../migration/rules.ts';

/** A `sub` that is told apart by its first digits. */
export const subOf = (number: number): string =>
  `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;

type PersonInit = Partial<Omit<Person, 'attributes'>> & { readonly attributes?: Record<string, string> };

/** Ann of the old pool: confirmed, enabled, with a verified e-mail address and no second factor. */
export const aPerson = ({ attributes = {}, ...init }: PersonInit = {}): Person => ({
  username: 'ann',
  sub: subOf(1),
  enabled: true,
  status: 'CONFIRMED',
  factors: [],
  ...init,
  attributes: new Map(Object.entries({ email: 'ann@example.com', email_verified: 'true', ...attributes })),
});

/** Another person, who shares nothing with Ann unless the test says so. */
export const anotherPerson = (init: PersonInit = {}): Person =>
  aPerson({
    username: 'ben',
    sub: subOf(2),
    ...init,
    attributes: { email: 'ben@example.com', ...init.attributes },
  });

type RulesInit = Partial<Omit<MigrationRules, 'newPool' | 'oldPool'>> & {
  readonly newPool?: Partial<NewPool>;
  readonly oldPool?: Partial<MigrationRules['oldPool']>;
};

/** The defaults of the settings: sign-in by e-mail and `preferred_username`, case folded, nothing opted in. */
export const theRules = ({ newPool, oldPool, ...init }: RulesInit = {}): MigrationRules => ({
  lookups: ['direct', 'preferred_username'],
  preferredUsernameSources: ['preferred_username'],
  mfaUsers: 'decline',
  forgotPassword: 'migrate',
  contactVerification: 'copy',
  oldPasswords: 'keep',
  renames: {},
  ...init,
  oldPool: { caseSensitive: false, mfaRequired: false, ...oldPool },
  newPool: {
    aliases: ['email', 'preferred_username'],
    caseSensitive: false,
    recovery: ['email', 'phone_number'],
    customAttributes: [{ name: 'custom:plan', type: 'String' }],
    ...newPool,
  },
});
