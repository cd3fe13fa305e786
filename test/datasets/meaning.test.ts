/** What trainers' rows mean, a table: label and data source → verifier and reference. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf } from '../../datasets/index.ts';

const puzzle = { question: 'q', answer: 'a', metadata: { source_dataset: 'leg_counting' } };
const tests = '{"inputs": ["1"], "outputs": ["2"]}';
const rows: readonly (readonly [label: unknown, source: string | undefined, verifier: string | null, reference?: unknown])[] = [
  ['42', undefined, 'math', { answer: '42' }],
  ['42', 'openai/gsm8k', 'math', { answer: '42' }],
  [42, undefined, 'math', { answer: '42' }],
  ['\\frac{1}{2}', 'DigitalLearningGmbH/MATH-lighteval', 'math', { answer: '\\frac{1}{2}' }],
  ['[1, 2]', 'math_dapo', 'math', { answer: '[1, 2]' }],
  ['["34"]', 'math_dapo', 'math', { answers: ['34'] }],
  [['34', '34.0'], undefined, 'math', { answers: ['34', '34.0'] }],
  [{ expected_answer: '7' }, undefined, 'math', { answer: '7' }],
  [{ answers: ['7', '8'] }, undefined, 'math', { answers: ['7', '8'] }],
  [tests, undefined, 'code', tests],
  [tests, 'codecontests', 'code', tests],
  [{ language: 'cpp', tests: {} }, undefined, 'code', { language: 'cpp', tests: {} }],
  ['{"instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}', undefined, 'instruction', { instruction_id_list: ['punctuation:no_comma'], kwargs: [{}] }],
  ['[{"instruction_id": ["punctuation:no_comma"], "kwargs": [null]}]', undefined, 'instruction', { instruction_id_list: ['punctuation:no_comma'], kwargs: [null] }],
  [puzzle, undefined, 'logic', { task: 'leg_counting', entry: puzzle }],
  [{ task: 't', entry: puzzle, config: {} }, undefined, 'logic', { task: 't', entry: puzzle, config: {} }],
  ['B', 'gpqa_diamond', 'stem', { answer: 'B' }],
  [{ expected_answer: 'B', options: [{ A: 'x' }, { B: 'y' }] }, undefined, 'stem', { expected_answer: 'B', answer: 'B', choices: { A: 'x', B: 'y' } }],
  [{ answer: '5 N', unit: 'N' }, undefined, 'stem', { answer: '5 N', unit: 'N' }],
  [{ verifier: 'math', reference: { answer: '1' }, options: { preset: 'strict' } }, undefined, 'math', { answer: '1' }],
  [{ verifier: 'stem', answer: '1 m' }, 'gsm8k', 'stem', { answer: '1 m' }],
  ['', undefined, null],
  [null, undefined, null],
  [{ something: 'else' }, undefined, null],
  [true, undefined, null],
]; // biome-ignore format: a table

for (const [label, source, verifier, reference] of rows) {
  test(`${JSON.stringify(label)}${source ? ` of ${source}` : ''} is ${verifier}`, () => {
    const meaning = meaningOf(label, { source });
    assert.equal(meaning?.verifier ?? null, verifier);
    if (meaning) assert.deepEqual(meaning.reference, reference);
  });
}

test('what the caller says goes over the fields, a label that names its verifier over both', () => {
  assert.equal(meaningOf('B', { verifier: 'stem' })?.verifier, 'stem');
  assert.equal(
    meaningOf({ verifier: 'math', answer: 'B' }, { verifier: 'stem' })?.verifier,
    'math',
  );
});

test('options of the label come along', () => {
  const label = { verifier: 'math', reference: { answer: '1' }, options: { preset: 'strict' } };
  assert.deepEqual(meaningOf(label)?.options, { preset: 'strict' });
});
