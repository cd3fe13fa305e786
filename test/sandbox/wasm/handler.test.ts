/** As ../handlers.test.ts, for Python on WebAssembly. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Case } from '../../../sandbox/contract.ts';
import { openPython } from '../../../sandbox/wasm/python.ts';
import {
  call,
  check,
  endings,
  evaluated,
  type Serving,
  script,
  serve,
  statuses,
} from '../../support/handler.ts';

describe('Python on WebAssembly', async () => {
  const handler = await openPython();
  after(() => {
    handler[Symbol.dispose]();
    // V8 waits for compiling that an isolate began and will never end, if it may
    setImmediate(() => process.exit());
  });
  const run = (source: string, cases: readonly Case[], more: Serving = {}) =>
    serve(handler, 'python', source, cases, more);

  it('each kind of case, one load for those that share it', async () => {
    const source = 'n = 0\ndef f(x=0):\n    global n\n    n += 1\n    return n + x';
    const results = await run(source, [
      call(),
      evaluated('f() + k', 'k = 10'),
      check('assert f() == 3'),
      check('assert f() == 4', ['f']),
      check('assert f() == 0', ['f']),
      call('["l"]', 'none'),
    ]);
    assert.deepEqual(statuses(results), [
      ...['ok', 'ok', 'ok', 'ok', 'runtime_error', 'runtime_error'],
    ]);
    assert.deepEqual([results[0]?.value, results[1]?.value], ['21', '12']);
  });

  it('scripts are fresh each time, and end with a code', async () => {
    const source =
      'import os, sys\nprint(os.path.exists("x"))\nopen("x", "w").close()\nsys.exit(int(input()))';
    const results = await run(source, [script('0\n'), script('5\n')]);
    assert.deepEqual(endings(results), [
      ['False\n', 0, 'ok'],
      ['False\n', 5, 'runtime_error'],
    ]);
  });

  it('what runs out ends its own case, and the program is loaded anew', async () => {
    const spin = 'def f(n):\n    while n == 20: pass\n    return n';
    const results = await run(spin, [call(), call('["l",1]')], { own: { testMs: 5_000 } });
    assert.deepEqual(statuses(results), ['time_limit', 'ok']);
    const spent = await run(spin, [call(), call('["l",1]')], { own: { totalMs: 500 } });
    assert.deepEqual(statuses(spent), ['time_limit', 'time_limit']);
    const body = check('while True: f(1)', ['f']);
    assert.deepEqual(statuses(await run(spin, [body], { own: { testMs: 5_000 } })), ['time_limit']);
    const flood = 'def f(n):\n    while True: print("x" * 4096)';
    const flooded = await run(flood, [call()], { own: { outputBytes: 65_536 } });
    assert.deepEqual(statuses(flooded), ['output_limit']);
    const eater = 'def f(n):\n    return len(bytearray(300 << 20))';
    const eaten = await run(eater, [call()], { own: { memoryMb: 64 } });
    assert.deepEqual(statuses(eaten), ['memory_limit']);
  });

  it('a program that does not load fails in every case', async () => {
    assert.deepEqual(statuses(await run('def f(:', [call(), call()])), [
      ...['compile_error', 'compile_error'],
    ]);
    const raised = await run('raise KeyError("k")', [call(), call()]);
    assert.deepEqual(statuses(raised), ['runtime_error', 'runtime_error']);
  });
});
