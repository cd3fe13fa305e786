/**
 * Weights read as bfloat16: products are those of the rounded weights, to the tolerance of float32;
 * the weights themselves stay and are trained in float32; an engine without it refuses.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { AssayError } from '../../src/errors.ts';
import { narrow, widen } from '../../src/learner/checkpoint/floats.ts';
import type { Buffer, Engine } from '../../src/learner/engines/contract.ts';
import { openEngine } from '../../src/learner/engines/index.ts';
import { pack } from '../../src/learner/model/batch.ts';
import { initialTensors } from '../../src/learner/model/initial.ts';
import { Model } from '../../src/learner/model/model.ts';
import { Optimizer } from '../../src/learner/model/optimizer.ts';
import { parity } from '../../src/learner/parity/index.ts';
import { createRng } from '../../verifiers/random.ts';
import { dataRoot, missing } from '../support/data.ts';
import { openOrReason } from './engines/implementations.ts';
import { close, waves } from './engines/numbers.ts';
import { config } from './model/config.ts';

describe('webgpu, weights in BF16', () => {
  let opened: Engine | string;
  let wasm: Engine;
  before(async () => {
    opened = await openOrReason(() => openEngine('webgpu', { weights: 'BF16' }));
    wasm = await openEngine('wasm', { threads: 1 });
  });
  after(async () => {
    await wasm[Symbol.asyncDispose]();
    if (typeof opened !== 'string') await opened[Symbol.asyncDispose]();
  });
  const check = (
    title: string,
    run: (engine: Engine) => Promise<void>,
    skip: string | false = false,
  ) => test(title, { skip }, (t) => (typeof opened === 'string' ? t.skip(opened) : run(opened)));

  // Few rows and many, depths odd and even: every kernel that reads copies.
  for (const [rows, inputs, outputs] of [
    [1, 1, 1],
    [5, 33, 7],
    [33, 70, 65],
    [70, 67, 66],
  ] as const) {
    check(`products of ${rows}x${inputs}x${outputs} are those of the rounded weight`, async (e) => {
      const shape = { rows, inputs, outputs };
      const run = async (engine: Engine, weight: Float32Array) => {
        const [x, w] = [engine.upload(waves(rows * inputs, 1)), engine.upload(weight)];
        const [d, b] = [engine.upload(waves(rows * outputs, 2)), engine.upload(waves(outputs, 3))];
        const [y, dx] = [engine.alloc(rows * outputs), engine.alloc(rows * inputs)];
        engine.linear(y, x, w, b, shape);
        engine.linearBackwardInput(dx, d, w, shape);
        return [await engine.read(y), await engine.read(dx), await engine.read(w)] as const;
      };
      const weight = waves(outputs * inputs, 4);
      const [y, dx, kept] = await run(e, weight);
      const [Y, DX] = await run(wasm, rounded(weight));
      close(y, Y, 1e-5);
      close(dx, DX, 1e-5);
      assert.deepEqual(kept, weight);
    });
  }

  check('the output head and its backward are those of the rounded weight', async (e) => {
    const [rows, dim, vocab] = [3, 9, 21];
    const run = async (engine: Engine, weight: Float32Array) => {
      const [x, w] = [engine.upload(waves(rows * dim, 1)), engine.upload(weight)];
      const scores = {
        logprobs: engine.alloc(rows),
        entropy: engine.alloc(rows),
        lse: engine.alloc(rows),
      };
      const [targets, d] = [engine.upload(Int32Array.of(4, 20, 0)), engine.upload(waves(rows, 2))];
      const [dx, dw] = [engine.alloc(rows * dim), engine.upload(new Float32Array(vocab * dim))];
      const shape = { rows, dim, vocab, temperature: 0.9 };
      engine.logprobs(scores, x, w, targets, shape);
      engine.logprobsBackward(dx, dw, d, d, scores, x, w, targets, shape);
      return Promise.all([scores.logprobs, scores.entropy, dx, dw].map((one) => engine.read(one)));
    };
    const weight = waves(vocab * dim, 5);
    const [got, want] = [await run(e, weight), await run(wasm, rounded(weight))];
    for (const [i, values] of want.entries()) close(got[i] ?? [], values, 1e-5);
  });

  check('rounds to the nearest, ties to even, and keeps what is no number', async (e) => {
    const words = Uint32Array.of(0x3f808000, 0x3f818000, 0x3f808001, 0xbf807fff, 0x7f800001, 0);
    const weight = new Float32Array(words.buffer);
    const shape = { rows: 1, inputs: 1, outputs: weight.length };
    const y = e.alloc(weight.length);
    e.linear(y, e.upload(Float32Array.of(1)), e.upload(weight), null, shape);
    assert.deepEqual(await e.read(y), Float32Array.of(1, 1.015625, 1.0078125, -1, Number.NaN, 0));
  });

  check('a copy follows its weight, however that is written', async (e) => {
    const [x, w, y] = [e.upload(Float32Array.of(1, 1)), e.alloc(2), e.alloc(1)];
    const shape = { rows: 1, inputs: 2, outputs: 1 };
    const product = async () => {
      e.linear(y, x, w, null, shape);
      return (await e.read(y))[0];
    };
    e.fill(w, 3);
    assert.equal(await product(), 6);
    e.write(w, Float32Array.of(1, 4));
    assert.equal(await product(), 5);
    e.add(w, x);
    assert.equal(await product(), 7);
    e.linear(y, x, w, null, { rows: 1, inputs: 1, outputs: 1 }); // the same numbers, cut otherwise
    assert.equal((await e.read(y))[0], 2);
    e.free(w);
    // The memory of the freed weight under another buffer.
    const other = e.upload(Float32Array.of(10, 20));
    e.linear(y, x, other, null, shape);
    assert.equal((await e.read(y))[0], 30);
  });

  check('steps of a model: gradients of the rounded weights, trained in float32', async (e) => {
    const sizes = config({
      tied: false,
      hidden: 34,
      ffn: 38,
      vocab: 45,
      heads: 2,
      kvHeads: 1,
      headDim: 17 * 2,
    });
    const first = initialTensors(sizes, 4, 0.1);
    await using model = await Model.load(e, sizes, first);
    await using optimizer = new Optimizer(model);
    const rng = createRng(8);
    const batch = pack(
      [37, 3].map((n) => ({ tokens: Array.from({ length: n }, () => rng.below(sizes.vocab)) })),
    );
    const adamw = { lr: 1e-3, beta1: 0.9, beta2: 0.99, eps: 1e-4, weightDecay: 0.1 };
    for (let step = 0; step < 2; step++) {
      const now = new Map<string, Float32Array>();
      for (const [name, buffer] of model.parameters) now.set(name, await floats(e, buffer));
      await using theirs = await Model.load(wasm, sizes, {
        tensors: new Map(
          [...first.tensors].map(([name, tensor]) => {
            const values = now.get(name) as Float32Array;
            const seen = read(name) ? rounded(values) : values;
            return [name, { ...tensor, read: async () => seen }];
          }),
        ),
      });
      for (const one of [model, theirs]) {
        one.zeroGradients();
        const pass = await one.forward(batch);
        one.backward(
          pass,
          pass.logprobs.map(() => -1 / pass.logprobs.length),
        );
      }
      for (const [name, gradient] of theirs.gradients) {
        const got = model.gradients.get(name) as Buffer;
        close(await floats(e, got), await floats(wasm, gradient), 2e-5, name);
      }
      await optimizer.update(adamw, 1);
      // Steps are smaller than the gaps between halves, and none is lost.
      for (const [name, buffer] of model.parameters) {
        if (read(name)) assert.notDeepEqual(await floats(e, buffer), now.get(name), name);
      }
    }
  });

  check(
    'a checkpoint whose weights are bfloat16 keeps its golden numbers, until it is trained',
    async (e) => {
      const dir = join(dataRoot, 'learner/hf/qwen2-tiny-bf16');
      const apart: string[] = [];
      let count = 0;
      for await (const gap of parity(dir, e)) {
        count++;
        if (!gap.within) apart.push(gap.quantity);
      }
      assert.equal(count, 25);
      // Those that see the weights after a step, which are no halves any more.
      assert.deepEqual(apart, ['loss', 'gradient norm', 'parameters after 3 steps']);
    },
    missing('learner/hf'),
  );
});

test('weights in BF16 are refused where they cannot be', async () => {
  await assert.rejects(
    openEngine('wasm', { weights: 'BF16' }),
    (error) =>
      error instanceof AssayError &&
      error.code === 'engine_unavailable' &&
      /the wasm engine: expected weights in F32; got BF16/.test(error.message),
  );
});

test('asked for weights in BF16, auto takes a GPU or nothing', async () => {
  const opened = await openOrReason(() => openEngine('auto', { weights: 'BF16' }));
  if (typeof opened === 'string') {
    assert.match(opened, /webgpu: .*blas: .*expected weights in F32; got BF16; wasm: .*got BF16/);
    return;
  }
  await using engine = opened;
  assert.equal(engine.name, 'webgpu');
});

/** Whether products read it. */
function read(name: string): boolean {
  return /_proj\.weight$|^lm_head/.test(name);
}

function rounded(values: Float32Array): Float32Array {
  const wide = new Float32Array(values.length);
  widen('BF16', narrow('BF16', values), wide, 0);
  return wide;
}

async function floats(engine: Engine, buffer: Buffer): Promise<Float32Array> {
  return (await engine.read(buffer)) as Float32Array;
}
