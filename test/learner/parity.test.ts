/** Golden checkpoints made with the real libraries: every engine within the tolerance of their README. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Gap, parity } from '../../src/learner/parity/index.ts';
import { dataRoot, missing } from '../support/data.ts';
import { implementations, openOrReason } from './engines/implementations.ts';

const checkpoints = ['qwen2-tiny', 'qwen2-tiny-bf16', 'llama-tiny'];
const skipData = missing('learner/hf');

for (const { name, open } of implementations) {
  describe(`engine ${name}`, { skip: skipData }, () => {
    // The slow engines are held against one: the rule is the same.
    for (const checkpoint of /^tfjs|^webgpu/.test(name) ? checkpoints.slice(0, 1) : checkpoints) {
      test(`agrees with ${checkpoint}`, async (t) => {
        const opened = await openOrReason(open);
        if (typeof opened === 'string') return t.skip(opened);
        await using engine = opened;
        const quantities: string[] = [];
        for await (const gap of parity(join(dataRoot, 'learner/hf', checkpoint), engine)) {
          quantities.push(gap.quantity);
          assert.ok(gap.within, `${gap.quantity}: ${gap.error} at ${gap.where}`);
        }
        assert.equal(quantities.length, 25);
      });
    }
  });
}

test('a gap is outside when one number is, when one is not a number, and when there is none', () => {
  const gap = new Gap('logits');
  assert.equal(gap.within, false);
  gap.see(1.00019, 1, { rtol: 1e-4, atol: 1e-4 });
  assert.equal(gap.within, true);
  gap.see(1.00021, 1, { rtol: 1e-4, atol: 1e-4 }, 'here');
  gap.see(1, 1, { rtol: 1e-4, atol: 1e-4 });
  assert.equal(gap.within, false);
  assert.equal(gap.where, 'here');
  const odd = new Gap('logits');
  odd.see(Number.NaN, 1, { rtol: 1, atol: 1 });
  assert.equal(odd.within, false);
});

test('the command tells a number that is off, a folder without goldens, and a wrong call', {
  skip: skipData,
}, () => {
  const dir = mkdtempSync(join(tmpdir(), 'parity-'));
  try {
    cpSync(join(dataRoot, 'learner/hf/llama-tiny'), dir, { recursive: true });
    const file = join(dir, 'golden_forward.json');
    const golden = JSON.parse(readFileSync(file, 'utf8'));
    golden.batches[1].logits[2].values[7] += 3e-4;
    writeFileSync(file, JSON.stringify(golden));
    const off = run(dir, '--engine', 'wasm');
    assert.equal(off.status, 1, off.stderr);
    assert.match(off.stdout, /logits, padded left .*OUTSIDE at row \d+, position \d+, token 7/);
    assert.match(off.stdout, /25 quantities compared, 1 outside tolerance/);
    rmSync(file);
    const absent = run(dir, '--engine', 'wasm');
    assert.equal(absent.status, 1);
    assert.match(
      absent.stdout,
      /FAILED: .*golden_forward\.json: expected golden numbers; got no file/,
    );
    assert.match(absent.stdout, /15 quantities compared, 1 outside tolerance/);
    assert.equal(run(dir, '--engine', 'abacus').status, 2);
    assert.equal(run().status, 2);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

function run(...args: string[]) {
  const script = join(import.meta.dirname, '../../scripts/parity.ts');
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', timeout: 120_000 });
}
