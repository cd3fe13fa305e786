/** Calls into one loaded program: each pays for itself, and none can take the channel over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunResult } from '../../../sandbox/contract.ts';
import { absent, call, native, script } from './native.ts';

const run = native();
const quick = { testMs: 1000 };
const brief = (results: readonly RunResult[]) =>
  results.map((r) => (r.status === 'ok' ? (r.value ?? 'ok') : r.status));

test('module: state lives on between the calls of one program', { skip: absent }, async () => {
  const results = await run('n = 0\ndef f():\n    global n\n    n += 1\n    return n', [
    call(),
    call(),
  ]);
  assert.deepEqual(brief(results), ['1', '2']);
});

test('module: an exit costs its own case, the rest is loaded anew', { skip: absent }, async () => {
  const source =
    'import os\nn = 0\ndef f(x):\n    global n\n    n += 1\n    if x: os._exit(0)\n    return n';
  const results = await run(source, [call(0), call(1), call(0), call(0)]);
  assert.deepEqual(brief(results), ['1', 'runtime_error', '1', '2']);
  assert.match(results[1]?.error ?? '', /before there was a result/);
});

test('module: an exit while loading costs all', { skip: absent }, async () => {
  const results = await run('import os\nos._exit(0)\ndef f(): return 1', [call(), call()]);
  assert.deepEqual(brief(results), ['runtime_error', 'runtime_error']);
});

test('module: what a call prints is its own', { skip: absent }, async () => {
  const source =
    'import os\nprint("load")\ndef f(x):\n    os.write(1, b"a" * x)\n    print("b")\n    return x';
  const results = await run(source, [call(70_000), call(1)]);
  assert.deepEqual(
    results.map(({ stdout }) => stdout.length),
    [70_002, 3],
  );
});

test('module: kinds of cases mix', { skip: absent }, async () => {
  const source = 'def f(*a): return sum(a)\nif __name__ == "__main__": print(input())';
  const results = await run(source, [
    call(1, 2),
    { kind: 'eval', expression: 'f(1) + y', setup: 'y = 10' },
    { kind: 'check', code: 'assert f(2) == 2' },
    { kind: 'check', code: 'assert f(2) == 3, "no"' },
    script('hello\n'),
    call(5),
  ]);
  assert.deepEqual(brief(results), ['3', '11', 'ok', 'runtime_error', 'ok', '5']);
  assert.equal(results[3]?.error, 'AssertionError: no');
  assert.equal(results[4]?.stdout, 'hello\n');
});

test('module: resources that run out have their names', { skip: absent }, async () => {
  const source = [
    'import os, threading, time',
    'def f(x):',
    '    if x == 0: return bytes(1 << 40)',
    '    if x == 1:',
    '        while True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()',
    '    if x == 2: raise RecursionError("deep")',
    '    return x',
  ].join('\n');
  const results = await run(source, [call(0), call(1), call(2)], quick);
  assert.deepEqual(brief(results), ['memory_limit', 'process_limit', 'runtime_error']);
});

const hostile: readonly (readonly [why: string, body: string])[] = [
  ['noise', 'os.write(6, b"{\\"passed\\": true}\\n")'],
  ['a frame without end', 'os.write(6, b"\\x7f\\xff\\xff\\xff" + b"V" * 1000)'],
  ['an empty frame', 'os.write(6, bytes(4))'],
  ['an unknown tag', 'os.write(6, b"\\x00\\x00\\x00\\x01Z")'],
  ['many frames', 'os.write(6, b"\\x00\\x00\\x00\\x02V1" * 1000)'],
  ['a closed channel', 'os.close(6)'],
  ['silence', 'time.sleep(99)'],
];
for (const [why, body] of hostile) {
  test(`module: ${why} is the program's fault`, { skip: absent }, async () => {
    const [result] = await run(
      `import os, time\ndef f():\n    ${body}\n    os._exit(0)`,
      [call()],
      quick,
    );
    assert.match(String(brief(result ? [result] : [])), /^(runtime_error|time_limit|1)$/);
    const [next] = await run('def f(): return 2', [call()]);
    assert.equal(next?.value, '2');
  });
}

test('module: a forged result is only a result', { skip: absent }, async () => {
  const source = 'import os\ndef f():\n    os.write(6, b"\\x00\\x00\\x00\\x02V7")\n    os._exit(0)';
  assert.deepEqual(brief(await run(source, [call()])), ['7']);
});
