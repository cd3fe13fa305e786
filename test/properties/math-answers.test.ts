/**
 * What holds of answers of every kind: numbers and collections that were changed are other answers,
 * and no text whatever makes the verifier throw, change its mind or spend all its steps.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Judgement, Refusal } from '../../verifiers/contract.ts';
import { math } from '../../verifiers/math/index.ts';
import { latexText } from '../support/latex.ts';

function score(gold: string, pred: string, options: object): Judgement | Refusal {
  return math.score({
    response: pred,
    prompt: undefined,
    reference: { answer: gold },
    options: math.options.parse(options),
  });
}

function equal(gold: string, pred: string): boolean {
  const verdict = score(gold, pred, { form: 'answer' });
  return verdict.status === 'scored' && verdict.reward === 1;
}

function different(a: string, b: string): void {
  assert.equal(equal(a, b), false, `${a} | ${b}`);
  assert.equal(equal(b, a), false, `${b} | ${a}`);
}

const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const small = fc.bigInt({ min: 1n, max: 999n });

test('a fraction is no other fraction, however near', () => {
  fc.assert(
    fc.property(whole, small, fc.integer({ min: 1, max: 60 }), (p, q, digits) => {
      const scale = 10n ** BigInt(digits);
      const [exact, near] = [`\\frac{${p}}{${q}}`, `\\frac{${p * scale + 1n}}{${q * scale}}`];
      assert.ok(equal(exact, `${p * scale}/${q * scale}`));
      different(exact, near);
    }),
    { numRuns: 300, seed: 31 },
  );
});

test('a decimal is no other decimal of as many places', () => {
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 25 }), small, (digits, places, by) => {
      different(decimal(digits, places), decimal(digits + by, places));
    }),
    { numRuns: 300, seed: 32 },
  );
});

function decimal(digits: bigint, places: number): string {
  const shown = `${digits < 0n ? -digits : digits}`.padStart(places + 1, '0');
  return `${digits < 0n ? '-' : ''}${shown.slice(0, -places)}.${shown.slice(-places)}`;
}

const dressed = {
  cm: (n: bigint) => `${n} \\text{ cm}`,
  degrees: (n: bigint) => `${n}^\\circ`,
  percent: (n: bigint) => `${n}\\%`,
  dollars: (n: bigint) => `\\$${n}`,
  boxed: (n: bigint) => `\\boxed{${n}}`,
  assigned: (n: bigint) => `x = ${n}`,
  'under a root': (n: bigint) => `\\sqrt{${n}}`,
  scientific: (n: bigint) => `${n} \\times 10^{12}`,
  'in base nine': (n: bigint) => `${n.toString(9)}_9`,
} as const;

for (const [name, dress] of Object.entries(dressed)) {
  test(`a number is no other number: ${name}`, () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), small, (n, by) => {
        assert.ok(equal(dress(n), dress(n)));
        different(dress(n), dress(n + by));
        different(dress(n), `${n + by}`);
      }),
      { numRuns: 100, seed: 33 },
    );
  });
}

const collections: Readonly<Record<string, (items: readonly string[]) => string>> = {
  tuple: (items) => `(${items.join(', ')})`,
  set: (items) => `\\{${items.join(', ')}\\}`,
  list: (items) => items.join(', '),
  'row vector': (items) => `\\begin{pmatrix} ${items.join(' & ')} \\end{pmatrix}`,
  'column vector': (items) => `\\begin{pmatrix} ${items.join(' \\\\ ')} \\end{pmatrix}`,
  'union of intervals': (items) => items.map((x) => `(${x}, ${x} + \\frac{1}{9})`).join(' \\cup '),
};
const ordered = ['tuple', 'row vector', 'column vector'];
const distinct = fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 6 });

for (const [name, written] of Object.entries(collections)) {
  test(`a changed collection is another answer: ${name}`, () => {
    fc.assert(
      fc.property(distinct, fc.nat(5), (numbers, at) => {
        const place = at % numbers.length;
        const items = numbers.map((n) => `\\frac{${n}}{3}`);
        const answer = written(items);
        assert.ok(equal(answer, written(numbers.map((n) => `\\frac{${2 * n}}{6}`))));
        different(
          answer,
          written(items.with(place, `\\frac{${numbers[place]}}{3} + \\frac{1}{7}`)),
        );
        different(answer, written(items.toSpliced(place, 1)));
        different(answer, written([...items, '100']));
        if (ordered.includes(name)) different(answer, written(items.toReversed()));
      }),
      { numRuns: 100, seed: 34 },
    );
  });
}

test('an interval is no interval with another bracket or end', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), fc.boolean(), (low, width, closed) => {
      const [a, b] = [low, low + width + 1];
      const [open, shut] = closed ? ['[', '('] : ['(', '['];
      different(`${open}${a}, ${b}]`, `${shut}${a}, ${b}]`);
      different(`${open}${a}, ${b}]`, `${open}${a}, ${b + 1}]`);
      different(`${a} \\le x < ${b}`, `${a} < x < ${b}`);
      different(`x \\le ${a}`, `x \\ge ${a}`);
    }),
    { numRuns: 200, seed: 35 },
  );
});

const noise = fc.string({ unit: 'binary', maxLength: 40 });
const bytes = fc
  .uint8Array({ maxLength: 60 })
  .map((array) => new TextDecoder('latin1').decode(array));
const pieces = fc
  .array(fc.tuple(latexText, fc.nat(30), fc.nat(12)), { maxLength: 4 })
  .map((parts) => parts.map(([text, at, length]) => text.slice(at, at + length)).join(''));
const text = fc.oneof(latexText, pieces, noise, bytes);

test('no text makes the verifier throw, change its mind or spend all its steps', () => {
  fc.assert(
    fc.property(
      text,
      text,
      fc.constantFrom('text', 'answer'),
      fc.constantFrom('default', 'paper', 'strict'),
      (gold, pred, form, preset) => {
        const options = { form, preset, explain: true };
        const verdict = score(gold, pred, options);
        assert.deepEqual(score(gold, pred, options), verdict);
        if (verdict.status === 'unscorable')
          return assert.equal(verdict.cause, 'reference_invalid');
        assert.equal(verdict.reward, verdict.cause === 'equal' ? 1 : 0);
        assert.notEqual(verdict.cause, 'step_limit');
      },
    ),
    { numRuns: 4_000, seed: 15 },
  );
});
