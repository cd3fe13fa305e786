/** The verifier against a sandbox that plays back what a program might do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, type RunResult, type Sandbox, SandboxError } from '../../../sandbox/index.ts';
import { code } from '../../../verifiers/code/index.ts';
import type { Judgement } from '../../../verifiers/contract.ts';

const okay: RunResult = { status: 'ok', stdout: '', stderr: '', exitCode: 0, ms: 1.234 };
const signal = new AbortController().signal;

interface Seen {
  source?: string;
  cases?: readonly Case[];
}

/** Gives these results whatever it is asked, and notes what that was. */
function playback(results: readonly RunResult[], seen: Seen = {}): Sandbox {
  return {
    languages: { python: 'isolate', javascript: 'isolate', typescript: 'isolate' },
    async run(program, cases) {
      seen.source = program.source;
      seen.cases = cases;
      return { isolation: 'played', results };
    },
    check: async () => {},
    async [Symbol.asyncDispose]() {},
  };
}

/** Answers each case by itself. */
function answering(answer: (one: Case) => RunResult): Sandbox {
  return {
    ...playback([]),
    run: async (_program, cases) => ({ isolation: 'played', results: cases.map(answer) }),
  };
}

const stdin = { language: 'python', tests: { inputs: ['1', '2', '3'], outputs: ['2', '4', '6'] } };

async function score(
  sandbox: Sandbox,
  response: string,
  given: { reference?: unknown; options?: unknown } = {},
) {
  const reference = code.reference.parse(given.reference ?? stdin);
  const options = code.options.parse({ extract: 'raw', ...(given.options as object) });
  return code.score({ response, prompt: undefined, reference, options }, { sandbox, signal });
}

const output = (stdout: string): RunResult => ({ ...okay, stdout });
const ended = (status: RunResult['status']): RunResult => ({ ...okay, status });

test('full marks', async () => {
  const verdict = (await score(playback(['2', '4', '6\n'].map(output)), 'p')) as Judgement;
  assert.equal(verdict.reward, 1);
  assert.equal(verdict.cause, 'equal');
  assert.equal(verdict.isolation, 'played');
  assert.equal(verdict.flags, undefined);
  assert.deepEqual(verdict.parts?.tests, Array(3).fill({ passed: true, cause: 'equal', ms: 1.23 }));
});

test('a share of the tests, or nothing where all are asked', async () => {
  const results = [output('2'), ended('time_limit'), output('7')];
  const verdict = (await score(playback(results), 'p')) as Judgement;
  assert.equal(verdict.reward, 1 / 3);
  assert.equal(verdict.cause, 'partial');
  const strict = await score(playback(results), 'p', { options: { reward: 'all' } });
  assert.deepEqual([(strict as Judgement).reward, strict.cause], [0, 'time_limit']);
});

test('the first failure names the cause', async () => {
  const causes = [
    'compile_error',
    'runtime_error',
    'memory_limit',
    'output_limit',
    'process_limit',
  ];
  for (const cause of causes as RunResult['status'][]) {
    const verdict = await score(playback([ended(cause), output('x'), output('x')]), 'p');
    assert.deepEqual([(verdict as Judgement).reward, verdict.cause], [0, cause]);
  }
});

test('right output with a failing exit has failed', async () => {
  const results = Array(3).fill({ ...output('2'), status: 'runtime_error', exitCode: 1 });
  assert.equal((await score(playback(results), 'p')).cause, 'runtime_error');
});

test('a missing result is not a pass', async () => {
  const verdict = (await score(playback([output('2')]), 'p')) as Judgement;
  assert.equal(verdict.reward, 1 / 3);
  assert.equal(((await score(playback([]), 'p')) as Judgement).reward, 0);
});

test('a missing or broken value is not a pass', async () => {
  const reference = {
    language: 'python',
    tests: { fn_name: 'f', inputs: [[1], [2], [3]], outputs: [null, null, null] },
  };
  const results = [okay, { ...okay, value: '["?"' }, { ...okay, value: 'null' }];
  const verdict = (await score(playback(results), 'p', { reference })) as Judgement;
  assert.equal(verdict.reward, 1 / 3);
});

