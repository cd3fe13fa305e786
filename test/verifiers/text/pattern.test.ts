/** The linear-time pattern matcher: Python's syntax, its refusals, and agreement with RegExp. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createBudget, StepLimitError } from '../../../verifiers/budget.ts';
import { createPattern, type PatternOptions } from '../../../verifiers/text/pattern/pattern.ts';
import { PatternError } from '../../../verifiers/text/pattern/syntax.ts';

const count = (source: string, text: string, options: PatternOptions = {}) =>
  createPattern(source, options).count(text, createBudget(1_000_000));

describe('matches, counted as re.findall does', () => {
  const cases: [source: string, text: string, found: number][] = [
    ['ana', 'banana', 1],
    ['a|an', 'banana', 3],
    ['(?:an){2}', 'banana', 1],
    ['a.c', 'abc a\nc a\u2028c', 2],
    ['^a', 'a\na', 1],
    ['a$', 'a\na\n', 1],
    ['a\\Z', 'a\n', 0],
    ['\\d+', '12 ٣٤ ½', 2],
    ['\\w+', 'naïve words', 2],
    ['\\s', 'a\x1cb\x85c\ufeff', 2],
    ['\\bcat\\b', 'cat, tomcat, cat2', 1],
    ['\\Bat', 'cat at', 1],
    ['[a-c]+', 'abcd bca', 2],
    ['[^a-c\\s]', 'abc d', 1],
    ['[]a]', 'a]', 2],
    ['[\\w-]+', 'a-b c', 2],
    ['a{2,3}', 'aaaaa', 2],
    ['a{,2}b', 'aaab', 1],
    ['a{x', 'a{x', 1],
    ['a*?b', 'aab', 1],
    ['x*', 'ab', 3],
    ['C++', 'C++ and CC', 2],
    ['a++a', 'aaa', 0],
    ['a?+a', 'a', 0],
    ['a{1,2}+a', 'aaa', 1],
    ['(?P<word>a)b', 'ab', 1],
    ['a(?#note)b', 'ab', 1],
    ['\\x41\\u00e9\\.', 'Aé.', 1],
    ['(a+)+$', `${'a'.repeat(2_000)}b`, 0],
    ['😀+', '😀😀 😀', 2],
  ];
  for (const [source, text, found] of cases) {
    test(`${source} in ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(count(source, text), found);
    });
  }
});

test('letter case is ignored on request, classes included', () => {
  assert.equal(count('İSTANBUL', 'istanbul ıstanbul', { ignoreCase: true }), 2);
  assert.equal(count('[i]+x', 'İıIix', { ignoreCase: true }), 1);
  assert.equal(count('[^k]', 'K\u212ak', { ignoreCase: true }), 0);
  assert.equal(count('(?i)ab', 'AB'), 1);
  assert.equal(count('ab', 'AB'), 0);
});

test('whole words are parted by Unicode word borders', () => {
  const whole = { ignoreCase: true, wholeWord: true };
  assert.equal(count('art', 'Art, party, art', whole), 2);
  assert.equal(count('e.g.', 'as e.g.x', whole), 1);
  assert.equal(count('日本', '日本語 日本', whole), 1);
});

describe('refused', () => {
  const sources = [
    '(a',
    'a)',
    '[a',
    '*a',
    'a**',
    'a{2}{3}',
    '\\',
    '\\q',
    '[b-a]',
    '(a)\\1',
    '(?=a)',
    '(?<!a)b',
    '(?P=n)',
    'a{2,1}',
    'a{5000}',
    '(ab)++',
    '\\x4',
    '((a{500}){500}){500}',
    '(((){999}){999}){999}',
    `${'('.repeat(200)}a${')'.repeat(200)}`,
    '(?i',
    '(?P<1>a)',
    '^*',
  ];
  for (const source of sources) {
    test(source.slice(0, 30), () => assert.throws(() => createPattern(source), PatternError));
  }
});

test('work is counted', () => {
  const pattern = createPattern('a(.*b)?');
  assert.throws(() => pattern.count('a'.repeat(10_000), createBudget(100_000)), StepLimitError);
});

test('agrees with RegExp on what both understand', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\b',
    '(?:ab|a)',
    '(a|bc|)',
    '\\w',
    ' ',
  );
  const repeat = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{1,2}', '{2}');
  const piece = fc
    .tuple(atom, repeat)
    .map(([item, times]) => (item === '\\b' ? item : item + times));
  const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 });
  fc.assert(
    fc.property(source, text, (expression, hay) => {
      const wanted = [...hay.matchAll(new RegExp(expression, 'g'))].length;
      assert.equal(count(expression, hay), wanted);
    }),
    { numRuns: 1_000 },
  );
});
