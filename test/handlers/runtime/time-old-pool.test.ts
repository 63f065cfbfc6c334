import { expect, test } from '@jest/globals';
import { timeOldPool } from '../../../handlers/runtime/time-old-pool.ts';
import { PoolCallFailed } from '../../../migration/ports.ts';
import { aPerson, theRules } from '../../support/person-builders.ts';
import type { World } from '../../support/pool-fakes.ts';
import { fakePools, NO_SUCH_USER } from '../../support/pool-fakes.ts';

const timed = (world: Partial<World> = {}) => {
  const reports: [string, number][] = [];
  const { oldPool } = fakePools({ rules: theRules(), old: [aPerson()], ...world });
  return { reports, oldPool: timeOldPool(oldPool, (...report) => reports.push(report)) };
};

test('each call is reported under its name at AWS, and gives what it gave', async () => {
  const { oldPool, reports } = timed();
  expect((await oldPool.findUser('ann'))?.username).toBe('ann');
  expect(await oldPool.listUsers({ attribute: 'email', value: 'nobody@x.io' })).toEqual([]);
  expect((await oldPool.authenticate('nobody', 'x')).answer).toEqual(NO_SUCH_USER);
  expect(reports).toEqual([
    ['AdminGetUser', expect.any(Number)],
    ['ListUsers', expect.any(Number)],
    ['AdminInitiateAuth', expect.any(Number)],
  ]);
});

test('a call that failed is reported too, and fails', async () => {
  const { oldPool, reports } = timed({ failing: { 'old.findUser': 'TooManyRequestsException' } });
  await expect(oldPool.findUser('ann')).rejects.toThrow(PoolCallFailed);
  expect(reports).toEqual([['AdminGetUser', expect.any(Number)]]);
});
