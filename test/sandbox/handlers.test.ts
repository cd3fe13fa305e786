/**
 * What a worker process does with a job, without the process: the order in which it tells the host
 * what begins and what came of it, and each kind of case. Only programs of ours run here; what the
 * process and its outer clock stop is tested through the backends.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Case } from '../../sandbox/contract.ts';
import { openJavaScript } from '../../sandbox/isolate/javascript.ts';
import {
  call,
  check,
  endings,
  evaluated,
  type Serving,
  script,
  serve,
  statuses,
} from '../support/handler.ts';

describe('JavaScript and TypeScript', () => {
  const handler = openJavaScript();
  after(() => handler[Symbol.dispose]());
  const run = (source: string, cases: readonly Case[], more: Serving = {}) =>
    serve(handler, 'javascript', source, cases, more);

  it('calls of one function, in one go and one by one, come to the same', async () => {
    const cases = [call(), call('["l",-1]'), call('["l",0]')];
    const source = 'const f = (n) => { if (n < 0) throw new RangeError("low"); return n + 1; }';
    for (const more of [{}, { cautious: true as const }]) {
      const results = await run(source, cases, more);
      assert.deepEqual(statuses(results), ['ok', 'runtime_error', 'ok']);
      assert.deepEqual([results[0]?.value, results[2]?.value], ['21', '1']);
      assert.match(results[1]?.error ?? '', /RangeError: low/);
    }
  });

  it('scripts are given their input, and end as Node would', async () => {
    const source =
      'const text = require("fs").readFileSync(0, "utf8"); console.log(text * 2); if (text === "3") process.exit(3);';
    const results = await run(source, [script('2'), script('3')]);
    assert.deepEqual(endings(results), [
      ['4\n', 0, 'ok'],
      ['6\n', 3, 'runtime_error'],
    ]);
  });

  it('modules, with what they import, as a script and under test', async () => {
    const source =
      'import { twice } from "./lib.mjs"; export const f = (n) => twice(n); console.log(f(4));';
    const files = { 'lib.mjs': 'export const twice = (n) => 2 * n;' };
    const cases = [script(), call(), check('assert.equal(f(3), 6)')];
    const [main, called, checked] = await run(source, cases, { files });
    assert.equal(main?.stdout, '8\n', main?.error);
    assert.equal(called?.value, '40', called?.error);
    assert.equal(checked?.status, 'runtime_error', 'assert is not there without require');
  });

  it('TypeScript is stripped; what does not parse is a compile error in every case', async () => {
    const typed = 'enum E { A = 20 } const f = (n: number): number => n + E.A;';
    const [good] = await serve(handler, 'typescript', typed, [call()]);
    assert.equal(good?.value, '40', good?.error);
    const results = await serve(handler, 'typescript', 'const f = (', [call(), script()]);
    assert.deepEqual(statuses(results), ['compile_error', 'compile_error']);
    assert.deepEqual(statuses(await run('let a b', [script(), call()])), [
      ...['compile_error', 'compile_error'],
    ]);
  });

  it('expressions and test bodies, beside the program and apart from it', async () => {
    const source = 'let n = 0; const f = () => ++n;';
    const needed = "const assert = require('assert');\n";
    const results = await run(source, [
      evaluated('f() + k', 'const k = 10;'),
      check(`${needed}assert.equal(f(), 2)`),
      check(`${needed}assert.equal(f(), 3)`, ['f']),
      check(`${needed}assert.equal(f(), 0)`, ['f']),
      check(`${needed}class Mine { b() {} }; f(new Mine())`, ['f']),
      { kind: 'eval', expression: 'f()', names: ['f'] },
    ]);
    assert.equal(results[0]?.value, '11', results[0]?.error);
    assert.deepEqual(statuses(results.slice(1, 4)), ['ok', 'ok', 'runtime_error']);
    assert.equal(results[4]?.status, 'not_apart');
    assert.equal(results[5]?.status, 'ok', results[5]?.error);
  });

  it('what runs out ends its own case', async () => {
    const spin = 'const f = (n) => { while (n === 20); return n; }';
    const results = await run(spin, [call(), call('["l",1]')], { own: { testMs: 3_000 } });
    assert.deepEqual(statuses(results), ['time_limit', 'ok']);
    const never = await run('while (true);', [call(), call()], { own: { testMs: 3_000 } });
    assert.deepEqual(statuses(never), ['time_limit', 'time_limit']);
    const flood = 'const f = () => { for (;;) console.log("x".repeat(4096)); }';
    const flooded = await run(flood, [call()], { own: { outputBytes: 65_536 } });
    assert.deepEqual(statuses(flooded), ['output_limit']);
    const none = await run('const f = () => 1', [call(), call()], { own: { totalMs: 0 } });
    assert.deepEqual(statuses(none), ['time_limit', 'time_limit']);
  });

  it('promises and timers are waited for, and rejected ones end a script', async () => {
    const source =
      'const f = async (n) => { await new Promise((done) => setTimeout(done, 9e5)); return n; }';
    const [slow] = await run(source, [call()]);
    assert.equal(slow?.value, '20', slow?.error);
    const [dropped] = await run('Promise.reject(new Error("lost"))', [script()]);
    assert.equal(dropped?.exitCode, 1);
  });
});
