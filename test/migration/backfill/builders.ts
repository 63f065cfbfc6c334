import { claimsOf, heldNamesOf, movedOf } from '../../../migration/backfill/claims.ts';
import type { CsvPool } from '../../../migration/backfill/csv.ts';
import { ruleOnNames } from '../../../migration/backfill/name-rulings.ts';
import type { ImportTerms, SettledUser } from '../../../migration/backfill/settle-user.ts';
import { settleUser } from '../../../migration/backfill/settle-user.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { subOf, theRules } from '../../support/person-builders.ts';

export const COLUMNS = [
  'cognito:username',
  'name',
  'given_name',
  'birthdate',
  'updated_at',
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified',
  'preferred_username',
  'cognito:mfa_enabled',
  'custom:plan',
  'custom:source_sub',
  'custom:source_via',
  'password_hash',
];

type UserInit = Partial<Omit<ListedUser, 'attributes'>> & { readonly attributes?: Record<string, string> };

/** Ann as ListUsers tells her: confirmed, enabled, with a verified e-mail address. */
export const aUser = ({ attributes = {}, ...init }: UserInit = {}): ListedUser => ({
  username: 'ann',
  sub: subOf(1),
  enabled: true,
  status: 'CONFIRMED',
  ...init,
  attributes: new Map(Object.entries({ email: 'ann@example.com', email_verified: 'true', ...attributes })),
});

/** Ben, who shares nothing with Ann unless the test says so. */
export const anotherUser = (init: UserInit = {}): ListedUser =>
  aUser({
    username: 'ben',
    sub: subOf(2),
    ...init,
    attributes: { email: 'ben@example.com', ...init.attributes },
  });

/** A user of the new pool: everything said, nothing assumed. */
export const newUser = (username: string, attributes: Record<string, string> = {}): ListedUser => ({
  username,
  sub: subOf(900),
  enabled: true,
  status: 'CONFIRMED',
  attributes: new Map(Object.entries(attributes)),
});

export const aPool = (init: Partial<CsvPool> = {}): CsvPool => ({
  newPool: { aliases: ['email', 'preferred_username'] },
  autoVerified: ['email'],
  requiredAttributes: [],
  mfaRequired: false,
  ...init,
});

interface TermsInit {
  readonly rules?: MigrationRules;
  readonly admission?: Partial<ImportTerms['admission']>;
  readonly pool?: Partial<CsvPool>;
}

export const theTerms = ({ rules = theRules(), admission, pool }: TermsInit = {}): ImportTerms => ({
  rules,
  admission: {
    statuses: { exclude: [] },
    disabledUsers: 'exclude',
    mfaUsers: rules.mfaUsers,
    ...admission,
  },
  columns: COLUMNS,
  pool: aPool({ newPool: rules.newPool, ...pool }),
});

interface Pools {
  readonly old: readonly ListedUser[];
  readonly new?: readonly ListedUser[];
  readonly terms?: ImportTerms;
}

/** The whole backfill but its files: both listings, the rulings on names, and what becomes of each old user. */
export const backfill = ({
  old,
  new: newUsers = [],
  terms = theTerms(),
}: Pools): ReadonlyMap<string, SettledUser> => {
  const { rules, admission } = terms;
  const claims = old.flatMap((user) => claimsOf(user, rules, admission));
  const held = newUsers.flatMap((user) => heldNamesOf(user, rules.newPool));
  const rulings = [...ruleOnNames(claims, held, rules.newPool)];
  const moved = new Set(newUsers.flatMap((user) => movedOf(user)?.sub ?? []));
  return new Map(
    old.map((user) => [
      user.sub,
      settleUser(
        user,
        { moved: moved.has(user.sub), rulings: rulings.filter(({ sub }) => sub === user.sub) },
        terms,
      ),
    ]),
  );
};

/** What became of somebody, in a word: the class, or why they are left out. */
export const fateOf = (settled: SettledUser | undefined): string =>
  settled?.kind === 'left-out' ? settled.reason : (settled?.kind ?? 'lost');

/** A row read as AWS documents it: columns by commas that no backslash precedes. Empty cells are left out. */
export const readRow = (row: string, columns: readonly string[] = COLUMNS): Record<string, string> => {
  if (!row.endsWith('\n')) throw new Error('The row has no end');
  const cells = row.slice(0, -1).split(/(?<!\\),/);
  if (cells.length !== columns.length) throw new Error(`${cells.length} cells, ${columns.length} columns`);
  return Object.fromEntries(
    columns.flatMap((column, index) => {
      const cell = cells[index]!.replaceAll('\\,', ',').trim();
      return cell === '' ? [] : [[column, cell]];
    }),
  );
};

/** The cells of somebody who must be imported. */
export const rowOf = (settled: SettledUser | undefined): Record<string, string> => {
  if (settled?.kind !== 'import') throw new Error(`Not imported: ${fateOf(settled)}`);
  return readRow(settled.row);
};