test('after an error of the program in a text of assertions the rest is not reached', async () => {
  const test_code =
    'console.assert(f(1) === 1)\nconsole.assert(f(2) === 2)\nconsole.assert(f(3) === 3)';
  const reference = { language: 'javascript', tests: { test_code, n: 3 } };
  const note = (value: number): RunResult => ({ ...okay, value: `["l",["l",0,["l",${value}]]]` });
  const results = [note(1), ended('runtime_error'), note(3)];
  const verdict = (await score(playback(results), 'p', { reference })) as Judgement;
  assert.equal(verdict.reward, 1 / 3);
  const wrong = (await score(playback([note(1), note(5), note(3)]), 'p', {
    reference,
  })) as Judgement;
  assert.equal(wrong.reward, 2 / 3);
});

test('tests that the program could see are marked', async () => {
  const tests = { asserts: ['try:\n    assert f(1)\nfinally:\n    pass'], entry_point: 'f' };
  const asked: boolean[] = [];
  const sandbox = answering((one) => {
    const apart = one.kind === 'check' && one.names !== undefined;
    asked.push(apart);
    return apart ? { ...okay, status: 'not_apart' } : okay;
  });
  const verdict = await score(sandbox, 'p', { reference: { language: 'python', tests } });
  assert.ok(verdict.status === 'scored');
  assert.deepEqual(asked, [true, false], 'first apart, then in one process');
  assert.deepEqual(verdict.flags, ['weak_trust']);
  assert.deepEqual(verdict.parts?.tests, [
    { passed: true, cause: 'equal', ms: 1.23, trust: 'weak' },
  ]);
});

test('a body that ran apart is trusted, unless it took the word of the program', async () => {
  const tests = { asserts: ['for k in [1]:\n    assert f(k)'], entry_point: 'f' };
  const reference = { language: 'python', tests };
  const strong = await score(
    answering(() => okay),
    'p',
    { reference },
  );
  assert.ok(strong.status === 'scored' && strong.reward === 1 && strong.flags === undefined);
  const weak = await score(
    answering(() => ({ ...okay, value: 'weak' })),
    'p',
    { reference },
  );
  assert.ok(weak.status === 'scored' && weak.reward === 1);
  assert.deepEqual(weak.flags, ['weak_trust']);
});

test('the program is the last fenced block outside the thinking', async () => {
  const seen: Seen = {};
  const response = '<think>```python\nno\n```</think>So:\n```python\nyes\n```\n';
  await score(playback([], seen), response, { options: { extract: 'fence' } });
  assert.equal(seen.source, 'yes\n');
});

test('no program is wrong format, no text is no answer; the sandbox is not asked', async () => {
  const seen: Seen = {};
  const options = { extract: 'fence' };
  const cases = [
    ['I cannot.', 'wrong_format'],
    ['```python\n\n```', 'wrong_format'],
    [' \n', 'no_answer'],
  ];
  for (const [response = '', cause] of cases) {
    const verdict = (await score(playback([], seen), response, { options })) as Judgement;
    assert.deepEqual([verdict.reward, verdict.cause], [0, cause]);
  }
  assert.equal(seen.cases, undefined);
});

test('expected values go neither to the sandbox nor into the verdict', async () => {
  const secret = 'OUT-77';
  const layouts = [
    { language: 'python', tests: { inputs: ['1'], outputs: [secret] } },
    { language: 'python', tests: { fn_name: 'f', inputs: [[1]], outputs: [secret] } },
    { language: 'python', tests: { asserts: [`assert f(1) == "${secret}"`], entry_point: 'f' } },
    { language: 'javascript', tests: { asserts: [`assert.deepEqual(f(1), "${secret}")`] } },
  ];
  for (const reference of layouts) {
    const seen: Seen = {};
    const verdict = await score(playback([okay], seen), 'p', {
      reference,
      options: { echo: true },
    });
    assert.equal(seen.cases?.length, 1);
    assert.ok(!JSON.stringify([seen, verdict]).includes(secret));
  }
});

