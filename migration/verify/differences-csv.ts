/** Differences for people and their spreadsheets. */

import { csvLine, withoutFormula } from '../text/csv-cells.ts';
import type { Difference } from './difference.ts';
import { isOff } from './difference.ts';

const COLUMNS = [
  'kind',
  'verdict',
  'attribute',
  'reason',
  'old_sub',
  'old_username',
  'new_sub',
  'new_username',
];
const VALUE_COLUMNS = ['expected', 'found'];

/** With its line end. @param values whether the values of attributes are shown */
export const differencesHeader = (values: boolean): string =>
  csvLine([...COLUMNS, ...(values ? VALUE_COLUMNS : [])]);

/** One line, with its line end. @param values whether the values of attributes are shown */
export const differenceLine = (difference: Difference, values: boolean): string => {
  const { kind, attribute = '', reason = '', old, new: user, expected = '', found = '' } = difference;
  return csvLine(
    [
      kind,
      isOff(kind) ? 'off' : 'fine',
      attribute,
      reason,
      old?.sub ?? '',
      old?.username ?? '',
      user?.sub ?? '',
      user?.username ?? '',
      ...(values ? [expected, found] : []),
    ].map(withoutFormula),
  );
};

/** Without what is personal beyond the names under which an operator finds people. */
export const withoutValues = ({ expected: _, found: __, ...difference }: Difference): Difference =>
  difference;
