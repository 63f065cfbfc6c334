import { describe, expect, test } from '@jest/globals';
import { configurationOf } from '../../../migration/groups/group.ts';

const arn = (role: string) => `arn:aws:iam::111122223333:role/${role}`;

describe('what Cognito would write about somebody in these groups', () => {
  test('nothing about nobody', () => {
    expect(configurationOf([])).toEqual({ groups: [], roles: [] });
  });

  test('groups by precedence, those without one last, equals in their order', () => {
    const groups = [
      { name: 'none' },
      { name: 'second', precedence: 2 },
      { name: 'also second', precedence: 2 },
      { name: 'first', precedence: 0 },
      { name: 'none either' },
    ];
    expect(configurationOf(groups).groups).toEqual(['first', 'second', 'also second', 'none', 'none either']);
  });

  test('the role of the strongest group that has one is preferred', () => {
    const groups = [
      { name: 'weak', precedence: 9, roleArn: arn('weak') },
      { name: 'strong', precedence: 1, roleArn: arn('strong') },
      { name: 'strongest', precedence: 0 },
    ];
    expect(configurationOf(groups)).toEqual({
      groups: ['strongest', 'strong', 'weak'],
      roles: [arn('strong'), arn('weak')],
      preferredRole: arn('strong'),
    });
  });

  test.each([
    ['agree: their role', ['a', 'a'], arn('a')],
    ['disagree: none', ['a', 'b'], undefined],
  ])('two equally strong groups %s is preferred', (_, [one = '', other = ''], preferredRole) => {
    const groups = [
      { name: 'one', precedence: 1, roleArn: arn(one) },
      { name: 'other', precedence: 1, roleArn: arn(other) },
    ];
    expect(configurationOf(groups).preferredRole).toBe(preferredRole);
  });
});
