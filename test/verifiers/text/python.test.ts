/** Python's string semantics, on the characters where JavaScript's differ. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fold } from '../../../verifiers/text/fold.ts';
import {
  digitValue,
  findWords,
  isBlank,
  isDigits,
  isLower,
  isSpace,
  isUpper,
  space,
  splitSpaces,
  strip,
  stripEnd,
  stripStart,
  toAscii,
  withoutPunctuation,
} from '../../../verifiers/text/python.ts';

test('white space is that of str.isspace, wherever it is written down', () => {
  const python = [9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680];
  python.push(...Array.from({ length: 11 }, (_, i) => 0x2000 + i));
  python.push(0x2028, 0x2029, 0x202f, 0x205f, 0x3000);
  const wanted = new Set(python);
  const inClass = new RegExp(`[${space}]`, 'u');
  for (let unit = 0; unit < 0x10000; unit++) {
    assert.equal(isSpace(unit), wanted.has(unit), unit.toString(16));
    assert.equal(inClass.test(String.fromCharCode(unit)), wanted.has(unit), unit.toString(16));
  }
});

test('strip takes U+0085 and U+001C, and leaves the byte order mark', () => {
  assert.equal(strip('\x85\x1c word \u3000'), 'word');
  assert.equal(strip('\ufeffword'), '\ufeffword');
  assert.equal(strip('"\'"word"', '"'), '\'"word');
  assert.equal(stripStart('<<a>>', '<'), 'a>>');
  assert.equal(stripEnd('<<a>>', '>'), '<<a');
});

test('split and blank', () => {
  assert.deepEqual(splitSpaces(' a\x1fb\u2003c\ufeff '), ['a', 'b', 'c\ufeff']);
  assert.deepEqual(splitSpaces(' \n '), []);
  assert.equal(isBlank('\x1d\u2029'), true);
  assert.equal(isBlank('\u200b'), false);
});

describe('letter case', () => {
  const cases: [text: string, upper: boolean, lower: boolean, why: string][] = [
    ['ABC 12', true, false, 'digits have no case'],
    ['12', false, false, 'nothing cased'],
    ['ǅ', false, false, 'title case is neither'],
    ['Ⅳ', true, false, 'a Roman numeral is cased'],
    ['ⓐ', false, true, 'so is a circled letter'],
    ['ª', false, true, 'and an ordinal mark'],
    ['日本', false, false, 'no case in Han'],
  ];
  for (const [text, upper, lower, why] of cases) {
    test(why, () => assert.deepEqual([isUpper(text), isLower(text)], [upper, lower]));
  }
});

test('words are runs of letters, numbers and underscores of any script', () => {
  assert.deepEqual(findWords('naïve x_1 ½ Ⅳ 日本語! a-b'), [
    'naïve',
    'x_1',
    '½',
    'Ⅳ',
    '日本語',
    'a',
    'b',
  ]);
  // A combining mark is no letter: Devanagari words fall apart, as in Python.
  assert.deepEqual(findWords('हिंदी'), ['ह', 'द']);
});

test('folding is one for one and pairs what re.IGNORECASE pairs', () => {
  assert.equal(fold('İIıi'), 'iiii');
  assert.equal(fold('Straße GROẞE'), 'straße große');
  assert.equal(fold('ſK\u212b'), 'skå');
  assert.equal(fold('ΣΊΣΥΦΟΣ ς'), 'σίσυφοσ σ');
  assert.equal(fold('漢字 ABC 😀'), '漢字 abc 😀');
});

test('digits are decimal ones of any script, and superscripts and circled ones', () => {
  for (const digits of ['12', '٣', '²', '①2']) assert.equal(isDigits(digits), true, digits);
  for (const other of ['', '½', 'Ⅳ', '-1', '1a', '⑩']) assert.equal(isDigits(other), false, other);
});

test('marks, digits and accents', () => {
  assert.equal(withoutPunctuation('a-b, “c”_~1!'), 'ab “c”1');
  assert.deepEqual(Array.from('07٣९９𝟗𝟬').map(digitValue), [0, 7, 3, 9, 9, 9, 0]);
  assert.equal(toAscii('São Tomé ﬁ €'), 'Sao Tome fi ');
});
