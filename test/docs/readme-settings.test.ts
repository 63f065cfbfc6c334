import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { settingsSchema } from '../../stacks/settings.ts';

/** The table of settings in the README has every key of the schema, and no other. */

const keysOf = (schema: z.core.$ZodType, path = ''): string[] => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return keysOf(schema.unwrap(), path);
  }
  if (!(schema instanceof z.ZodObject)) return [path];
  const prefix = path === '' ? '' : `${path}.`;
  return Object.entries(schema.shape).flatMap(([key, member]) => keysOf(member, prefix + key));
};

/** Whether a key of the table stands for this one: `newPool.emailSender` for all its members. */
const standsFor = (key: string, inTable: string): boolean => key === inTable || key.startsWith(`${inTable}.`);

/** Keys in the first column; a further key in a cell may leave out the group that it shares with the first. */
const keysInTable = async (): Promise<string[]> => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, table = ''] =
    /^\| key \| default \| meaning \|\n\| --- \| --- \| --- \|\n((?:\|.*\n)+)/m.exec(readme) ?? [];
  return table
    .trim()
    .split('\n')
    .flatMap((row) => {
      const cell = row.split('|')[1] ?? '';
      const keys = [...cell.matchAll(/`([\w.]+)`/g)].map(([, key = '']) => key);
      const group = /^\w+\./.exec(keys[0] ?? '')?.[0] ?? '';
      return keys.map((key) => (key.includes('.') ? key : group + key));
    });
};

const known = keysOf(settingsSchema);
const listed = await keysInTable();

describe('the README lists each setting once', () => {
  test.each(known)('%s', (key) => {
    expect(listed.filter((inTable) => standsFor(key, inTable))).toHaveLength(1);
  });
});

test('the README lists no setting that does not exist', () => {
  expect(listed.filter((inTable) => !known.some((key) => standsFor(key, inTable)))).toEqual([]);
});
