import { describe, expect, test } from '@jest/globals';
import { LEFT_OUT_TEXTS } from '../../../migration/backfill/reason-texts.ts';
import type { Difference } from '../../../migration/verify/difference.ts';
import { DIFFERENCE_TEXTS } from '../../../migration/verify/difference.ts';
import {
  differenceLine,
  differencesHeader,
  withoutValues,
} from '../../../migration/verify/differences-csv.ts';
import { adviceFor, VerifyTally } from '../../../migration/verify/summary.ts';
import { newAnn, oldAnn } from './builders.ts';

const NAME: Difference = { kind: 'attribute', attribute: 'name' };
const EMAIL: Difference = { kind: 'attribute', attribute: 'email' };
const CHANGED: Difference = { kind: 'changed-since', attribute: 'name' };

describe('the summary', () => {
  test('counts people and differences, what is off first', () => {
    const tally = new VerifyTally();
    const native = newAnn({ attributes: { 'custom:source_sub': '' } });
    tally.add({ old: oldAnn(), new: [newAnn()] }, []);
    tally.add({ old: oldAnn(), new: [newAnn(), newAnn()] }, [CHANGED, NAME, EMAIL, { kind: 'doubled' }]);
    const withGroups = newAnn({ attributes: { 'custom:groups_carried': 'yes' } });
    tally.add({ old: oldAnn(), new: [withGroups] }, [NAME]);
    tally.add({ old: oldAnn(), new: [] }, [{ kind: 'left-out', reason: 'federated' }]);
    tally.add({ new: [newAnn()] }, [{ kind: 'invented' }]);
    tally.add({ new: [native] }, []);
    expect(tally.summary({ kind: 'irrelevant' })).toEqual({
      oldUsers: 4,
      newUsers: 6,
      moved: 3,
      same: 1,
      natives: 1,
      withoutGroups: 2,
      secondFactors: { kind: 'irrelevant' },
      clean: false,
      differences: [
        { kind: 'invented', count: 1, off: true },
        { kind: 'doubled', count: 1, off: true },
        { kind: 'attribute', detail: 'email', count: 1, off: true },
        { kind: 'attribute', detail: 'name', count: 2, off: true },
        { kind: 'left-out', detail: 'federated', count: 1, off: false },
        { kind: 'changed-since', detail: 'name', count: 1, off: false },
      ],
    });
  });

  test('is clean where every difference is fine', () => {
    const tally = new VerifyTally();
    tally.add({ old: oldAnn(), new: [newAnn()] }, [CHANGED]);
    expect(tally.summary({ kind: 'irrelevant' })).toMatchObject({ clean: true, moved: 1, same: 0 });
  });

  test('advises by the reason where somebody is left behind, and by the kind otherwise', () => {
    expect(adviceFor({ kind: 'left-behind', detail: 'name-taken' })).toBe(
      LEFT_OUT_TEXTS['name-taken'].advice,
    );
    expect(adviceFor({ kind: 'left-behind' })).toBe(DIFFERENCE_TEXTS['left-behind'].advice);
    expect(adviceFor({ kind: 'attribute', detail: 'name' })).toBe(DIFFERENCE_TEXTS.attribute.advice);
  });
});

describe('the file of differences', () => {
  const difference: Difference = {
    ...NAME,
    old: { sub: 'old-1', username: '=SUM(A1)' },
    new: { sub: 'new-1', username: 'a,"b"' },
    expected: 'Ann',
    found: '@evil',
  };

  test('names people so that no spreadsheet takes a name for a formula, and shows no values', () => {
    expect(differencesHeader(false) + differenceLine(difference, false)).toBe(
      'kind,verdict,attribute,reason,old_sub,old_username,new_sub,new_username\r\n' +
        `attribute,off,name,,old-1,'=SUM(A1),new-1,"a,""b"""\r\n`,
    );
  });

  test('shows values where that was asked for', () => {
    expect(differencesHeader(true)).toBe(
      'kind,verdict,attribute,reason,old_sub,old_username,new_sub,new_username,expected,found\r\n',
    );
    expect(differenceLine(difference, true)).toMatch(/,Ann,'@evil\r\n$/);
    expect(differenceLine({ kind: 'left-out', reason: 'federated' }, true)).toBe(
      'left-out,fine,,federated,,,,,,\r\n',
    );
  });

  test('has a difference without its values', () => {
    expect(withoutValues(difference)).toEqual({ ...NAME, old: difference.old, new: difference.new });
  });
});
