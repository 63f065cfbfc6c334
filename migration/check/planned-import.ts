import { STANDARD_ATTRIBUTES } from '../attribute-mapping.ts';
import type { CsvPool } from '../backfill/csv.ts';
import type { Alias } from '../rules.ts';
import { CONTACTS } from '../rules.ts';
import type { PoolFacts } from './survey.ts';

/**
 * What an import file of a pool that is not there yet will be like: its columns, and what its rows must have.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export const plannedImport = (
  { schema, autoVerified, mfa }: PoolFacts,
  aliases: readonly Alias[],
): { readonly columns: readonly string[]; readonly pool: CsvPool } => ({
  columns: [
    'cognito:username',
    'cognito:mfa_enabled',
    ...STANDARD_ATTRIBUTES,
    ...CONTACTS.map((contact) => `${contact}_verified`),
    ...schema.map(({ name }) => name).filter((name) => name.startsWith('custom:')),
  ],
  pool: {
    newPool: { aliases },
    autoVerified: CONTACTS.filter((contact) => autoVerified.includes(contact)),
    requiredAttributes: schema
      .filter(({ name, required }) => required && name !== 'sub')
      .map(({ name }) => name),
    mfaRequired: mfa === 'ON',
  },
});
