import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stem, stemKinds } from '../../../verifiers/stem/index.ts';

const score = (response: string, reference: object) =>
  stem.score({
    response,
    prompt: undefined,
    reference: stem.reference.parse(reference),
    options: stem.options.parse({}),
  });
const reward = (response: string, reference: object): number | null => {
  const verdict = score(response, reference);
  return verdict.status === 'scored' ? verdict.reward : null;
};

const pieces = fc.constantFrom(
  ...'5 12.5 m s kg / ^ 2 -1 { } ( ) \\frac \\boxed{ \\text{ \\sqrt $ ** = ± × 10 e or and not A B H2O -> + °C % , . : Answer: <think> </think> <answer> ⁻¹ ½ π '.split(
    ' ',
  ),
  ' ',
  '\n',
);
const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(' ')),
);

test('no text throws, whatever it is judged against', () => {
  fc.assert(
    fc.property(
      noise,
      noise,
      fc.constantFrom(undefined, ...stemKinds),
      (response, answer, kind) => {
        const reference = {
          answer: answer.trim() === '' ? '5 m' : answer,
          ...(kind ? { kind } : {}),
        };
        const verdict = score(response, reference);
        if (verdict.status === 'scored') assert.ok(verdict.reward === 0 || verdict.reward === 1);
      },
    ),
    { numRuns: 3_000 },
  );
});

const magnitude = fc.tuple(
  fc.integer({ min: 100, max: 999_999 }),
  fc.integer({ min: -18, max: 18 }),
);
const units = ['m', 'kg m/s^2', 'J mol^-1 K^-1', 'kPa', 'eV', 'mol/L', 'rad/s', 'W/(m^2 K)', ''];

test('a number is itself in every notation, and not itself times a power of ten', () => {
  fc.assert(
    fc.property(
      magnitude,
      fc.constantFrom(...units),
      fc.constantFrom(-3, -2, -1, 1, 2, 3),
      ([digits, power], unit, shift) => {
        const mantissa = digits / 10 ** (String(digits).length - 1);
        const gold = { answer: `${mantissa}e${power} ${unit}`.trim(), kind: 'quantity' };
        const spelt = (p: number): string[] => [
          `${mantissa}e${p} ${unit}`,
          `${mantissa} \\times 10^{${p}}\\ \\mathrm{${unit}}`,
          `${mantissa} × 10^${p} ${unit}`,
          `\\boxed{${mantissa}*10**${p} ${unit}}`,
        ];
        for (const text of spelt(power)) assert.equal(reward(text, gold), 1, text);
        for (const text of spelt(power + shift)) assert.equal(reward(text, gold), 0, text);
        for (const text of spelt(power)) {
          const negative = text.startsWith('\\') ? text.replace('{', '{-') : `-${text}`;
          assert.equal(reward(negative, gold), 0, negative);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a letter is right exactly when it is the letter of the reference', () => {
  const letters = fc.constantFrom('A', 'B', 'C', 'D');
  const shapes = [
    '%',
    '(%)',
    '%.',
    'Answer: %',
    'The answer is (%).',
    '\\boxed{%}',
    '\\boxed{\\text{%}}',
  ];
  fc.assert(
    fc.property(letters, letters, fc.constantFrom(...shapes), (gold, letter, shape) => {
      const got = reward(shape.replace('%', letter), { answer: gold, kind: 'mcq' });
      assert.equal(got, gold === letter ? 1 : 0);
    }),
    { numRuns: 200 },
  );
});
