/** Causes, flags and refusals of the math verifier, and the bounds on its work. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxResponseLength } from '../../../verifiers/contract.ts';
import { math } from '../../../verifiers/math/index.ts';

function score(response: string, answer: string, options: object = {}) {
  return math.score({
    response,
    prompt: undefined,
    reference: math.reference.parse({ answer }),
    options: math.options.parse(options),
  });
}

const cause = (response: string, answer: string, options?: object) =>
  score(response, answer, options).cause;

test('each fault has its own cause', () => {
  assert.equal(cause('\\boxed{3}', '3'), 'equal');
  assert.equal(cause('\\boxed{4}', '3'), 'wrong_answer');
  assert.equal(cause('I do not know what to say here', '3'), 'no_answer');
  assert.equal(cause('\\boxed{3 \\text{ or } 4}', '3'), 'ambiguous_answer');
  assert.equal(cause('\\boxed{3, 4}', '3'), 'ambiguous_answer');
  assert.equal(cause('x'.repeat(maxResponseLength + 1), '3'), 'too_long');
});

test('a hedge is flagged and what was judged is told', () => {
  const verdict = score('\\boxed{3, 4}', '3');
  assert.equal(verdict.status, 'scored');
  if (verdict.status !== 'scored') return;
  assert.deepEqual(verdict.flags, ['hedged']);
  assert.equal(verdict.extracted, '3, 4');
});

test('any of several references will do', () => {
  const reference = math.reference.parse({ answers: ['3', '5'] });
  const verdict = math.score({
    response: '5',
    prompt: undefined,
    reference,
    options: math.options.parse({}),
  });
  assert.equal(verdict.cause, 'equal');
});

test('a reference is one answer or several, not both and not none', () => {
  assert.equal(math.reference.safeParse({}).success, false);
  assert.equal(math.reference.safeParse({ answer: ' ' }).success, false);
  assert.equal(math.reference.safeParse({ answer: '1', answers: ['1'] }).success, false);
  assert.equal(math.reference.safeParse({ answer: 12 }).success, true);
});

test('a reference too long to read is our fault', () => {
  const verdict = score('3', '1'.repeat(20_001));
  assert.equal(verdict.status, 'unscorable');
  assert.equal(verdict.cause, 'reference_invalid');
});

const monsters: readonly [string, string][] = [
  ['nested braces', '{'.repeat(10_000)],
  ['nested fractions', '\\frac{1}{'.repeat(2_000)],
  ['nested bars', '|'.repeat(15_000)],
  ['a power tower', Array(300).fill('9').join('^')],
  ['a braced tower', `${'9^{'.repeat(140)}9${'}'.repeat(140)}`],
  ['a large factorial', '99999999999!'],
  ['factorials of factorials', '(((9!)!)!)!'],
  ['many factorials', `${'5000!+'.repeat(500)}1`],
  ['a huge exponent', '(x+1)^{10^{5000}}'],
  ['a long sum', '\\sum_{k=1}^{1000}\\sum_{j=1}^{1000}\\sin(jk)'],
  ['a long list', Array.from({ length: 4_000 }, (_, k) => `\\sqrt{${k}}`).join(',')],
  ['many signs', `${'1\\pm'.repeat(300)}1`],
  ['a wide matrix', `\\begin{pmatrix}${'1&'.repeat(5_000)}1\\end{pmatrix}`],
  ['nested sines', `${'\\sin('.repeat(70)}x${')'.repeat(70)}`],
  ['a long polynomial', Array.from({ length: 900 }, (_, k) => `x^{${k}}`).join('+')],
];

for (const [name, text] of monsters) {
  test(`ends within its steps: ${name}`, () => {
    for (const [response, answer] of [
      [text, '7'],
      [text, '\\sqrt{2}+x'],
      ['7', text],
    ] as const) {
      const verdict = score(response, answer, { form: 'answer' });
      assert.notEqual(verdict.cause, 'equal');
    }
  });
}
