/** What parts tell: where the answer was taken, how both sides read, what decided and by which rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { math } from '../../../verifiers/math/index.ts';

function parts(response: string, answer: string, options: object = {}) {
  const verdict = math.score({
    response,
    prompt: undefined,
    reference: math.reference.parse({ answer }),
    options: math.options.parse(options),
  });
  assert.equal(verdict.status, 'scored');
  return verdict.status === 'scored' ? [verdict.cause, verdict.parts] : [];
}

const explain = true;
const form = 'answer';

const told: readonly (readonly [why: string, found: unknown[], expected: unknown[]])[] = [
  [
    'without explain only source, method and conventions',
    parts('So \\boxed{25}', '25\\%'),
    ['equal', { taken: 'box', method: ['exact'], conventions: ['bare_percent'] }],
  ],
  [
    'with explain both sides as they were read',
    parts('So \\boxed{x = 0.5}', '\\frac12', { explain }),
    [
      'equal',
      {
        taken: 'box',
        method: ['exact'],
        conventions: ['assignment'],
        reference: { text: '\\frac12', read: ['(1 / 2)'] },
        response: { text: 'x = 0.5', read: ['x = 1/2'] },
      },
    ],
  ],
  [
    'every reading of a comma',
    parts('0,5', '0.5', { form, explain }),
    [
      'equal',
      {
        taken: 'response',
        method: ['canonical'],
        conventions: ['decimal_comma'],
        reference: { text: '0.5', read: ['1/2'] },
        response: { text: '0,5', read: ['list(0; 5)', '1/2'] },
      },
    ],
  ],
  [
    'why a side is no mathematics',
    parts('\\frac{1}', '3', { form, explain }),
    [
      'wrong_answer',
      {
        taken: 'response',
        method: ['words'],
        reference: { text: '3', read: ['3'] },
        response: { text: '\\frac{1}', read: [], problem: 'Expected an operand, got the end' },
      },
    ],
  ],
  [
    'the profile that accepted',
    parts('<answer>5 kg</answer>', '5 cm', { preset: 'paper' }),
    [
      'equal',
      { taken: 'tag', profile: 'math-verify', method: ['exact'], conventions: ['bare_unit'] },
    ],
  ],
  [
    'a letter is compared as a choice',
    parts('The answer is (B).', 'B', { explain }),
    [
      'equal',
      {
        taken: 'phrase',
        method: ['text'],
        reference: { text: 'B', read: ['B'], choice: 'B' },
        response: { text: 'B', read: ['B'], choice: 'B' },
      },
    ],
  ],
];
for (const [why, found, expected] of told) {
  test(`parts tell ${why}`, () => assert.deepEqual(found, expected));
}

const methods: readonly (readonly [string, string, string, string])[] = [
  ['7', '7', 'equal', 'text'],
  ['east', 'East', 'equal', 'words'],
  ['B', 'C', 'wrong_answer', 'choice'],
  ['a+b', 'b+a', 'equal', 'canonical'],
  ['1/2', '0.5', 'equal', 'exact'],
  ['\\sqrt{2}', '\\sqrt{3}', 'wrong_answer', 'doubles'],
  ['(x+1)^2', 'x^2+2x+1', 'equal', 'residue'],
  ['\\sin^2 x', '1-\\cos^2 x', 'equal', 'balls'],
  ['n!', 'n\\cdot(n-1)!', 'equal', 'integers'],
  ['(1,2)', '7', 'wrong_answer', 'shape'],
  ['(1, 2) \\cup (2, 3)', '(1, 3) \\setminus \\{2\\}', 'equal', 'regions'],
  ['\\sin(2^{10^{10}})', '\\sin(2^{10^{10}}+1)', 'undecided', 'undecided'],
];
for (const [answer, response, cause, method] of methods) {
  test(`${answer} | ${response}: ${cause} by ${method}`, () => {
    const [found, how] = parts(response, answer, { form });
    assert.equal(found, cause);
    assert.deepEqual((how as { method: string[] }).method.at(-1), method);
  });
}

test('what cannot be computed is undecided where it matters and wrong where it does not', () => {
  const [near, far] = ['\\sin(10^{100})', '\\sin(10^{100})+10^{-2000}'];
  assert.equal(parts(far, near, { form })[0], 'undecided');
  assert.equal(parts(`${far}, 5`, `${near}, 5`, { form })[0], 'undecided');
  assert.equal(parts(`${far}, 5`, `${near}, 6`, { form })[0], 'wrong_answer');
});

test('an integral that nobody computes is undecided against a number, and equal to itself', () => {
  assert.equal(parts('\\int_0^1 g(x)\\,dx', '5', { form })[0], 'undecided');
  assert.equal(parts('\\int_0^1 g(x)\\,dx+1', '1+\\int_0^1 g(x)\\,dx', { form })[0], 'equal');
});

test('explaining changes no verdict and stays small', () => {
  const long = `\\boxed{${'x+'.repeat(4_000)}1}`;
  const [plain] = parts(long, '7');
  const [cause, all] = parts(long, '7', { explain });
  assert.equal(cause, plain);
  assert.ok(JSON.stringify(all).length < 2_000);
});
