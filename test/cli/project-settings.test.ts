import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { projectSettings } from '../../cli/project-settings.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'project-'));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (cdkJson: unknown) =>
  writeFile(join(directory, 'cdk.json'), typeof cdkJson === 'string' ? cdkJson : JSON.stringify(cdkJson));

const POOL = 'eu-west-1_AbCdEfGhI';

test('settings come from the context of cdk.json, and -c goes over them', async () => {
  await write({ context: { migration: { oldPool: { userPoolId: POOL }, trigger: true } } });
  expect(projectSettings(directory, [])).toMatchObject({ oldPool: { userPoolId: POOL }, trigger: true });
  const given = ['migration.trigger=false', 'other=a=b', 'migration.oldPool.userPoolId=us-east-1_x'];
  expect(projectSettings(directory, given)).toMatchObject({
    oldPool: { userPoolId: 'us-east-1_x' },
    trigger: false,
  });
});

test.each<[string, unknown, string[], string]>([
  [
    'the pool of the example',
    { context: { migration: { oldPool: { userPoolId: 'eu-west-1_EXAMPLE01' } } } },
    [],
    'example',
  ],
  ['cdk.json without settings', {}, [], 'There are no settings'],
  ['settings outside of context', { migration: {} }, [], 'stands outside of "context"'],
  ['a mistake', { context: { migration: { oldPool: { userPoolId: 'mine' } } } }, [], 'oldPool.userPoolId'],
  ['cdk.json that is no JSON', '{', [], 'is not JSON'],
  ['-c without a value', {}, ['migration'], '-c migration is no key=value.'],
  ['-c without a key', {}, ['=1'], '-c =1 is no key=value.'],
])('%s is refused', async (_, cdkJson, context, expected) => {
  await write(cdkJson);
  expect(() => projectSettings(directory, context)).toThrow(expected);
});

test('without cdk.json nobody knows the settings', () => {
  expect(() => projectSettings(directory, [])).toThrow('There is no ');
});
