/** Rows of known data sets, read as references. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { code } from '../../../verifiers/code/index.ts';
import { CodeOptions } from '../../../verifiers/code/options.ts';
import { planTrials } from '../../../verifiers/code/plan.ts';

const packed = (bytes: Buffer | string) => deflateSync(bytes).toString('base64');
/** What `pickle.dumps(text)` writes: protocol 4, a frame, one string. */
function pickled(text: string): Buffer {
  const body = Buffer.from(text);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([
    Buffer.from([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x58]),
    size,
    body,
    Buffer.from([0x94, 0x2e]),
  ]);
}
const one = '[{"input": "1", "output": "2", "testtype": "stdin"}]';
const two = '[{"input": "3", "output": "4", "testtype": "stdin"}]';

const stdin = (inputs: string[], outputs: string[]) => ({ kind: 'stdin', inputs, outputs });

const rows: readonly (readonly [why: string, row: object, tests: object])[] = [
  [
    'APPS, text',
    { input_output: '{"inputs": ["1\\n"], "outputs": ["2\\n"]}' },
    stdin(['1\n'], ['2\n']),
  ],
  [
    'TACO, a function',
    { input_output: { fn_name: 'f', inputs: [[1]], outputs: [2] } },
    { kind: 'function', fn_name: 'f', inputs: [[1]], outputs: [2] },
  ],
  [
    'CodeContests',
    {
      public_tests: { input: ['1'], output: ['2'] },
      private_tests: { input: [], output: [] },
      generated_tests: { input: ['3'], output: ['4'] },
    },
    stdin(['1', '3'], ['2', '4']),
  ],
  [
    'LiveCodeBench, plain',
    { public_test_cases: one, private_test_cases: two },
    stdin(['1', '3'], ['2', '4']),
  ],
  [
    'LiveCodeBench, zlib',
    { public_test_cases: one, private_test_cases: packed(two) },
    stdin(['1', '3'], ['2', '4']),
  ],
  [
    'LiveCodeBench, a pickled text',
    { public_test_cases: one, private_test_cases: packed(pickled(two)) },
    stdin(['1', '3'], ['2', '4']),
  ],
  [
    'LiveCodeBench, a function',
    {
      public_test_cases: '[{"input": "1\\n2", "output": "3", "testtype": "functional"}]',
      metadata: '{"func_name": "add"}',
    },
    { kind: 'function', fn_name: 'add', inputs: ['1\n2'], outputs: ['3'] },
  ],
  [
    'EvalPlus',
    { base_input: [[1]], plus_input: [[2]], expected_output: [2, 4], entry_point: 'f' },
    { kind: 'function', fn_name: 'f', inputs: [[1], [2]], outputs: [2, 4] },
  ],
];
for (const [why, row, tests] of rows) {
  test(`layout: ${why}`, () => {
    assert.deepEqual({ ...code.reference.parse(row).tests }, tests);
  });
}

for (const [why, row] of [
  [
    'a pickle of anything else',
    {
      public_test_cases: one,
      private_test_cases: packed(
        Buffer.from(
          '80049528000000000000008c05706f736978948c0673797374656d9493948c026964948594529 42e'.replace(
            / /g,
            '',
          ),
          'hex',
        ),
      ),
    },
  ],
  ['no archive', { public_test_cases: one, private_test_cases: '!!' }],
  [
    'an archive of gigabytes',
    { public_test_cases: one, private_test_cases: packed(Buffer.alloc(300 << 20)) },
  ],
  ['lists of different lengths', { public_tests: { input: ['1'], output: [] } }],
] as const) {
  test(`layout: ${why} is refused`, () => {
    assert.equal(code.reference.safeParse(row).success, false);
  });
}

const built = (row: object, response: string) => {
  const reference = code.reference.parse(row);
  const { trials, build } = planTrials(reference, CodeOptions.parse({}).comparator);
  return { trials, source: build(response).source };
};

test('layout: HumanEval calls its check, and a completion is put behind the prompt', () => {
  const prompt = 'def f(x):\n    """Twice."""\n';
  const row = {
    prompt,
    entry_point: 'f',
    test: 'def check(candidate):\n    assert candidate(2) == 4\n',
  };
  const { trials, source } = built(row, '    return 2 * x\n');
  assert.equal(source, `${prompt}    return 2 * x\n`);
  assert.match(JSON.stringify(trials[0]?.case), /check\(f\)/);
  const whole = 'def f(x):\n    return 2 * x\n';
  assert.equal(built(row, whole).source, whole);
});

test('layout: MBPP, every assertion is a test', () => {
  const row = {
    test_list: ['assert f(1) == 2'],
    challenge_test_list: ['assert f(2) == 4'],
    test_setup_code: 'x = 1',
  };
  assert.equal(built(row, 'p').trials.length, 2);
});

test('layout: MultiPL-E, test code in the language of the row', () => {
  const row = {
    name: 'a',
    language: 'cpp',
    prompt: '#include <assert.h>\nint f(int x) {\n',
    tests: 'int main() {\n  assert(f(2) == 4);\n}\n',
  };
  const { source } = built(row, '  return 2 * x;\n}\n');
  assert.match(source, /int f\(int x\) \{\n {2}return 2 \* x;/);
  assert.match(source, /main\(\)/);
});

test('PRIME: a list around every result may be the result or its wrapping', () => {
  const given = '{"fn_name": "f", "inputs": [[1], [2]], "outputs": [[2], [4]]}';
  const { trials } = built(JSON.parse(`{"tests": ${JSON.stringify(given)}}`), 'p');
  const passes = (value: string) =>
    trials[0]?.accepts({ status: 'ok', value, stdout: '', stderr: '', exitCode: 0, ms: 0 })[0];
  assert.deepEqual(['2', '["l",2]', '4', '["l",["l",2]]'].map(passes), [true, true, false, false]);
  const plain = built({ language: 'python', tests: JSON.parse(given) }, 'p').trials[0];
  const okay = { status: 'ok', value: '2', stdout: '', stderr: '', exitCode: 0, ms: 0 } as const;
  assert.deepEqual(plain?.accepts(okay), [false]);
});
