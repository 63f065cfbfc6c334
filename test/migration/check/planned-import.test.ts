import { expect, test } from '@jest/globals';
import { parseHeader } from '../../../migration/backfill/csv.ts';
import { plannedImport } from '../../../migration/check/planned-import.ts';
import { plannedPool } from '../../../migration/check/planned-pool.ts';
import { theSettings } from '../../support/check-survey.ts';

test('a pool that is not there yet has the columns that a backfill needs', () => {
  const settings = theSettings({ newPool: { mfa: 'required', mfaFactors: ['totp'] } });
  const planned = plannedPool(settings);
  const required = { name: 'family_name', type: 'String', required: true, mutable: true };
  const sub = { name: 'sub', type: 'String', required: true, mutable: false };
  const { columns, pool } = plannedImport(
    { ...planned, schema: [sub, required, ...planned.schema] },
    settings.newPool.aliases,
  );
  expect(parseHeader(columns, pool)).toEqual({ kind: 'header', columns });
  expect(columns).toContain('custom:plan');
  expect(pool).toEqual({
    newPool: { aliases: ['email', 'preferred_username'] },
    autoVerified: ['email'],
    requiredAttributes: ['family_name'],
    mfaRequired: true,
  });
});
