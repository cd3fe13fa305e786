/** Layouts of known data sets, a table: a row as the data set has it → the sample it becomes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatReader,
  formats,
  type LayoutError,
  readMapping,
} from '../../datasets/formats/index.ts';

const asked = [{ role: 'user', content: 'What is 6 times 7?' }];
const said = [...asked, { role: 'assistant', content: 'It is \\boxed{42}.' }];
const tests = '{"inputs": ["1\\n"], "outputs": ["2\\n"]}';
const entry = { question: 'q', answer: 'a', metadata: { source_dataset: 'leg_counting', n: 1 } };
const reward_model = { style: 'rule', ground_truth: '42' };

interface Row {
  readonly format: string;
  readonly row: Record<string, unknown>;
  /** Fields that the recast must have, exactly. */
  readonly is: Record<string, unknown>;
}

const table: readonly Row[] = [
  { format: 'samples', row: { id: 'a', verifier: 'math', response: 'x', reference: { answer: '1' }, options: { form: 'text' } }, is: { id: 'a', verifier: 'math', response: 'x', reference: { answer: '1' }, options: { form: 'text' } } },
  { format: 'samples', row: { verifier: 'stem', responses: ['x', 'y'], reference: { answer: '1 m' } }, is: { verifier: 'stem', responses: ['x', 'y'], response: undefined } },
  { format: 'verl', row: { data_source: 'openai/gsm8k', prompt: asked, ability: 'math', reward_model, extra_info: { index: 3 }, responses: ['a', 'b'] }, is: { verifier: 'math', reference: { answer: '42' }, responses: ['a', 'b'], prompt: asked, source: 'openai/gsm8k', id: undefined } },
  { format: 'verl', row: { data_source: 'mine', ability: 'code', reward_model: { ground_truth: tests }, response: 'x' }, is: { verifier: 'code', reference: tests, response: 'x', source: 'mine' } },
  { format: 'verl', row: { data_source: 'x', ability: 'stem', reward_model: { ground_truth: 'B' } }, is: { verifier: 'stem', reference: { answer: 'B' } } },
  { format: 'prime', row: { data_source: 'numina_olympiads', prompt: asked, ability: 'math', reward_model, extra_info: {} }, is: { verifier: 'math', reference: { answer: '42' }, source: 'numina_olympiads' } },
  { format: 'prime', row: { data_source: 'taco', prompt: asked, ability: 'code', reward_model: { ground_truth: tests } }, is: { verifier: 'code', reference: tests } },
  { format: 'prime', row: { id: 7, task: 'Math', source: 'numina', instruction: 'q', reference: '42' }, is: { id: 7, verifier: 'math', reference: { answer: '42' }, prompt: 'q', source: 'numina' } },
  { format: 'gsm8k', row: { question: 'q', answer: 'Add <<1+1=2>>.\n#### 1,072' }, is: { verifier: 'math', reference: { answer: '1072' }, prompt: 'q', source: 'gsm8k' } },
  { format: 'math', row: { problem: 'p', level: 'Level 5', type: 'Algebra', solution: 'So $\\boxed{1}$, no, $\\boxed{\\frac{1}{2}}$.' }, is: { reference: { answer: '\\frac{1}{2}' } } },
  { format: 'math', row: { problem: 'p', solution: 's', answer: '2', subject: 'Algebra', level: 3, unique_id: 'test/algebra/1.json', completion: '2' }, is: { id: 'test/algebra/1.json', reference: { answer: '2' }, response: '2' } },
  { format: 'deepscaler', row: { problem: 'p', solution: 's', answer: '-\\frac{2}{3}' }, is: { reference: { answer: '-\\frac{2}{3}' }, prompt: 'p' } },
  { format: 'apps', row: { problem_id: 12, question: 'q', solutions: '["print(2)"]', input_output: tests, difficulty: 'interview', starter_code: '' }, is: { id: 12, verifier: 'code', reference: { input_output: tests }, solution: 'print(2)', source: 'apps' } },
  { format: 'codecontests', row: { name: 'A', description: 'd', public_tests: { input: ['1'], output: ['2'] }, private_tests: { input: [], output: [] }, solutions: { language: [2, 3], solution: ['c++', 'py'] } }, is: { id: 'A', solution: 'py', reference: { public_tests: { input: ['1'], output: ['2'] }, private_tests: { input: [], output: [] } } } },
  { format: 'livecodebench', row: { question_id: '1873_A', question_content: 'q', public_test_cases: '[]', private_test_cases: '', metadata: '{}', output_list: ['a', 'b'] }, is: { id: '1873_A', verifier: 'code', responses: ['a', 'b'] } },
  { format: 'humaneval', row: { task_id: 'HumanEval/0', prompt: 'def f(x):\n', canonical_solution: '    return x\n', test: 'def check(candidate): pass', entry_point: 'f' }, is: { id: 'HumanEval/0', solution: 'def f(x):\n    return x\n', reference: { test: 'def check(candidate): pass', entry_point: 'f', prompt: 'def f(x):\n' } } },
  { format: 'mbpp', row: { task_id: 11, text: 't', code: 'def f(): return 1', test_list: ['assert f() == 1'], test_setup_code: '', challenge_test_list: [] }, is: { id: 11, solution: 'def f(): return 1', prompt: 't' } },
  { format: 'multipl-e', row: { name: 'n', language: 'lua', prompt: 'local function f(x)\n', tests: 'lu.run()' }, is: { id: 'n', verifier: 'code' } },
  { format: 'ifeval', row: { key: 1000, prompt: 'p', instruction_id_list: ['punctuation:no_comma'], kwargs: [{}], response: 'r' }, is: { id: 1000, verifier: 'instruction', reference: { instruction_id_list: ['punctuation:no_comma'], kwargs: [{}], prompt: 'p' } } },
  { format: 'if-rlvr', row: { key: 'k', messages: asked, ground_truth: '[{"instruction_id": ["punctuation:no_comma"], "kwargs": [null]}]', dataset: 'ifeval' }, is: { id: 'k', verifier: 'instruction', reference: { instruction_id_list: ['punctuation:no_comma'], kwargs: [null] } } },
  { format: 'reasoning-gym', row: { ...entry, completions: [[{ role: 'assistant', content: 'x' }], [{ role: 'assistant', content: 'y' }]] }, is: { verifier: 'logic', reference: { task: 'leg_counting', entry }, responses: ['x', 'y'], source: 'reasoning_gym/leg_counting' } },
  { format: 'reasoning-gym', row: { ...entry, metadata: JSON.stringify(entry.metadata) }, is: { reference: { task: 'leg_counting', entry } } },
  { format: 'nemo-gym', row: { id: 3, responses_create_params: { input: asked }, expected_answer: '42', response: { output: [{ type: 'reasoning', summary: [] }, { type: 'message', content: [{ type: 'output_text', text: '42' }] }] }, reward: 1 }, is: { id: 3, response: '42', reference: { answer: '42' }, prompt: asked } },
  { format: 'nemo-gym', row: { responses_create_params: { input: 'q' }, verifier_metadata: { instruction_id_list: ['punctuation:no_comma'], kwargs: [{}], grading_mode: 'binary' } }, is: { verifier: 'instruction', options: { reward: 'all' }, response: undefined } },
  { format: 'messages', row: { messages: said, answer: '42' }, is: { response: 'It is \\boxed{42}.', prompt: asked, reference: { answer: '42' } } },
  { format: 'labelled', row: { question: 'q', choices: { A: 'x', B: 'y' }, answer: 'B', generations: ['A', 'B'] }, is: { verifier: 'stem', reference: { answer: 'B', choices: { A: 'x', B: 'y' } }, responses: ['A', 'B'] } },
  { format: 'labelled', row: { response: '4', label: '4', data_source: 'mine' }, is: { verifier: 'math', response: '4', source: 'mine' } },
]; // biome-ignore format: a table

