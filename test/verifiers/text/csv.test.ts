/** Rows as Python 3.11's `csv.reader` reads them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBudget } from '../../../verifiers/budget.ts';
import { readCsv } from '../../../verifiers/text/csv.ts';

const read = (text: string, delimiter = ',', maxRows = 100) =>
  readCsv(text, delimiter, maxRows, createBudget(1_000_000));

const table: readonly [why: string, text: string, rows: string[][] | null][] = [
  ['nothing', '', []],
  ['a blank line is a row without fields', 'a\n\nb', [['a'], [], ['b']]],
  ['commas alone part empty fields', ',\n', [['', '']]],
  ['commas, quotes and breaks inside quotes', '"a,""b""\nc",d', [['a,"b"\nc', 'd']]],
  ['a quote inside an unquoted field', 'a"b",c', [['a"b"', 'c']]],
  ['text after a closing quote', '"a"b"c,d', [['ab"c', 'd']]],
  ['a quote left open', 'a,"b,c\n', [['a', 'b,c\n']]],
  ['carriage returns before the break', 'a,b\r\nc\r', [['a', 'b'], ['c']]],
  ['a carriage return inside a line', 'a\rb', null],
  ['a field too long', 'a'.repeat(131_073), null],
];

for (const [why, text, rows] of table) test(why, () => assert.deepEqual(read(text), rows));

test('another delimiter, and no more rows than asked', () => {
  assert.deepEqual(read('a\tb,c\nd\ne', '\t', 2), [['a', 'b,c'], ['d']]);
});
