/** `assay train` killed with SIGKILL at random moments: resumed, it ends in the same bits. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { listCheckpoints } from '../../../src/learner/run/checkpoints.ts';
import { readState } from '../../../src/learner/run/state.ts';
import { createRng } from '../../../verifiers/random.ts';
import { metricsOf, tinyRun } from './tiny.ts';

const main = new URL('../../../src/cli/main.ts', import.meta.url).pathname;
const over = `
steps: 14
loss: { beta: 0.01 }
updates: { prompts: 2, epochs: 2 }
sampling: { dynamic: true, max_batches: 3 }
checkpoint: { every: 2, keep_last: 99, keep_best: 0 }
stages:
  - { name: warm, kind: sft, steps: 3 }
  - { name: first, steps: 5, entry: reference+optimizer }
  - { name: second, reference: { every: 3, reset_optimizer: true }, rollout: { temperature: 1.2, top_k: 8 } }
`;

interface Ended {
  readonly code: number | null;
  readonly killed: boolean;
  readonly stderr: string;
}

interface Kill {
  /** The step that has been told of when the wait begins. */
  readonly step: number;
  readonly afterMs: number;
}

/** @param kill null: it is let run. */
async function assay(args: readonly string[], kill: Kill | null = null): Promise<Ended> {
  const child = spawn(process.execPath, [main, 'train', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  let due = kill !== null;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (!due || !stderr.includes(`step ${kill?.step}/`)) return;
    due = false;
    setTimeout(() => child.kill('SIGKILL'), kill?.afterMs);
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, killed: signal === 'SIGKILL', stderr }));
  });
}

describe('assay train', () => {
  it('ends in the same bits, killed or not', { timeout: 180_000 }, async () => {
    await using tiny = await tinyRun();
    await tiny.config(over, 'whole');
    await tiny.config(over, 'parts');
    const whole = await assay(['--config', join(tiny.dir, 'whole.yaml')]);
    assert.equal(whole.code, 0, whole.stderr);
    const rng = createRng(20);
    const args = ['--config', join(tiny.dir, 'parts.yaml'), '--resume'];
    for (const [from, to] of [
      [1, 4],
      [7, 11],
    ] as const) {
      const kill = { step: rng.randint(from, to), afterMs: rng.uniform(0, 60) };
      const { killed, stderr } = await assay(args, kill);
      assert.ok(killed, `it was over before it could be killed: ${stderr}`);
    }
    const parts = await assay(args);
    assert.equal(parts.code, 0, parts.stderr);
    const [a, b] = [join(tiny.dir, 'whole'), join(tiny.dir, 'parts')];
    assert.deepEqual(await metricsOf(b), await metricsOf(a));
    const checkpoints = await listCheckpoints(a);
    assert.equal(checkpoints.length, 7);
    for (const { dir, step } of checkpoints) {
      const other = dir.replace(a, b);
      const files = ['model/model.safetensors', 'optimizer.safetensors'];
      if (step >= 3) files.push('reference.safetensors');
      for (const file of files) {
        const same = (await readFile(join(dir, file))).equals(await readFile(join(other, file)));
        assert.ok(same, `step ${step}: ${file}`);
      }
      assert.deepEqual(await readState(other), await readState(dir));
    }
  });

  it('tells all that is wrong with a configuration, and exits with 2', async () => {
    await using tiny = await tinyRun();
    const path = join(tiny.dir, 'wrong.yaml');
    await writeFile(path, 'directory: x\nmodel: { scrath: {} }\ndata: { mix: [] }\nlos: {}\n');
    const { code, stderr } = await assay(['--config', path]);
    assert.equal(code, 2);
    assert.match(stderr, /did you mean scratch\?/);
    assert.match(stderr, /did you mean loss\?/);
    assert.equal((await assay(['--config', join(tiny.dir, 'none.yaml')])).code, 2);
    assert.equal((await assay([])).code, 2);
  });
});