const auto = formatReader({ format: 'auto' });
for (const { format, row, is } of table) {
  test(`${format}: ${Object.keys(row).join(', ')}`, () => {
    const read = auto(row);
    assert.equal(read.format, format);
    assert.ok(read.reason.length > 0);
    const recast = read.recast as unknown as Record<string, unknown>;
    for (const [field, value] of Object.entries(is)) assert.deepEqual(recast[field], value, field);
    assert.deepEqual(formatReader({ format })(row).recast, read.recast, 'asked for by name');
  });
}

test('every layout is in the table', () => {
  const seen = new Set([...table.map(({ format }) => format), 'evalplus']);
  assert.deepEqual(
    formats.map(({ id }) => id).filter((id) => !seen.has(id)),
    [],
  );
});

test('a row of no known layout names its columns; a column that is wrong is named', () => {
  assert.throws(() => auto({ a: 1, b: 2 }), /got the columns a, b/);
  assert.throws(() => auto([1]), /Expected an object, got a list/);
  const columnOf = (row: unknown, format = 'auto') => {
    try {
      formatReader({ format })(row);
    } catch (error) {
      return (error as LayoutError).column;
    }
    return null;
  };
  assert.equal(columnOf({ reward_model: { ground_truth: null } }), 'reward_model.ground_truth');
  assert.equal(columnOf({ question: 'q', answer: 'x ####  ' }), 'answer');
  assert.equal(columnOf({ problem: 'p', level: 1, type: 't', solution: 'none' }), 'solution');
  assert.equal(columnOf({ problem: 'p' }, 'deepscaler'), 'answer');
  assert.equal(columnOf({ instruction_id_list: [], kwargs: '{' }), 'kwargs');
  assert.throws(
    () => formatReader({ format: 'nonsense' }),
    /Expected a format among auto, nemo-gym/,
  );
});

