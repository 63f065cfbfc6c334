import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { parseSettings, settingsSchema } from '../../stacks/settings.ts';

/** The table of settings in the README has every key of the schema, no other, and the defaults that hold. */

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

interface Row {
  readonly keys: readonly string[];
  /** The second column as it stands there. */
  readonly defaults: string;
}

const codeIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** A further key in a cell may leave out the group that it shares with the first. */
const rowsOfTable = async (): Promise<Row[]> => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, table = ''] =
    /^\| key \| default \| meaning \|\n\| --- \| --- \| --- \|\n((?:\|.*\n)+)/m.exec(readme) ?? [];
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [, cell = '', defaults = ''] = row.split('|');
      const keys = codeIn(cell);
      const group = /^\w+\./.exec(keys[0] ?? '')?.[0] ?? '';
      return { keys: keys.map((key) => (key.includes('.') ? key : group + key)), defaults };
    });
};

const known = keysOf(settingsSchema);
const rows = await rowsOfTable();
const listed = rows.flatMap(({ keys }) => keys);

describe('the README lists each setting once', () => {
  test.each(known)('%s', (key) => {
    expect(listed.filter((inTable) => standsFor(key, inTable))).toHaveLength(1);
  });
});

test('the README lists no setting that does not exist', () => {
  expect(listed.filter((inTable) => !known.some((key) => standsFor(key, inTable)))).toEqual([]);
});

const memberOf = (value: unknown, key: string): unknown =>
  key.split('.').reduce<unknown>((found, name) => (found as Record<string, unknown>)?.[name], value);

describe('a default that the README writes as code is what the parser puts in', () => {
  const parsed = parseSettings({ oldPool: { userPoolId: 'eu-west-1_AbCdEfGhI' } });
  const literal = rows.filter(({ defaults }) => /^(?:\s*`[^`]+`,?)+\s*$/.test(defaults));

  test.each(
    literal.map(({ keys, defaults }) => [keys.join(', '), codeIn(defaults).join(', '), keys] as const),
  )('%s: %s', (_, written, keys) => {
    expect(
      keys
        .map((key) => memberOf(parsed, key))
        .map((value) => [value].flat().join(', '))
        .join(', '),
    ).toBe(written);
  });

  test('which are most of them', () => {
    expect(literal.length).toBeGreaterThanOrEqual(15);
  });
});
