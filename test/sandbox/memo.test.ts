/** What was run is not run again, and never anything else is given for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Backend,
  type Case,
  defaultLimits,
  type Program,
  type RunResult,
  SandboxError,
} from '../../sandbox/contract.ts';
import { memoize } from '../../sandbox/memo.ts';

const script = (stdin: string): Case => ({ kind: 'script', stdin });
const call = (args: string): Case => ({ kind: 'call', fn: 'f', args });
const program = (source: string, rest: Partial<Program> = {}): Program => ({
  language: 'python',
  source,
  ...rest,
});
const result = (stdout: string, status: RunResult['status'] = 'ok'): RunResult => ({
  status,
  stdout,
  stderr: '',
  exitCode: 0,
  ms: 1,
});

/** A backend that counts the cases it runs and answers each with its number. */
function counter(status: RunResult['status'] = 'ok') {
  const seen: Case[] = [];
  const run: Backend['run'] = async (_program, cases, _limits, options) => {
    const at = seen.length;
    seen.push(...cases);
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (options?.signal?.aborted) throw new SandboxError('aborted', 'The run was aborted');
    return cases.map((_, i) => result(String(at + i), status));
  };
  return { seen, run };
}
const bytes = 1 << 20;

test('a script case that was run is not run again; new ones beside it are', async () => {
  const { seen, run } = counter();
  const memo = memoize(run, { bytes });
  const first = await memo(program('print(1)'), [script('a'), script('b')], defaultLimits);
  const next = await memo(program('print(1)'), [script('b'), script('c')], defaultLimits);
  assert.equal(seen.length, 3);
  assert.deepEqual(next[0], first[1]);
  assert.equal(next[1]?.stdout, '2');
});

test('equal cases of one run are run once, and each gets its result in its place', async () => {
  const { seen, run } = counter();
  const memo = memoize(run, { bytes });
  const results = await memo(program('x'), [script('a'), script('b'), script('a')], defaultLimits);
  assert.equal(seen.length, 2);
  assert.deepEqual(
    results.map(({ stdout }) => stdout),
    ['0', '1', '0'],
  );
});

test('calls share the state of their program: they are kept as a whole row', async () => {
  const { seen, run } = counter();
  const memo = memoize(run, { bytes });
  await memo(program('x'), [call('1'), call('2')], defaultLimits);
  await memo(program('x'), [call('1'), call('2')], defaultLimits);
  assert.equal(seen.length, 2);
  await memo(program('x'), [call('2')], defaultLimits);
  assert.equal(seen.length, 3);
});

for (const [why, other, limits] of [
  ['source', program('y'), defaultLimits],
  ['files', program('x', { files: { 'm.py': '1' } }), defaultLimits],
  ['language', program('x', { language: 'javascript' }), defaultLimits],
  ['limits', program('x'), { ...defaultLimits, memoryMb: 64 }],
] as const) {
  test(`another ${why} is another run`, async () => {
    const { seen, run } = counter();
    const memo = memoize(run, { bytes });
    await memo(program('x'), [script('a')], defaultLimits);
    await memo(other, [script('a')], limits);
    assert.equal(seen.length, 2);
  });
}

for (const [why, source, status] of [
  ['a limit that was met', 'x', 'time_limit'],
  ['a program that looks at the clock', 'import time', 'ok'],
  ['a program that draws numbers', 'import os\nos.urandom(1)', 'ok'],
] as const) {
  test(`${why} is not kept`, async () => {
    const { seen, run } = counter(status);
    const memo = memoize(run, { bytes });
    await memo(program(source), [script('a')], defaultLimits);
    await memo(program(source), [script('a')], defaultLimits);
    assert.equal(seen.length, 2);
  });
}

test('a run under way is shared; its end by another signal is not ours', async () => {
  const { seen, run } = counter();
  const memo = memoize(run, { bytes });
  const giveUp = new AbortController();
  const first = memo(program('x'), [script('a')], defaultLimits, { signal: giveUp.signal });
  const second = memo(program('x'), [script('a')], defaultLimits);
  giveUp.abort();
  await assert.rejects(first, { code: 'aborted' });
  assert.equal((await second)[0]?.status, 'ok');
  assert.equal(seen.length, 2);
});

test('the oldest results go when there are too many; none are kept with 0 bytes', async () => {
  const { seen, run } = counter();
  const memo = memoize(run, { bytes: 8192 });
  for (let i = 0; i < 40; i++) await memo(program('x'), [script(String(i))], defaultLimits);
  await memo(program('x'), [script('39')], defaultLimits);
  assert.equal(seen.length, 40);
  await memo(program('x'), [script('0')], defaultLimits);
  assert.equal(seen.length, 41);
  const off = memoize(run, { bytes: 0 });
  await off(program('x'), [script('39')], defaultLimits);
  assert.equal(seen.length, 42);
});
