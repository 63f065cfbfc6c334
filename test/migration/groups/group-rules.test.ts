import { expect, test } from '@jest/globals';
import { newNameOf } from '../../../migration/groups/group-rules.ts';

const rules = {
  oldUserPoolId: 'eu-west-1_OldPool00',
  renames: { staff: 'employees' },
  except: ['beta'],
};

test.each([
  ['keeps its name', 'admins', 'admins'],
  ['has another name', 'staff', 'employees'],
  ['stays behind, because the settings say so', 'beta', undefined],
  ['stays behind, because Cognito made it for a provider', 'eu-west-1_OldPool00_Google', undefined],
  [
    'is of another pool and only looks like one of Cognito',
    'eu-west-1_Other_Google',
    'eu-west-1_Other_Google',
  ],
  ['has the name of a member that every object has', 'constructor', 'constructor'],
])('a group %s', (_, name, expected) => {
  expect(newNameOf(name, rules)).toBe(expected);
});
