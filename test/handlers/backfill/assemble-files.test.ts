import { describe, expect, test } from '@jest/globals';
import { keysOf, type RowCount } from '../../../handlers/backfill/run/run-objects.ts';
import { assembleFiles } from '../../../handlers/backfill/steps/assemble-files.ts';
import { MemoryObjects } from '../../support/memory-objects.ts';

const keys = keysOf('run');
const HEADER = 'cognito:username,email\n';
const bytesOf = (lines: readonly string[]) =>
  lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);

/** Settled shards with so many rows; `disabled` of them besides. */
const settled = (shards: Readonly<Record<string, { rows: number; disabled?: number; width?: number }>>) => {
  const store = new MemoryObjects();
  store.put(keys.plan, {
    runId: 'run',
    shards: Object.keys(shards),
    columns: ['cognito:username', 'email'],
  });
  for (const [shard, { rows, disabled = 0, width = 10 }] of Object.entries(shards)) {
    const count = (kind: 'enabled' | 'disabled', many: number): RowCount => {
      const lines = Array.from({ length: many }, (_, row) => `${shard}-${kind}-${row},${'ü'.repeat(width)}`);
      if (many > 0) {
        store.put(keys.rows(shard, kind), lines.map((line) => `${line}\n`).join(''));
        store.put(
          keys.manifest(shard, kind),
          lines.map((line) => `${JSON.stringify({ sub: line.split(',')[0] })}\n`).join(''),
        );
      }
      return { rows: many, bytes: bytesOf(lines) };
    };
    store.put(keys.counts(shard), { enabled: count('enabled', rows), disabled: count('disabled', disabled) });
  }
  return store;
};

const assemble = (store: MemoryObjects, stopped = () => false) =>
  assembleFiles({ store, stopped })({ runId: 'run' });
const linesOf = (store: MemoryObjects, key: string) =>
  (store.objects.get(key)?.text ?? '').split('\n').slice(0, -1);

/** Rows of all files, and for each the entry of the manifest in the same line. */
const pairs = (store: MemoryObjects, files: readonly { name: string }[]) =>
  files.flatMap(({ name }) => {
    const [header, ...rows] = linesOf(store, keys.submittedRows(name, 1));
    expect(`${header}\n`).toBe(HEADER);
    const entries = linesOf(store, keys.submittedManifest(name, 1));
    expect(entries).toHaveLength(rows.length);
    return rows.map((row, position) => [row.split(',')[0], JSON.parse(entries[position] ?? '{}').sub]);
  });

describe('import files', () => {
  test('one is enough: it has no number, and shards without rows are passed over', async () => {
    const store = settled({ a: { rows: 3 }, b: { rows: 0 }, c: { rows: 2 } });
    const { files, done } = await assemble(store);
    expect({ files, done }).toEqual({ files: [{ name: 'CognitoUsers.csv', disabled: false }], done: true });
    expect(pairs(store, files)).toHaveLength(5);
  });

  test('nobody goes in: there is none', async () => {
    expect(await assemble(settled({ a: { rows: 0 } }))).toEqual({ files: [], done: true });
  });

  test('disabled users are in files of their own, last, a thousand in each', async () => {
    const store = settled({ a: { rows: 2, disabled: 700 }, b: { rows: 0, disabled: 500 } });
    const { files } = await assemble(store);
    expect(files.map(({ disabled }) => disabled)).toEqual([false, true, true]);
    const sizes = files.map(({ name }) => linesOf(store, keys.submittedManifest(name, 1)).length);
    expect(sizes).toEqual([2, 1000, 200]);
    expect(pairs(store, files).every(([row, sub]) => row === sub)).toBe(true);
  });

  test('files that an earlier execution is done with are not named again', async () => {
    const store = settled({ a: { rows: 2, disabled: 2700 } });
    await assemble(store);
    const over = { number: 1, rows: 1, stage: 'reconciled' };
    const jobs = { attempts: [over], fruitless: 0, finished: true };
    store.put(keys.jobs('CognitoUsers.csv'), jobs);
    store.put(keys.jobs('DisabledUsers-001.csv'), { ...jobs, attempts: [{ ...over, allDisabled: true }] });
    // Imported, but not disabled yet.
    store.put(keys.jobs('DisabledUsers-002.csv'), jobs);
    expect(await assemble(store)).toEqual({
      done: true,
      files: [
        { name: 'DisabledUsers-002.csv', disabled: true },
        { name: 'DisabledUsers-003.csv', disabled: true },
      ],
    });
  });

  test.each(['rows', 'manifest'] as const)(
    'are not made where the bucket has forgotten the %s',
    async (kind) => {
      const store = settled({ a: { rows: 2 }, b: { rows: 3, disabled: 1 } });
      store.objects.delete(keys[kind]('b', 'enabled'));
      await expect(assemble(store)).rejects.toMatchObject({
        name: 'ObjectMissing',
        message: expect.stringContaining(keys[kind]('b', 'enabled')),
      });
    },
  );

  test('a file ends before 100 MB, and each line of a manifest stays with its row', async () => {
    // Six rows of 20 MB each: five fit with the header, if at all.
    const store = settled({ a: { rows: 4, width: 10_000_000 }, b: { rows: 2, width: 10_000_000 } });
    const { files } = await assemble(store);
    expect(files.map(({ name }) => name)).toEqual(['CognitoUsers-001.csv', 'CognitoUsers-002.csv']);
    for (const { name } of files) {
      expect(
        Buffer.byteLength(store.objects.get(keys.submittedRows(name, 1))?.text ?? ''),
      ).toBeLessThanOrEqual(1e8);
    }
    const all = pairs(store, files);
    expect(all.every(([row, sub]) => row === sub)).toBe(true);
    expect(new Set(all.map(([row]) => row)).size).toBe(6);
  });

  test('whose time is up after every file, or who dies while writing, ends with the same files', async () => {
    const shards = { a: { rows: 5, disabled: 1500 }, b: { rows: 5, disabled: 1200 } };
    const undisturbed = settled(shards);
    await assemble(undisturbed);
    const store = settled(shards);
    let lives = 5;
    store.beforeWrite = () => {
      lives -= 1;
      if (lives > 0 && lives % 2 === 0) throw new Error('killed');
    };
    for (let done = false; !done; ) {
      done = await assemble(store, () => true)
        .then((result) => result.done)
        .catch(() => false);
    }
    const content = (objects: MemoryObjects) =>
      [...objects.objects].filter(([key]) => key.includes('/files/')).map(([key, { text }]) => [key, text]);
    expect(content(store).sort()).toEqual(content(undisturbed).sort());
  });
});
