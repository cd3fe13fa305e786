/** The bench for devices runs to its end where there is an adapter, and says what computed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openEngine } from '../../src/learner/engines/index.ts';
import { openOrReason } from './engines/implementations.ts';

const script = new URL('../../bench/gpu/measure.ts', import.meta.url).pathname;

interface Line {
  readonly figure?: string;
  readonly value?: number;
  readonly skipped?: string;
  readonly reason?: string;
  readonly baseline?: string;
  readonly weights?: string;
}

async function measure(
  ...args: string[]
): Promise<{ readonly head: object; readonly lines: Line[] }> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--tiny', ...args]);
  const [head, ...lines] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { head, lines };
}

const parts = [
  ...['product of 64', 'Llama, tiny: forward + backward', 'Llama, tiny: sampling'],
  ...['Qwen2, tiny: forward + backward', 'Qwen2, tiny: sampling', 'memory of the process'],
];

function expectParts(lines: readonly Line[]): void {
  const own = lines.filter(({ baseline }) => baseline === undefined);
  for (const part of parts) {
    const found = own.find(({ figure }) => figure === part);
    assert.ok((found?.value ?? 0) > 0, `${part}: ${found?.value}`);
  }
  const beside = lines.filter(({ skipped, baseline }) => skipped ?? baseline);
  assert.ok(beside.length > 0, 'PyTorch is measured, or said to be missing');
  for (const { skipped, reason } of beside) assert.equal(skipped === undefined, !reason);
}

test('every figure of the tiny shapes, on wasm', { timeout: 120_000 }, async () => {
  const { head, lines } = await measure('--engine', 'wasm');
  assert.partialDeepStrictEqual(head, { engine: 'wasm', tiny: true });
  expectParts(lines);
  const run = lines.filter(({ figure }) => figure?.startsWith('GRPO on logic and code'));
  assert.equal(run.length, 4);
  for (const { figure, value } of run) assert.ok((value ?? -1) >= 0, `${figure}: ${value}`);
});

test('the parts of the tiny shapes, on webgpu', { timeout: 120_000 }, async (t) => {
  const engine = await openOrReason(() => openEngine('webgpu'));
  if (typeof engine === 'string') return t.skip(engine);
  await engine[Symbol.asyncDispose]();
  const { head, lines } = await measure('--no-training');
  assert.partialDeepStrictEqual(head, { engine: 'webgpu', tiny: true });
  for (const dtype of ['F32', 'BF16']) {
    expectParts(lines.filter(({ weights }) => weights === undefined || weights === dtype));
  }
});

test('an engine that there is not is refused', async () => {
  const asked = promisify(execFile)(process.execPath, [script, '--engine', 'none']);
  await assert.rejects(asked, { code: 2, stderr: /expected an engine of wasm, .*got none/ });
});
