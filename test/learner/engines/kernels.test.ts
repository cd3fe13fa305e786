/** The shipped kernels are what their source compiles to, and their threads change no bit. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileKernels, shipped } from '../../../scripts/kernels.ts';
import { openEngine } from '../../../src/learner/engines/index.ts';
import { Heap } from '../../../src/learner/engines/wasm/heap.ts';
import { pack } from '../../../src/learner/model/batch.ts';
import { initialTensors } from '../../../src/learner/model/initial.ts';
import { Model } from '../../../src/learner/model/model.ts';
import { Optimizer } from '../../../src/learner/model/optimizer.ts';
import { createRng } from '../../../verifiers/random.ts';
import { config } from '../model/config.ts';

test('kernels.wasm is current: node scripts/kernels.ts', () => {
  const dir = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const out = join(dir, 'kernels.wasm');
    compileKernels(out);
    assert.ok(readFileSync(out).equals(readFileSync(shipped)), 'expected the compiled bytes');
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('two training steps give the same bits on one, two and five threads', async () => {
  const results: string[] = [];
  for (const threads of [1, 2, 5]) results.push(await trained(threads));
  assert.equal(results[1], results[0]);
  assert.equal(results[2], results[0]);
});

test('rows of logits that do not fit at once are taken in chunks, to the same bits', async () => {
  await using engine = await openEngine('wasm', { threads: 2 });
  // Of a vocabulary this large no more than 64 rows of logits are kept.
  const [dim, vocab] = [2, 262_151];
  const weight = engine.upload(Float32Array.from({ length: vocab * dim }, (_, i) => Math.sin(i)));
  const run = async (first: number, rows: number, dWeight = engine.alloc(vocab * dim)) => {
    const hidden = Float32Array.from({ length: rows * dim }, (_, i) => Math.cos(first * dim + i));
    const room = () => engine.alloc(rows);
    const scores = { logprobs: room(), entropy: room(), lse: room() };
    const [x, dx] = [engine.upload(hidden), engine.alloc(rows * dim)];
    const targets = engine.upload(Int32Array.from({ length: rows }, (_, r) => first + r));
    const shape = { rows, dim, vocab, temperature: 0.7 };
    const d = engine.upload(new Float32Array(rows).fill(0.5));
    engine.logprobs(scores, x, weight, targets, shape);
    engine.logprobsBackward(dx, dWeight, d, d, scores, x, weight, targets, shape);
    const parts = await Promise.all(
      [scores.logprobs, scores.entropy, dx].map((b) => engine.read(b)),
    );
    return { parts, dWeight };
  };
  const zeros = () => engine.upload(new Float32Array(vocab * dim));
  const all = await run(0, 67, zeros());
  const head = await run(0, 64, zeros());
  const tail = await run(64, 3, head.dWeight);
  all.parts.forEach((part, i) => {
    assert.deepEqual([...part], [...(head.parts[i] ?? []), ...(tail.parts[i] ?? [])]);
  });
  const [whole, halves] = [await engine.read(all.dWeight), await engine.read(tail.dWeight)];
  assert.ok(whole.every((value, i) => value === halves[i]));
});

/** All parameters after two steps, as text. */
async function trained(threads: number): Promise<string> {
  await using engine = await openEngine('wasm', { threads });
  const sizes = config({ hidden: 66, ffn: 130, vocab: 150, heads: 6, kvHeads: 3, headDim: 22 });
  await using model = await Model.load(engine, sizes, initialTensors(sizes, 4, 0.1));
  await using optimizer = new Optimizer(model);
  const rng = createRng(8);
  const lengths = [90, 3, 141, 64];
  const batch = pack(
    lengths.map((length) => ({ tokens: Array.from({ length }, () => rng.below(sizes.vocab)) })),
  );
  for (let step = 0; step < 2; step++) {
    model.zeroGradients();
    const pass = await model.forward(batch, 0.9);
    const slopes = pass.logprobs.map(() => -1 / pass.logprobs.length);
    model.backward(
      pass,
      slopes,
      slopes.map((slope) => slope / 10),
    );
    const options = { lr: 1e-3, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.1 };
    await optimizer.update(options, 1);
  }
  const all = [...model.parameters.values()].map((buffer) => engine.read(buffer));
  return Buffer.concat((await Promise.all(all)).map((v) => new Uint8Array(v.buffer))).toString(
    'base64',
  );
}

test('an engine whose kernel trapped, on whichever thread, is refused and still closes', async () => {
  for (const bad of [0, 4_095]) {
    const engine = await openEngine('wasm', { threads: 2 });
    const [rows, dim] = [4_096, 256];
    const [table, out] = [engine.alloc(dim), engine.alloc(rows * dim)];
    const index = engine.upload(new Int32Array(rows).fill(1 << 21, bad, bad + 1));
    assert.throws(() => engine.gather(out, table, index, { rows, dim }), /broke down in gather/);
    assert.throws(() => engine.add(table, table), /broke down earlier, in gather/);
    await engine[Symbol.asyncDispose]();
  }
});

test('the heap joins freed neighbours, grows, and keeps contents apart', () => {
  const heap = new Heap();
  const rng = createRng(1);
  const live: { at: number; length: number; mark: number }[] = [];
  for (let i = 0; i < 3_000; i++) {
    if (live.length > 40 || (live.length > 0 && rng.random() < 0.4)) {
      const gone = live.splice(rng.below(live.length), 1);
      const { at, length, mark } = gone[0] as (typeof live)[number];
      const own = heap.i32.subarray(at / 4, at / 4 + length);
      assert.ok(
        own.every((value) => value === mark),
        `expected ${mark} throughout buffer ${at}`,
      );
      heap.give(at);
    } else {
      const length = 1 + rng.below(rng.random() < 0.1 ? 300_000 : 2_000);
      const at = heap.take(4 * length);
      assert.equal(at % 64, 0);
      heap.i32.fill(i, at / 4, at / 4 + length);
      live.push({ at, length, mark: i });
    }
  }
  for (const { at } of live) heap.give(at);
  const whole = heap.memory.buffer.byteLength;
  heap.take(whole - 4 * 65_536);
  assert.equal(heap.memory.buffer.byteLength, whole, 'expected one hole of all that was freed');
  assert.throws(() => heap.give(64), /no buffer/);
});
