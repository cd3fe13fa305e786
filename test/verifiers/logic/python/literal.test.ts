/** Python literals and Python's view of text, against what CPython 3.11 says. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { itemsOf, type Literal, readLiteral } from '../../../../verifiers/logic/python/literal.ts';
import { casefold, reversed, splitLines } from '../../../../verifiers/logic/python/text.ts';

/** repr() of what was read, as far as needed here. */
function show(value: Literal | null): string {
  if (!value) return 'raises';
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'string':
      return JSON.stringify(value.value);
    case 'float':
    case 'int':
      return `${value.kind} ${value.value}`;
    case 'dict':
      return `{${value.fields.map(([k, v]) => `${show(k)}: ${show(v)}`).join(', ')}}`;
    default:
      return `${value.kind}(${value.items.map(show).join(', ')})`;
  }
}

const table: readonly (readonly [text: string, value: string])[] = [
  ['[1, 2.5, -3]', 'list(int 1, float 2.5, int -3)'],
  ['(1,)', 'tuple(int 1)'],
  ['(1)', 'int 1'],
  ['()', 'tuple()'],
  ['[1], [2]', 'tuple(list(int 1), list(int 2))'],
  ['[1],', 'tuple(list(int 1))'],
  ['[1,]', 'list(int 1)'],
  ['[,]', 'raises'],
  ['[1 2]', 'raises'],
  ['{1, 2}', 'set(int 1, int 2)'],
  ['{1: "a", 2: None,}', '{int 1: "a", int 2: None}'],
  ['{}', '{}'],
  ['{1: 2, 3}', 'raises'],
  ['"a" \'b\'', '"ab"'],
  ['"a\\n\\x41\\u00e9\\101\\q"', '"a\\nAéA\\\\q"'],
  ['"a\nb"', 'raises'],
  ['"""a\nb"""', '"a\\nb"'],
  ['0x1f', 'int 31'],
  ['1_000', 'int 1000'],
  ['1__0', 'raises'],
  ['007', 'raises'],
  ['000', 'int 0'],
  ['1.', 'float 1'],
  ['.5e1', 'float 5'],
  ['1e3', 'float 1000'],
  ['True', 'True'],
  ['true', 'raises'],
  ['Trueish', 'raises'],
  ['[1] # two', 'list(int 1)'],
  ['__import__("os")', 'raises'],
  ['[x for x in y]', 'raises'],
  ['1 + 1', 'raises'],
  ['[1', 'raises'],
  ['[1)', 'raises'],
  ['', 'raises'],
  ['['.repeat(50_000), 'raises'],
];

describe('Python literals', () => {
  for (const [text, value] of table) {
    it(JSON.stringify(text.slice(0, 40)), () => assert.equal(show(readLiteral(text)), value));
  }

  it('takes the words of JSON where asked', () => {
    const value = readLiteral('[true, null]', { json: true });
    assert.equal(show(value), 'list(True, None)');
  });

  it('iterates as Python does', () => {
    const items = (text: string) => itemsOf(readLiteral(text) as Literal)?.map(show);
    assert.deepEqual(items('"a😀"'), ['"a"', '"😀"']);
    assert.deepEqual(items('{1: 2}'), ['int 1']);
    assert.equal(items('5'), undefined);
  });
});

describe('Python text', () => {
  it('reverses code points, splits lines and folds case', () => {
    assert.equal(reversed('a😀b'), 'b😀a');
    assert.deepEqual(splitLines('a\r\nb\x85c\n'), ['a', 'b', 'c']);
    assert.deepEqual(splitLines('\n\n'), ['', '']);
    assert.equal(casefold('Straße Σς'), 'strasse σσ');
  });
});