test('a mapping says what the columns are', () => {
  const map = (pairs: Record<string, string>, row: unknown, verifier?: 'math') =>
    formatReader({ format: 'auto', mapping: readMapping(Object.entries(pairs)), verifier })(row);
  const row = { q: 'x', out: ['1', '2'], gold: { value: '2' }, 'a.b': 3 };
  const full = map({ responses: 'out', 'reference.answer': 'gold.value', id: 'a.b' }, row, 'math');
  assert.deepEqual(
    [full.recast.id, full.recast.verifier, full.recast.responses, full.recast.reference],
    [3, 'math', ['1', '2'], { answer: '2' }],
  );
  const code = map(
    {
      verifier: '"code"',
      'reference.language': '"python"',
      'reference.tests.inputs': 'out',
      'reference.tests.outputs': 'out',
    },
    row,
  );
  assert.deepEqual(code.recast.reference, {
    language: 'python',
    tests: { inputs: ['1', '2'], outputs: ['1', '2'] },
  });
  // without a reference the layout is still looked for
  const half = map(
    { response: 'text_of_model' },
    { question: 'q', answer: 'x #### 4', text_of_model: '4' },
  );
  assert.deepEqual([half.format, half.recast.response], ['gsm8k', '4']);
  assert.throws(() => map({ response: 'absent' }, row), { column: 'absent' });
  assert.deepEqual(
    row,
    { q: 'x', out: ['1', '2'], gold: { value: '2' }, 'a.b': 3 },
    'left as it was',
  );
  for (const [target, from] of [
    ['answer', 'x'],
    ['reference.', 'x'],
    ['reference.__proto__', 'x'],
    ['id', ''],
    ['id', '{'],
  ] as const) {
    assert.throws(() => readMapping([[target, from]]), RangeError);
  }
});

test('the verifier that is said goes to rows that name none', () => {
  const read = formatReader({ format: 'auto', verifier: 'stem' });
  assert.equal(read({ response: 'x', reference: { answer: '1' } }).recast.verifier, 'stem');
  assert.equal(read({ prompt: 'q', answer: '5 m' }).recast.verifier, 'stem');
  assert.equal(read({ verifier: 'math', reference: {} }).recast.verifier, 'math');
});
