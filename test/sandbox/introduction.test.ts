import { expect, test } from '@jest/globals';
import { columnsOf } from '../../migration/text/text-columns.ts';
import type { OldUser } from '../../sandbox/demo/people.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { whatTheyAre } from '../../sandbox/demo/what-they-are.ts';
import { introduce } from '../../sandbox/introduction.ts';

const ADA: OldUser = {
  username: 'ada',
  password: passwordOf('ada'),
  attributes: { email: 'ada@example.com', email_verified: 'true' },
};

test.each<[Partial<OldUser>, string]>([
  [{}, 'confirmed'],
  [{ standing: 'reset-required' }, 'must reset the password'],
  [{ factors: ['sms', 'authenticator-app'] }, 'confirmed, second factor: SMS or authenticator app'],
  [{ attributes: { email: 'ada@example.com' } }, 'confirmed, e-mail address not verified'],
  [{ attributes: {} }, 'confirmed, no e-mail address, no phone number'],
  [{ attributes: { phone_number: '+15550100001', 'custom:plan': 'gold' } }, 'confirmed, has custom:plan'],
])('a person is told by what they are: %j', (different, expected) => {
  expect(whatTheyAre({ ...ADA, ...different })).toBe(expected);
});

test('what npm run sandbox prints names everything that a client needs, and aligns the people', () => {
  const introduction = {
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-west-1',
    oldUserPoolId: 'eu-west-1_old',
    oldClientId: 'old-client',
    newUserPoolId: 'eu-west-1_new',
    newClientId: 'new-client',
    s3Endpoint: 'http://127.0.0.1:2',
    bucket: 'backfills',
    stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:Backfill',
    users: [
      {
        username: 'carla',
        password: 'x',
        email: 'carla@example.com',
        preferred_username: 'carla-c',
        is: 'HERE',
      },
      { username: '山田', password: 'longer', phone_number: '+15550100001', is: 'HERE' },
    ],
  };
  const text = introduce(introduction);
  const { users, ...addresses } = introduction;
  for (const address of Object.values(addresses)) expect(text).toContain(address);
  for (const name of ['carla@example.com, carla-c', '+15550100001']) expect(text).toContain(name);
  expect(text).toContain(`start-execution --endpoint-url ${introduction.endpoint}`);
  const ends = text.split('\n').filter((line) => line.endsWith('HERE'));
  expect(ends).toHaveLength(users.length);
  expect(new Set(ends.map(columnsOf)).size).toBe(1);
});
