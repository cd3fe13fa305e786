/**
 * Calculus: the table; closed forms of integrals against quadrature, which shares no code with them;
 * and that an attempt without a result stays within its steps and says so.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Budget, createBudget } from '../../../verifiers/budget.ts';
import { complexField } from '../../../verifiers/math/evaluate/complex.ts';
import { evaluate } from '../../../verifiers/math/evaluate/evaluate.ts';
import { identity } from '../../../verifiers/math/evaluate/identity.ts';
import { prepare } from '../../../verifiers/math/evaluate/prepare.ts';
import { doubles } from '../../../verifiers/math/evaluate/reals.ts';
import { math, maxSteps } from '../../../verifiers/math/index.ts';
import { parse } from '../../../verifiers/math/parse/parser.ts';
import { some, type Tree } from '../../../verifiers/math/tree.ts';
import { fromDecimal } from '../../../verifiers/rational.ts';

interface Pair {
  readonly gold: string;
  readonly pred: string;
  readonly equal: boolean;
  readonly why: string;
}

const pairs = readFileSync(new URL('../../cases/math-calculus.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Pair);

const score = (response: string, answer: string) =>
  math.score({
    response,
    prompt: undefined,
    reference: { answer },
    options: math.options.parse({ form: 'answer' }),
  });

for (const { gold, pred, equal, why } of pairs) {
  test(`${gold} ${equal ? '=' : '≠'} ${pred}: ${why}`, () => {
    for (const verdict of [score(pred, gold), score(gold, pred)]) {
      assert.equal(verdict.status, 'scored');
      assert.equal(verdict.status === 'scored' && verdict.reward, equal ? 1 : 0);
    }
  });
}

const tree = (text: string): Tree => parse(text, 'thousands').tree;
const budget = (): Budget => createBudget(10 * maxSteps);

/** The value of a tree in doubles, at one value of its variable. */
function valueAt(t: Tree, x: number): number {
  const text = Math.abs(x).toFixed(15);
  const size = fromDecimal(text);
  assert.ok(size);
  const point = x < 0 ? { n: -size.n, d: size.d } : size;
  const { re, im } = evaluate(
    t,
    () => point,
    complexField(doubles, { leftReals: false }),
    budget(),
  );
  assert.equal(im, null);
  return re.v;
}

/** Gauss's rule of three nodes on each of many pieces: no end is ever touched. */
function quadrature(f: Tree, a: number, b: number): number {
  const pieces = 400;
  const width = (b - a) / pieces;
  let total = 0;
  for (let k = 0; k < pieces; k++) {
    const middle = a + (k + 0.5) * width;
    const shift = (width / 2) * Math.sqrt(0.6);
    const outer = valueAt(f, middle - shift) + valueAt(f, middle + shift);
    total += (width / 18) * (5 * outer + 8 * valueAt(f, middle));
  }
  return total;
}

const bodies = [
  'x^5 - 3x + 1',
  '\\frac{1}{x}',
  '\\frac{x^3}{x^2+1}',
  '\\frac{2x+3}{x^2+2x+5}',
  '\\frac{1}{(x^2+1)^2}',
  '\\frac{1}{x^2-10}',
  '\\frac{x}{x^4+x^2+1}',
  'x^2 e^{-x}',
  'e^{2x}\\cos 3x',
  'x^3 \\sin x',
  '\\sin^3 x \\cos^2 x',
  '2^x x',
  'x \\ln x',
  '(\\ln x)^2',
  '\\arctan x',
  'x\\arcsin\\frac{x}{4}',
  '\\sqrt{x}(1-x)',
  '\\frac{1}{\\sqrt{9-x^2}}',
  'x^2\\sqrt{4+x^2}',
  '\\frac{1}{(2+x^2)^{3/2}}',
  '\\frac{e^x}{1+e^x}',
  '\\frac{\\ln x}{x}',
  '\\frac{1}{1+\\sqrt{x}}',
  '\\frac{1}{2+\\sin x}',
  '\\frac{1}{x\\sqrt{x^2+1}}',
  '\\tan\\frac{x}{3}',
  '\\cosh x',
  '|x - 1|',
];

for (const body of bodies) {
  test(`the integral of ${body} is what quadrature finds`, () => {
    const found = prepare(tree(`\\int_{1/2}^{2} ${body} \\, dx`), budget());
    assert.ok(!some(found, (t) => t.kind === 'bound'), 'no closed form');
    const wanted = quadrature(prepare(tree(body), budget()), 0.5, 2);
    // The corner of |x − 1| is what limits the rule.
    assert.ok(Math.abs(valueAt(found, 0) - wanted) < 1e-5);
  });
}

const slopes = ['\\tan', '\\cot', '\\sec', '\\csc', '\\arcsin', '\\arccos', '\\arctan', '\\sinh'];
const more = [
  '\\tanh',
  '\\ln',
  '\\sqrt',
  '\\operatorname{arsinh}',
  '\\operatorname{artanh}',
  '\\coth',
];
for (const name of [...slopes, ...more]) {
  test(`the derivative of ${name} is what differences find`, () => {
    const f = prepare(tree(`${name}{x}`), budget());
    const slope = prepare(tree(`\\frac{d}{dx} ${name}{x}`), budget());
    const h = 1e-5;
    const wanted = (valueAt(f, 0.4 + h) - valueAt(f, 0.4 - h)) / (2 * h);
    assert.ok(Math.abs(valueAt(slope, 0.4) - wanted) < 1e-6);
  });
}

const hard = [
  '\\int_0^{\\infty}\\sin(x^{x^{x}})dx',
  '\\lim_{n\\to\\infty}\\left(1+\\frac1n\\right)^{n^{n}}',
  '\\sum_{k=1}^{n}(k+1)^{24}(k+2)^{24}',
  '\\int_0^1 (x^2+x+1)^{20} e^{x} \\sin x dx',
  '\\int_0^1 \\sin(\\cos(\\tan(\\ln(1+e^{x^2})))) \\arctan(\\sqrt{x+\\sqrt{x+\\sqrt{x}}}) dx',
  '\\frac{d^{12}}{dx^{12}} e^{e^{e^{x}}}',
  '\\sum_{k=1}^{10^{12}}\\frac{1}{k}',
];

for (const text of hard) {
  test(`${text} stays undecided, within the steps of a verdict`, () => {
    const found = identity(tree(text), tree('7'), createBudget(maxSteps));
    assert.deepEqual(found, { same: false, method: 'undecided' });
    assert.deepEqual(score(text, '7'), score(text, '7'));
  });
}
