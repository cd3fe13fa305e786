import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comparator, sameOutput } from '../../../verifiers/code/comparator.ts';

type Row = [comparator: unknown, actual: string, expected: string, same: boolean, why: string];
const table: Row[] = [
  ['text', '6\n', '6', true, 'the last line break'],
  ['text', '1 2 \t\r\n3\r\n\n \n', '1 2\n3\n', true, 'right ends and blank lines at the end'],
  ['text', '\n6\n', '6\n', false, 'a leading blank line counts'],
  ['text', '1\n\n2\n', '1\n2\n', false, 'an inner blank line counts'],
  ['text', '1  2\n', '1 2\n', false, 'inner spaces count'],
  ['text', ' 1\n', '1\n', false, 'the left end counts'],
  ['text', 'Yes\n', 'YES\n', false, 'letter case counts'],
  ['text', '1 2\n', '1\n2\n', false, 'line breaks count'],
  ['text', '1.0\n', '1\n', false, 'numbers are texts'],
  ['text', '1\n2\n', '1\n', false, 'more than was asked'],
  ['text', '1\n', '1\n2\n', false, 'less than was asked'],
  ['text', '', '\n \n', true, 'nothing'],
  ['text', '1\u00a0\n', '1\n', false, 'only spaces, tabs and CR are trimmed'],
  ['exact', '6\n', '6\n', true, 'the same characters'],
  ['exact', '6\n', '6', false, 'not the same characters'],
  ['tokens', ' 1\n\n2  3', '1 2\n3\n', true, 'white space is one'],
  ['tokens', '1 2', '12', false, 'words are whole'],
  ['tokens', '1.0', '1', false, 'words are texts'],
  ['float', '0.3333333\nok\n', '0.33333335 ok', true, 'within 1e-6'],
  ['float', '0.334', '0.333', false, 'beyond'],
  ['float', 'nan', '1', false, 'no number'],
  ['float', 'nan', 'nan', true, 'the same word'],
  ['float', '0x10', '16', false, 'decimal numbers only'],
  [{ kind: 'float', abs: 0.5, rel: 0 }, '1.5', '1', true, 'own tolerance'],
  [{ kind: 'float', abs: 0, rel: 0.01 }, '1009', '1000', true, 'relative'],
];

for (const [comparator, actual, expected, same, why] of table) {
  const name = JSON.stringify([comparator, actual, expected]);
  test(`${name} is ${same ? 'the same' : 'different'}: ${why}`, () => {
    assert.equal(sameOutput(actual, expected, Comparator.parse(comparator)), same);
  });
}

test('an unknown comparator is refused', () => {
  assert.ok(!Comparator.safeParse('fuzzy').success);
});
