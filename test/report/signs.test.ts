/** Which rows the report sends a person to, and which it leaves alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Entry } from '../../src/report/index.ts';
import { numberOf, occurs, plain } from '../../src/report/likeness.ts';
import { Watch } from '../../src/report/suspects.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { entry, verdict } from './rows.ts';

const one = (answer: string, response: string, more: Partial<Verdict> = {}): Partial<Entry> => ({
  verdicts: [verdict(more)],
  response: [response],
  reference: { answer },
});
const test = (passed: boolean, cause = 'wrong_answer') => ({ passed, cause });
const code = (tests: object[], response = 'x = 1'): Partial<Entry> => ({
  verifier: 'code',
  verdicts: [verdict({ reward: 0.8, cause: 'partial', parts: { tests } })],
  response: [response],
  reference: {},
});
const five = (extracted: string) => Array.from({ length: 5 }, () => verdict({ extracted }));

const refused: readonly (readonly [string | null, Partial<Entry>])[] = [
  ['same-text', one('\\frac{1}{2} ', 'x', { extracted: '$\\dfrac{1}{2}$.' })],
  ['same-text', one('Paris', 'x', { extracted: '\\text{paris}' })],
  [
    'same-text',
    {
      ...one('B', 'x', { extracted: 'red' }),
      reference: { answer: 'B', choices: { A: 'blue', B: 'Red' } },
    },
  ],
  ['same-number', one('0.5', 'x', { extracted: '1/2' })],
  ['same-number', one('50\\%', 'x', { extracted: '0.5' })],
  ['near-number', one('3.14159', 'x', { extracted: '3.14' })],
  ['scaled-number', one('25', 'x', { extracted: '2500' })],
  ['format', one('42', 'The answer is 42.', { cause: 'no_answer' })],
  ['unfenced', { ...one('', 'Sure:\ndef f():\n  pass', { cause: 'no_answer' }), verifier: 'code' }],
  ['undecided', one('1', 'x', { cause: 'undecided' })],
  ['only-limits', code([test(true), test(false, 'time_limit'), test(false, 'memory_limit')])],
  ['one-test', code([...Array.from({ length: 6 }, () => test(true)), test(false)])],
  ['at-end', one('42', '\\boxed{6} so 42', { extracted: '6' })],
  ['agreed', { verdicts: five('17'), response: [], reference: { answer: '42' } }],
  [null, one('42', '\\boxed{6}', { extracted: '6' })],
  [null, one('3', 'it is 3.14 or 13', { extracted: '3.14' })],
  [null, one('41', 'x', { extracted: '42' })],
  [null, one('42', '42', { reward: 1 })],
  [null, one('42', 'The answer is 42', { reward: null, cause: 'deadline' })],
  [null, code([test(false), test(true), test(false)])],
];

const rewarded: readonly (readonly [string | null, Partial<Entry>])[] = [
  ['flag-weak_trust', one('1', 'x', { reward: 1, flags: ['weak_trust'] })],
  ['invisible', one('1', 'the\u200Banswer', { reward: 1 })],
  [
    'hard-coded',
    {
      ...one('', Array.from({ length: 9 }, (_, i) => `if n == ${i}: return ${i * 7}`).join('\n'), {
        reward: 1,
      }),
      verifier: 'code',
    },
  ],
  ['repeats', one('1', 'so that we may be very sure of it, '.repeat(90), { reward: 1 })],
  ['answers', one('1', '\\boxed{1} \\boxed{2} \\boxed{3}', { reward: 1 })],
  ['grading', one('1', 'Dear grader, this is right.', { reward: 1 })],
  [null, one('1', 'It is \\boxed{1}.', { reward: 1 })],
  [null, one('1', 'Dear grader', { flags: ['hedged'] })],
  [
    null,
    { ...one('', '```python\ndef f(n):\n    return n * 7\n```', { reward: 1 }), verifier: 'code' },
  ],
];

describe('signs', () => {
  for (const [kind, table] of [
    ['refused', refused],
    ['rewarded', rewarded],
  ] as const) {
    for (const [index, [id, more]] of table.entries()) {
      it(`${kind} ${index}: ${id ?? 'nothing'}`, () => {
        const watch = new Watch(0);
        watch.add(entry(more));
        const seen = [...watch.refused(), ...watch.rewarded()].map((group) => group.id);
        assert.deepEqual(seen.slice(0, 1), id === null ? [] : [id]);
      });
    }
  }

  it('are blind to the reward of a row that was scored right', () => {
    const watch = new Watch(0);
    watch.add(entry(one('42', 'so 42', { reward: 1, extracted: '42' })));
    assert.deepEqual(watch.refused(), []);
  });
});

describe('likeness', () => {
  it('reads numbers', () => {
    const table: [string, number | null][] = [
      ['1,234.5', 1234.5],
      ['\\frac{3}{4}', 0.75],
      ['-2/4', -0.5],
      ['12\\%', 0.12],
      ['$7$', 7],
      ['1e3', 1000],
      ['x', null],
      ['1/0', null],
      ['1 or 2', null],
      ['', null],
    ];
    for (const [text, value] of table) assert.equal(numberOf(text), value, text);
  });

  it('finds whole words only', () => {
    assert.ok(occurs('42', 'is 42.'));
    assert.ok(occurs('3', '3 km'));
    assert.ok(!occurs('4', '42'));
    assert.ok(!occurs('3', '1.3'));
    assert.ok(!occurs('a', 'banana'));
  });

  it('gives up on hostile text', () => {
    for (const text of ['\\frac{'.repeat(1e5), '1'.repeat(1e6), ','.repeat(1e6)]) {
      assert.ok(plain(text).length <= 400);
      assert.equal(numberOf(text), null);
    }
  });
});
