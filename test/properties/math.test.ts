/** What holds of every answer: reflexive, symmetric, never throwing; and agreement with mathjs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { all, create } from 'mathjs';
import { math } from '../../verifiers/math/index.ts';

function equal(gold: string, pred: string): boolean {
  const verdict = math.score({
    response: pred,
    prompt: undefined,
    reference: { answer: gold },
    options: math.options.parse({ form: 'answer' }),
  });
  return verdict.status === 'scored' && verdict.reward === 1;
}

/** Expressions in a spelling that mathjs reads too. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 1, max: 12 }).map(String),
    fc.constantFrom('x', 'y'),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('expression'), fc.integer({ min: 2, max: 4 })).map(([a, n]) => `(${a})^${n}`),
    fc
      .tuple(fc.constantFrom('sin', 'cos', 'exp', 'sqrt'), tie('expression'))
      .map(([f, a]) => `${f}(${a})`),
  ),
}));

test('an answer equals itself with its terms rearranged', () => {
  fc.assert(
    fc.property(expression, expression, (a, b) => {
      assert.ok(equal(`${a} + ${b}`, `${b} + ${a}`) || hasNoValue(`${a} + ${b}`));
    }),
    { numRuns: 150, seed: 11 },
  );
});

test('equality is symmetric', () => {
  fc.assert(
    fc.property(expression, expression, (a, b) => {
      assert.equal(equal(a, b), equal(b, a));
    }),
    { numRuns: 200, seed: 12 },
  );
});

test('an answer plus one is another answer', () => {
  fc.assert(
    fc.property(expression, (a) => {
      assert.equal(equal(a, `${a} + 1`), false);
      assert.equal(equal(`${a} + 1`, a), false);
    }),
    { numRuns: 150, seed: 13 },
  );
});

const engine = create(all ?? {});

/** Values of an expression by mathjs at a few complex points; null where it has none. */
function values(text: string): (string | null)[] {
  const compiled = engine.compile(text);
  return [0.31, 1.7, 2.6].map((x) => {
    const value = engine.complex(compiled.evaluate({ x, y: 1 / (x + 0.4) }) as number);
    return Number.isFinite(value.re) &&
      Number.isFinite(value.im) &&
      Math.hypot(value.re, value.im) < 1e12
      ? `${value.re.toPrecision(8)},${value.im.toPrecision(8)}`
      : null;
  });
}

const hasNoValue = (text: string) => values(text).includes(null);

test('two answers that mathjs tells apart are not equal here', () => {
  fc.assert(
    fc.property(expression, expression, (a, b) => {
      const [left, right] = [values(a), values(b)];
      const apart = left.some(
        (v, k) => v !== null && right[k] !== null && differs(v, right[k] ?? ''),
      );
      if (apart) assert.equal(equal(a, b), false);
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

const fragment = fc.constantFrom(
  '\\frac',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '\\{',
  '\\}',
  '|',
  '^',
  '_',
  '1',
  '23',
  '0.5',
  ',',
  ';',
  'x',
  'y',
  'i',
  'e',
  '\\pi',
  '\\sqrt',
  '\\sin',
  '\\log',
  '+',
  '-',
  '*',
  '/',
  '=',
  '<',
  '\\le',
  '\\cup',
  '\\in',
  '!',
  '%',
  '\\pm',
  '\\text{cm}',
  '\\begin{pmatrix}',
  '\\end{pmatrix}',
  '&',
  '\\\\',
  '\\sum_{k=1}^{9}',
  '\\int',
  'dx',
  '\\infty',
  ':',
  ' ',
  '$',
  '\\boxed{',
  '\\overline',
  '\\binom',
  "'",
);

test('random LaTeX and random text are judged without throwing', () => {
  const text = fc.oneof(
    fc.array(fragment, { maxLength: 24 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom('text', 'answer'), (gold, pred, form) => {
      const verdict = math.score({
        response: pred,
        prompt: undefined,
        reference: { answer: `1${gold}` },
        options: math.options.parse({ form }),
      });
      assert.ok(verdict.status === 'unscorable' || verdict.reward === 0 || verdict.reward === 1);
    }),
    { numRuns: 3_000, seed: 15 },
  );
});
