import { describe, expect, test } from '@jest/globals';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import { renderUserLine, USERS_CSV_HEADER } from '../../../migration/backfill/users-csv.ts';

const line = (username: string, userClass: UserClass = { kind: 'imported' }) =>
  renderUserLine({ sub: '1', username, userClass });

describe('users.csv', () => {
  test('has a header and lines that end as RFC 4180 says', () => {
    expect(USERS_CSV_HEADER + line('ann')).toBe('username,class,reason\r\nann,imported,\r\n');
  });

  test.each<[UserClass, string]>([
    [{ kind: 'alreadyMoved' }, 'alreadyMoved,'],
    [{ kind: 'skipped' }, 'skipped,'],
    [{ kind: 'failed', reason: 'Bad, bad "phone"' }, 'failed,"Bad, bad ""phone"""'],
    [{ kind: 'leftOut', reason: 'federated' }, 'leftOut,federated'],
  ])('%j', (userClass, cells) => {
    expect(line('ann', userClass)).toBe(`ann,${cells}\r\n`);
  });

  test.each([
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['+49151', "'+49151"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['a\nb', '"a\nb"'],
    ['a=b', 'a=b'],
  ])('%j cannot be taken for a formula', (username, cell) => {
    expect(line(username)).toBe(`${cell},imported,\r\n`);
  });
});
