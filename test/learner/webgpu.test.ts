/**
 * The webgpu engine's own promises: the order of work, what it shares with the wasm engine, and
 * what it says where it cannot run. The conformance suite and the golden checkpoints hold it too
 * (engines/conformance.test.ts, parity.test.ts).
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { AssayError } from '../../src/errors.ts';
import type { Engine } from '../../src/learner/engines/contract.ts';
import { openEngine } from '../../src/learner/engines/index.ts';
import { openDevice } from '../../src/learner/engines/webgpu/adapter.ts';
import { Device } from '../../src/learner/engines/webgpu/device.ts';
import { WebgpuEngine } from '../../src/learner/engines/webgpu/engine.ts';
import { pack } from '../../src/learner/model/batch.ts';
import { initialTensors } from '../../src/learner/model/initial.ts';
import { Model } from '../../src/learner/model/model.ts';
import { Optimizer } from '../../src/learner/model/optimizer.ts';
import { createRng } from '../../verifiers/random.ts';
import { openOrReason } from './engines/implementations.ts';
import { close, waves } from './engines/numbers.ts';
import { config } from './model/config.ts';

describe('webgpu', () => {
  let opened: Engine | string;
  before(async () => {
    opened = await openOrReason(() => openEngine('webgpu'));
  });
  after(async () => {
    if (typeof opened !== 'string') await opened[Symbol.asyncDispose]();
  });
  const check = (title: string, run: (engine: Engine, t: TestContext) => Promise<void>) =>
    test(title, (t) => (typeof opened === 'string' ? t.skip(opened) : run(opened, t)));

  check('a write comes after the work queued before it, and before what follows', async (e) => {
    const x = e.upload(Float32Array.of(0, 0));
    const y = e.upload(Float32Array.of(1, 2));
    e.add(x, y);
    e.write(y, Float32Array.of(10, 20));
    e.add(x, y);
    e.free(y);
    // Of the freed buffer's size: the same memory, while the work that reads it still waits.
    const z = e.upload(Float32Array.of(100, 200));
    e.add(x, z);
    assert.deepEqual([...(await e.read(x))], [111, 222]);
  });

  check('more work than one submission holds is done once and in order', async (e) => {
    const [x, y] = [e.upload(Float32Array.of(0, 0)), e.alloc(2)];
    for (let i = 1; i <= 1_200; i++) {
      e.fill(y, i);
      e.add(x, y);
    }
    assert.deepEqual([...(await e.read(x))], [720_600, 720_600]);
  });

  check('more workgroups than a dimension of the grid holds are all run', async (e) => {
    const [rows, dim] = [1025, 16_384];
    const table = Float32Array.from({ length: 2 * dim }, (_, i) => i);
    const out = e.alloc(rows * dim);
    e.fill(out, -1);
    const index = e.upload(Int32Array.from({ length: rows }, (_, r) => r % 2));
    const uploaded = e.upload(table);
    e.gather(out, uploaded, index, { rows, dim });
    const got = await e.read(out);
    assert.ok(got.every((value, i) => value === (i % dim) + (Math.floor(i / dim) % 2) * dim));
    for (const buffer of [out, index, uploaded]) e.free(buffer);
  });

  check('buffers of no numbers, and integers of any bits', async (e) => {
    const none = e.upload(new Float32Array());
    e.add(none, e.upload(new Float32Array()));
    assert.equal((await e.read(none)).length, 0);
    const whole = e.alloc(5, 'i32');
    e.fill(whole, -1);
    assert.deepEqual([...(await e.read(whole))], [-1, -1, -1, -1, -1]);
  });

  check('rows of logits taken in chunks are the same bits', async (e) => {
    await using chunked = new WebgpuEngine(new Device(await openDevice()), { logitsAtOnce: 22 });
    const [rows, dim, vocab] = [5, 6, 11];
    const results: number[][][] = [];
    for (const engine of [e, chunked]) {
      const [x, w] = [engine.upload(waves(rows * dim, 1)), engine.upload(waves(vocab * dim, 2))];
      const d = engine.upload(waves(rows, 3));
      const [dx, dw] = [engine.alloc(rows * dim), engine.upload(new Float32Array(vocab * dim))];
      const room = () => engine.alloc(rows);
      const scores = { logprobs: room(), entropy: room(), lse: room() };
      const targets = engine.upload(Int32Array.of(3, 0, 10, 3, 7));
      const shape = { rows, dim, vocab, temperature: 0.7 };
      engine.logprobs(scores, x, w, targets, shape);
      engine.logprobsBackward(dx, dw, d, d, scores, x, w, targets, shape);
      const read: number[][] = [];
      for (const b of [scores.logprobs, scores.entropy, dx]) read.push([...(await engine.read(b))]);
      results.push(read);
      // The weights' gradient is added up chunk by chunk, so in another order.
      if (engine === chunked) close(await engine.read(dw), results[0]?.[3] as number[], 1e-6);
      else read.push([...(await engine.read(dw))]);
    }
    assert.deepEqual(results[1], results[0]?.slice(0, 3));
  });

  check('draws from a vocabulary of several stretches are those of wasm', async (e) => {
    await using wasm = await openEngine('wasm', { threads: 1 });
    const [rows, vocab] = [40, 700];
    const rng = createRng(11);
    const logits = Float32Array.from({ length: rows * vocab }, () => 8 * rng.random());
    for (let r = 0; r < rows; r++) logits[r * vocab] = -200; // of no share
    logits.fill(1, (rows - 1) * vocab);
    const chances = Float32Array.from({ length: rows }, () => rng.random());
    chances[0] = 0;
    chances[rows - 1] = 1 - 2 ** -24; // the largest below 1
    for (const temperature of [0, 0.9]) {
      const draws: number[][] = [];
      for (const engine of [e, wasm]) {
        const [tokens, logprobs] = [engine.alloc(rows, 'i32'), engine.alloc(rows)];
        const [x, uniform] = [engine.upload(logits), engine.upload(chances)];
        engine.sample(tokens, logprobs, x, uniform, { rows, vocab, temperature });
        draws.push([...(await engine.read(tokens))]);
      }
      assert.deepEqual(draws[0]?.slice(1), draws[1]?.slice(1));
      assert.equal(draws[0]?.at(-1), temperature === 0 ? 0 : vocab - 1);
      if (temperature !== 0) assert.equal(draws[0]?.[0], 1); // what has no share is not drawn
    }
  });

  check('two training steps equal those of wasm, and the same bits when repeated', async (e) => {
    await using wasm = await openEngine('wasm', { threads: 1 });
    const [ours, again, theirs] = [await trained(e), await trained(e), await trained(wasm)];
    assert.deepEqual(again, ours);
    for (const [name, wanted] of theirs) close(ours.get(name) as Float32Array, wanted, 2e-5, name);
  });

  check('a fault of the device is told at the next read', async () => {
    const device = new Device(await openDevice());
    await using engine = new WebgpuEngine(device);
    const x = engine.upload(Float32Array.of(1));
    const bad = {
      ...({ name: 'bad', width: 64, buffers: { x: 'write f32' }, params: {} } as const),
      text: () => ({ body: 'x[0] = nonsense;' }),
    };
    device.run(bad, { x }, {}, 1);
    await assert.rejects(engine.read(x), /nonsense/);
  });

  check('what is larger than a binding is refused with its size', async (e) => {
    assert.throws(() => e.alloc(2 ** 40), /expected at most \d+ bytes; got 4398046511104/);
  });

  check('an adapter that is a program is not a GPU', async (e, t) => {
    if (!/swiftshader|llvmpipe/i.test(e.description)) return t.skip('SKIPPED: a GPU is there');
    await assert.rejects(openDevice({ software: false }), unavailable(/expected a GPU; got/));
  });
});

test('no driver is engine_unavailable, never another engine', async () => {
  const module = new URL('../../src/learner/engines/index.ts', import.meta.url).href;
  const program = `
    const { openEngine } = await import(${JSON.stringify(module)});
    await openEngine('webgpu').then((e) => console.log(e.name), (e) => console.log(e.code));`;
  const { stdout } = await promisify(execFile)(
    ...([process.execPath, ['--input-type=module', '-e', program]] as const),
    {
      env: { ...process.env, VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' },
    },
  );
  assert.match(stdout, process.platform === 'linux' ? /^engine_unavailable$/m : /webgpu|engine_/);
});

function unavailable(message: RegExp) {
  return (error: unknown) =>
    error instanceof AssayError &&
    error.code === 'engine_unavailable' &&
    message.test(error.message);
}

/** All parameters after two steps with slopes for log-probs and entropy; sizes fit no tile. */
async function trained(engine: Engine): Promise<Map<string, Float32Array>> {
  const sizes = config({ hidden: 66, ffn: 70, vocab: 75, heads: 6, kvHeads: 3, headDim: 22 });
  await using model = await Model.load(engine, sizes, initialTensors(sizes, 4, 0.1));
  await using optimizer = new Optimizer(model);
  const rng = createRng(8);
  const batch = pack(
    [37, 3, 20].map((n) => ({ tokens: Array.from({ length: n }, () => rng.below(sizes.vocab)) })),
  );
  for (let step = 0; step < 2; step++) {
    model.zeroGradients();
    const pass = await model.forward(batch, 0.9);
    const slopes = pass.logprobs.map(() => -1 / pass.logprobs.length);
    const entropic = slopes.map((slope) => slope / 10);
    model.backward(pass, slopes, entropic);
    // Where a gradient is nearly nothing, AdamW's step is its sign: a large eps, so that it is not.
    const options = { lr: 1e-3, beta1: 0.9, beta2: 0.99, eps: 1e-4, weightDecay: 0.1 };
    await optimizer.update(options, 1);
  }
  const all = new Map<string, Float32Array>();
  for (const [name, buffer] of model.parameters) {
    all.set(name, (await engine.read(buffer)) as Float32Array);
  }
  return all;
}
