import { describe, expect, test } from '@jest/globals';
import type { RunGround } from '../../../migration/backfill/resume-objections.ts';
import { objectionsToResume, withReminder } from '../../../migration/backfill/resume-objections.ts';
import { runSettingsOf } from '../../../migration/backfill/run-settings.ts';
import { theRules } from '../../support/person-builders.ts';
import { aPool, COLUMNS } from './builders.ts';

const settings = runSettingsOf(theRules());
const GROUND: RunGround & { readonly settings: typeof settings } = {
  oldUserPoolId: 'eu-west-1_Old',
  newUserPoolId: 'eu-west-1_New',
  settings,
  columns: COLUMNS,
  csvPool: aPool({ requiredAttributes: ['name', 'email'] }),
};

describe('against a resume', () => {
  test.each<[string, Partial<typeof GROUND>]>([
    ['the same', {}],
    ['required attributes in another order', { csvPool: aPool({ requiredAttributes: ['email', 'name'] }) }],
    [
      'one more contact is verified',
      { csvPool: { ...GROUND.csvPool, autoVerified: ['email', 'phone_number'] } },
    ],
  ])('nothing is said: %s', (_, change) => {
    expect(objectionsToResume(GROUND, { ...GROUND, ...change })).toEqual([]);
  });

  test.each<[string, Partial<typeof GROUND>, RegExp]>([
    ['a column came', { columns: [...COLUMNS, 'custom:new'] }, /began \(custom:new\), and the rows/],
    ['a column went', { columns: COLUMNS.slice(0, -1) }, /began \(password_hash\), and the rows/],
    ['columns changed places', { columns: COLUMNS.toReversed() }, /when the run began, and the rows/],
    ['an attribute is required', { csvPool: aPool() }, /go by that: required attributes\. Start a new run/],
    [
      'a contact is no longer verified',
      { csvPool: { ...GROUND.csvPool, autoVerified: ['phone_number'], mfaRequired: true } },
      /go by that: whether MFA is required and contacts that are verified automatically\./,
    ],
    [
      'other pools',
      { oldUserPoolId: 'eu-west-1_A', newUserPoolId: 'eu-west-1_B' },
      /other settings: oldPool\.userPoolId and the new pool itself changed since/,
    ],
  ])('a sentence is said: %s', (_, change, sentence) => {
    expect(objectionsToResume(GROUND, { ...GROUND, ...change })).toEqual([expect.stringMatching(sentence)]);
  });

  test('a run of an earlier version is not resumed', () => {
    const { settings: _, ...saved } = GROUND;
    expect(objectionsToResume(saved, GROUND)).toEqual([expect.stringMatching(/begun by an earlier version/)]);
  });

  test.each([
    [['No.'], 'import-then-disable', ['No.', expect.stringMatching(/stay enabled until you disable them/)]],
    [['No.'], 'exclude', ['No.']],
    [[], 'import-then-disable', []],
  ] as const)('%j, with disabledUsers %s: who is still enabled', (objections, disabledUsers, expected) => {
    expect(withReminder(objections, { disabledUsers })).toEqual(expected);
  });
});
