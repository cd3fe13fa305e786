/** A program under the native backend behaves as under `python3 solution.py < input`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { RunStatus } from '../../../sandbox/contract.ts';
import { absent, native, script } from './native.ts';

interface Row {
  readonly why: string;
  readonly source: string;
  readonly stdin?: string;
  readonly status?: RunStatus;
  readonly exitCode?: number | null;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly error?: string;
}

const path = new URL('../../cases/sandbox-python-script.jsonl', import.meta.url);
const run = native();
for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
  const row = JSON.parse(line) as Row;
  test(`script: ${row.why}`, { skip: absent }, async () => {
    const { stdin = '', status = 'ok', exitCode = 0, stdout = '', stderr, error } = row;
    const [result] = await run(row.source, [script(stdin)], { testMs: 3000 });
    const { ms, ...got } = result ?? assert.fail('no result');
    assert.ok(ms > 0);
    assert.deepEqual(
      { status: got.status, exitCode: got.exitCode, stdout: got.stdout },
      { status, exitCode, stdout },
      `${got.error} ${got.stderr}`,
    );
    if (stderr !== undefined) assert.equal(got.stderr, stderr);
    if (error !== undefined) assert.equal(got.error, error);
  });
}

test('script: a large input comes whole', { skip: absent }, async () => {
  const source = 'import sys\nprint(len(sys.stdin.read()))';
  const [result] = await run(source, [script('x'.repeat(40 << 20))]);
  assert.equal(result?.stdout, `${40 << 20}\n`, result?.error);
});

test('script: a program that compiles not is compiled once', { skip: absent }, async () => {
  const results = await run('def', [script('1'), script('2'), script('3')]);
  assert.deepEqual(
    results.map(({ status, ms }) => [status, ms > 0]),
    [
      ['compile_error', true],
      ['compile_error', false],
      ['compile_error', false],
    ],
  );
});