test('echo gives back up to 2 KB of what the program said', async () => {
  const result = { ...okay, stdout: 'x'.repeat(5000), stderr: 'oops', value: '"v"' };
  const verdict = await score(playback([result, okay, okay]), 'p', { options: { echo: true } });
  assert.ok(verdict.status === 'scored');
  const [first] = (verdict.parts?.tests ?? []) as Record<string, string>[];
  assert.deepEqual([first?.stdout?.length, first?.stderr, first?.value], [2048, 'oops', '"v"']);
});

test('our faults are unscorable', async () => {
  const faults = [
    ['sandbox_unavailable', 'sandbox_unavailable'],
    ['language_unavailable', 'language_unavailable'],
    ['aborted', 'deadline'],
  ] as const;
  for (const [fault, cause] of faults) {
    const sandbox = playback([]);
    const broken: Sandbox = {
      ...sandbox,
      run: () => Promise.reject(new SandboxError(fault, 'no')),
    };
    const verdict = await score(broken, 'p');
    assert.deepEqual([verdict.status, verdict.cause], ['unscorable', cause]);
  }
  const cpp = { language: 'C++', tests: { inputs: ['1'], outputs: ['1'] } };
  assert.equal((await score(playback([]), 'p', { reference: cpp })).cause, 'language_unavailable');
  const lines = { language: 'python', tests: { fn_name: 'f', inputs: ['{'], outputs: [1] } };
  assert.equal((await score(playback([]), 'p', { reference: lines })).cause, 'reference_invalid');
});

test('the first tests only, and none after the first failure where so asked', async () => {
  const tests = {
    inputs: Array.from({ length: 20 }, (_, i) => `${i}`),
    outputs: Array(20).fill('7'),
  };
  const reference = { language: 'python', tests };
  const asked: string[] = [];
  const sandbox = answering((one) => {
    asked.push(one.kind === 'script' ? one.stdin : '');
    return output(one.kind === 'script' && one.stdin === '5' ? 'x' : '7');
  });
  const first = await score(sandbox, 'p', { reference, options: { first: 5 } });
  assert.ok(first.status === 'scored' && first.reward === 1 && asked.length === 5);
  asked.length = 0;
  const stopped = await score(sandbox, 'p', { reference, options: { stop: 'first_failure' } });
  assert.ok(stopped.status === 'scored');
  assert.equal(asked.length, 12, 'four, then eight');
  assert.equal(stopped.reward, 5 / 20, 'what ran beside the failure does not count');
  assert.equal(stopped.parts?.total, 20);
});

test('limits by name: five seconds for all tests together', async () => {
  const options = code.options.parse({ limits: 'prorl' });
  assert.deepEqual(options.limits, { test_ms: 5_000, total_ms: 5_000 });
  assert.ok(!code.options.safeParse({ limits: 'nobody' }).success);
});

test('a program asked of a language that is not here is unscorable', async () => {
  for (const reference of [
    { ...stdin, language: 'cobol' },
    { ...stdin, checker: { language: 'cpp', source: 'int main(){}' } },
    {
      language: 'python',
      tests: { kind: 'interactive', inputs: ['1'], interactor: { language: 'cpp', source: 'x' } },
    },
  ]) {
    const verdict = await score(playback([]), 'p', { reference });
    assert.deepEqual([verdict.status, verdict.cause], ['unscorable', 'language_unavailable']);
  }
});

for (const [flag, source, results = [output('x'), output('x'), output('x')]] of [
  ['exits_before_output', 'import os\nos._exit(0)', [output(''), output(''), output('')]],
  ['reads_proc', "open('/proc/self/environ').read()"],
  ['inspects_frames', 'import sys\nsys._getframe(1).f_back'],
  ['overrides_equality', 'class A:\n    def __eq__(self, o): return True'],
  ['uses_network', 'import socket'],
  ['tampers_with_tests', 'import builtins\nbuiltins.print = None'],
  ['runs_programs', 'import subprocess'],
] as const) {
  test(`a sign: ${flag}`, async () => {
    const verdict = await score(playback(results), source);
    assert.ok(verdict.status === 'scored');
    assert.ok(verdict.flags?.includes(flag), String(verdict.flags));
    const plain = await score(playback(results.map(() => output('x'))), 'print(1)');
    assert.equal((plain as Judgement).flags, undefined);
  });
}
