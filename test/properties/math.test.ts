/**
 * What holds of every pair of answers: rewriting keeps equality, a changed answer is another answer,
 * equality is symmetric where the conventions are, and it agrees with mathjs. Seeds are fixed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { math } from '../../verifiers/math/index.ts';
import { readAnswer } from '../../verifiers/math/read.ts';
import {
  type Expression,
  expression,
  hasNoValue,
  latexOf,
  number,
  plain,
  product,
  python,
  rewritings,
  sum,
  unicode,
  values,
} from '../support/expressions.ts';
import { latexText } from '../support/latex.ts';

const form = { form: 'answer' };

function equal(gold: string, pred: string, options: object = {}): boolean {
  const verdict = math.score({
    response: pred,
    prompt: undefined,
    reference: { answer: gold },
    options: math.options.parse({ ...form, ...options }),
  });
  return verdict.status === 'scored' && verdict.reward === 1;
}

/** Left out: what has no finite value in doubles at the sample points, 1/(x - x) for one. */
const valued = expression.filter((e) => !hasNoValue(e));
const factor = fc.integer({ min: 2, max: 9 });

const spellings = { plain, python, latex: latexOf, unicode } as const;

for (const [name, spelled] of Object.entries(spellings)) {
  test(`an answer equals itself in another spelling: ${name}`, () => {
    fc.assert(
      fc.property(valued, (e) => {
        assert.ok(equal(plain(e), spelled(e)));
        assert.ok(equal(spelled(e), latexOf(e)));
      }),
      { numRuns: 150, seed: 20 },
    );
  });
}

for (const [name, rewritten] of Object.entries(rewritings)) {
  test(`an answer equals itself ${name}, in every spelling`, () => {
    fc.assert(
      fc.property(
        valued,
        valued,
        factor,
        fc.constantFrom(...Object.values(spellings)),
        (e, by, k, spelled) => {
          assert.ok(equal(plain(e), spelled(rewritten(e, by, k))));
          assert.ok(equal(spelled(rewritten(e, by, k)), plain(e)));
        },
      ),
      { numRuns: 150, seed: 11 },
    );
  });
}

test('equality of expressions is symmetric', () => {
  fc.assert(
    fc.property(expression, expression, (a, b) => {
      assert.equal(equal(plain(a), plain(b)), equal(plain(b), plain(a)));
    }),
    { numRuns: 200, seed: 12 },
  );
});

/**
 * The conventions that are symmetric, at their widest. One-sided, and off here: code_syntax, phrases,
 * decimal_comma and choice_label (the reference is trusted, the response takes liberties),
 * rounded_reference and rounded_response (each says which side is rounded), bare_percent (1 % may
 * answer a whole number, a whole number needs no sign), repeats (the response may say a thing twice).
 */
const symmetric = {
  preset: 'strict',
  set_tuple: 'any_order',
  bare_tuple: true,
  bare_set: true,
  vector_tuple: true,
  list_order: 'any',
  inequality_interval: 'both',
  ratio_fraction: true,
  assignment: true,
  base_value: true,
  bare_unit: 'missing',
  decimals: 6,
  log_base: 'either',
  imaginary: 'i or j',
  loose_words: true,
  choice_order: true,
  symbol_names: 'same',
};

/** Small edits that often leave the answer the same under one of the conventions. */
const edit = fc.constantFrom(
  ['\\{', '('],
  ['\\}', ')'],
  ['[', '('],
  ['$', ''],
  ['\\boxed', ''],
  ['\\text{ cm}', ''],
  ['^\\circ', ''],
  ['x = ', ''],
  [' + ', ' - '],
  [' < ', ' \\le '],
  ['x', 'y'],
  ['2', '3'],
  ['i', 'j'],
  ['\\cup', '\\cap'],
);

/** A reference is trusted: of one that is no mathematics, what its last equals sign gives counts. */
const unreadable = (text: string) => text.includes('=') && readAnswer(text).trees.length === 0;
test('equality of answers of every kind is symmetric under symmetric conventions', () => {
  const pair = fc.oneof(
    fc.tuple(latexText, latexText),
    fc
      .tuple(latexText, edit)
      .map(([text, [from = '', to = '']]) => [text, text.replaceAll(from, to)] as const),
  );
  fc.assert(
    fc.property(pair, ([a, b]) => {
      fc.pre(![a, b].some(unreadable));
      assert.equal(equal(a, b, symmetric), equal(b, a, symmetric));
    }),
    { numRuns: 2_000, seed: 16 },
  );
});

/**
 * Values stay below 1e12 here, so that every change shows in the first 48 digits. Further out two
 * expressions are taken for equal: \sqrt{2} and \sqrt{2 + 10^{-60}}, \pi + 1 and \pi + 1 + 10^{-50}.
 */
const perturbed: Readonly<Record<string, (e: Expression, k: number) => Expression>> = {
  'one more': (e) => sum(e, number(1)),
  'a little more': (e, k) => sum(e, { kind: 'power', a: tenth(k), n: 4 }),
  'a multiple': (e, k) => sum(product(number(k), e), number(k)),
};
const tenth = (k: number): Expression => ({
  kind: 'binary',
  op: '/',
  a: number(k),
  b: number(10_000_000),
});

for (const [name, change] of Object.entries(perturbed)) {
  test(`a changed expression is another answer: ${name}`, () => {
    fc.assert(
      fc.property(valued, factor, (e, k) => {
        const other = change(e, k);
        // k·e + k is e where e is k / (1 - k) throughout.
        if (name === 'a multiple') fc.pre(values(plain(e)).join() !== values(plain(other)).join());
        assert.equal(equal(plain(e), latexOf(other)), false);
        assert.equal(equal(latexOf(other), plain(e)), false);
      }),
      { numRuns: 150, seed: 13 },
    );
  });
}

test('two expressions that mathjs tells apart are not equal here', () => {
  fc.assert(
    fc.property(expression, expression, (a, b) => {
      const [left, right] = [values(plain(a)), values(plain(b))];
      const apart = left.some(
        (v, k) => v !== null && right[k] !== null && differs(v, right[k] ?? ''),
      );
      if (apart) assert.equal(equal(plain(a), plain(b)), false);
    }),
    { numRuns: 200, seed: 14 },
  );
});

/** Whether two printed values differ by more than rounding explains. */
function differs(a: string, b: string): boolean {
  const [x, y] = [a, b].map((s) => s.split(',').map(Number));
  const gap = Math.hypot((x?.[0] ?? 0) - (y?.[0] ?? 0), (x?.[1] ?? 0) - (y?.[1] ?? 0));
  return gap > 1e-5 * (1 + Math.hypot(x?.[0] ?? 0, x?.[1] ?? 0));
}
