import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { CodeOptions, toLimits } from '../../../verifiers/code/options.ts';
import { planTrials } from '../../../verifiers/code/plan.ts';
import { CodeReference } from '../../../verifiers/code/reference.ts';

const text = '{"inputs": [[1.0, 12345678901234567890]], "outputs": [1], "fn_name": "f"}';

test('a JSON string is read without loss, and its language is Python', () => {
  for (const reference of [text, { tests: text }, { language: 'python', tests: text }]) {
    const parsed = CodeReference.parse(reference);
    assert.equal(parsed.language, 'python');
    const [trial] = planTrials(parsed, CodeOptions.parse({}).comparator).trials;
    const args = '["l",1.0,12345678901234567890]';
    assert.deepEqual(trial?.case, { kind: 'call', fn: 'f', args });
  }
  assert.equal(CodeReference.parse({ language: 'js', tests: text }).language, 'javascript');
});

test('tests without kind are recognised by their fields', () => {
  const kind = (tests: unknown) => CodeReference.parse({ language: 'python', tests }).tests.kind;
  assert.equal(kind({ inputs: ['1'], outputs: ['2'] }), 'stdin');
  assert.equal(kind({ inputs: ['1'], outputs: ['2'], fn_name: null }), 'stdin');
  assert.equal(kind({ inputs: [[1]], outputs: [2], fn_name: 'f' }), 'function');
  assert.equal(kind({ asserts: ['assert f(1) == 2'] }), 'assert');
  assert.equal(kind({ test_code: 'console.assert(f())', framework: 'console.assert' }), 'assert');
});

test('an input or output may be given as its lines', () => {
  const { tests } = CodeReference.parse({
    language: 'python',
    tests: { inputs: [['1', '2']], outputs: ['3'] },
  });
  assert.deepEqual(tests.kind === 'stdin' && tests.inputs, ['1\n2']);
});

test('arguments may be JSON values, a line each', () => {
  const tests = { fn_name: 'f', inputs: ['[1, 2]\n"x"\n'], outputs: ['[3]'] };
  const reference = CodeReference.parse({ language: 'python', tests });
  const [trial] = planTrials(reference, CodeOptions.parse({}).comparator).trials;
  assert.deepEqual(trial?.case, { kind: 'call', fn: 'f', args: '["l",["l",1,2],"x"]' });
  const ran = {
    status: 'ok',
    value: '["l",3]',
    stdout: '',
    stderr: '',
    exitCode: 0,
    ms: 0,
  } as const;
  assert.deepEqual(trial?.accepts(ran), [true]);
});

const invalid: [reference: unknown, message: RegExp][] = [
  [null, /expected object/],
  ['{"inputs": [', /Expected tests as JSON text: .* at position/],
  [{ language: 'python' }, /tests/],
  [{ language: 'python', tests: {} }, /inputs/],
  [{ language: 'python', tests: { inputs: [], outputs: [] } }, /inputs/],
  [
    { language: 'python', tests: { inputs: ['1'], outputs: [] } },
    /as many outputs as inputs \(1\), got 0/,
  ],
  [{ language: 'python', tests: { inputs: ['1'], outputs: [2] } }, /outputs/],
  [{ language: 'python', tests: { fn_name: 'f', inputs: [1], outputs: [2] } }, /inputs/],
  [{ language: 'python', tests: { kind: 'assert' } }, /Expected either asserts or test_code/],
  [{ language: 'python', tests: { kind: 'special', inputs: [] } }, /kind/],
  [{ tests: { inputs: ['1'], outputs: ['1'] } }, /language/],
];
for (const [reference, message] of invalid) {
  test(`refused: ${JSON.stringify(reference)}`, () => {
    const parsed = CodeReference.safeParse(reference);
    assert.ok(!parsed.success);
    assert.match(z.prettifyError(parsed.error), message);
  });
}

test('options have defaults and limits the names of the sandbox', () => {
  const options = CodeOptions.parse({ limits: { test_ms: 500, memory_mb: 64 } });
  assert.equal(options.reward, 'fraction');
  assert.equal(options.extract, 'fence');
  assert.equal(options.comparator.kind, 'text');
  assert.equal(options.echo, false);
  assert.deepEqual(toLimits(options.limits), { testMs: 500, memoryMb: 64 });
  assert.ok(!CodeOptions.safeParse({ limits: { test_ms: 0 } }).success);
  assert.ok(!CodeOptions.safeParse({ limits: { wall_ms: 5 } }).success);
});
