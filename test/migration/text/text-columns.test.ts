import { expect, test } from '@jest/globals';
import { columnsOf, escapedJson, fitColumns, printable } from '../../../migration/text/text-columns.ts';

test.each([
  ['ASCII', 'anna', 4],
  ['Han', '山田', 4],
  ['Hangul', '김', 2],
  ['kana', 'ひカ', 4],
  ['kana at half width', 'ｶﾅ', 2],
  ['signs at full width', '（！', 4],
  ['a combining accent', 'u\u0308', 1],
  ['an emoji', '🎈', 2],
  ['an emoji of several', '👩‍👩‍👧', 2],
  ['nothing', '', 0],
])('%s: %s', (_, text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test.each([
  ['filled up', '山田', 6, '山田  '],
  ['as it is', '山田', 4, '山田'],
  ['cut off', 'Ordinary', 5, 'Ordi…'],
  ['cut off before half a character', 'a山田', 4, 'a山…'],
  ['cut off, and filled up', '山田山', 4, '山… '],
])('a text that fits so many columns is %s', (_, text, columns, expected) => {
  expect(fitColumns(text, columns)).toBe(expected);
  expect(columnsOf(expected)).toBe(columns);
});

test.each([
  ['an escape sequence', '\u001b[31mred', '\ufffd[31mred'],
  ['a line break', 'two\r\nlines', 'two\ufffd\ufffdlines'],
  ['a change of direction', 'a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
  ['letters of any script', 'Zoë 山田 ئا', 'Zoë 山田 ئا'],
])('what is printable of %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test.each([0, 2])('JSON for a terminal means the same, indented by %d', (indent) => {
  const value = { name: '\u001b[2J\u009b\u202e\u2028 two\nlines, 山田', more: [1] };
  const json = escapedJson(value, indent);
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toContain('\\u001b[2J\\u009b\\u202e\\u2028 two\\nlines, 山田');
  expect(json.split('\n').map(printable).join('\n')).toBe(json);
});
