/** The bench for devices runs to its end where there is an adapter, and says what computed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openEngine } from '../../src/learner/engines/index.ts';
import { openOrReason } from './engines/implementations.ts';

const script = new URL('../../bench/gpu/measure.ts', import.meta.url).pathname;

for (const name of ['wasm', 'webgpu'] as const) {
  test(`every figure of the tiny shapes, on ${name}`, { timeout: 120_000 }, async (t) => {
    const engine = await openOrReason(() => openEngine(name));
    if (typeof engine === 'string') return t.skip(engine);
    await engine[Symbol.asyncDispose]();
    const args = [script, '--tiny', '--engine', name];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const [head, ...figures] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(head.engine, name);
    assert.equal(head.tiny, true);
    assert.equal(figures.length, 6);
    for (const { figure, value } of figures) assert.ok(value > 0, `${figure}: ${value}`);
  });
}

test('an engine that there is not is refused', async () => {
  const asked = promisify(execFile)(process.execPath, [script, '--engine', 'none']);
  await assert.rejects(asked, { code: 2, stderr: /expected an engine of wasm, .*got none/ });
});
