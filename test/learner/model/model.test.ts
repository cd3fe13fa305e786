/** The model as a whole: gradients of every kind of parameter, and sampling that agrees with scoring. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEngine } from '../../../src/learner/engines/index.ts';
import { type Batch, pack, unpad } from '../../../src/learner/model/batch.ts';
import type { ModelConfig } from '../../../src/learner/model/config.ts';
import { Decoder } from '../../../src/learner/model/decoder.ts';
import { fillNormal, initialTensors } from '../../../src/learner/model/initial.ts';
import { Model } from '../../../src/learner/model/model.ts';
import { parameterShapes } from '../../../src/learner/model/parameters.ts';
import { createRng } from '../../../verifiers/random.ts';
import { config } from './config.ts';

const kinds: Readonly<Record<string, ModelConfig>> = {
  'qwen2: biases on queries, keys and values, tied': config({ family: 'qwen2', qkvBias: true }),
  'qwen3: norms by head, heads wider than the hidden state, untied': config({
    ...{ family: 'qwen3', qkNorm: true, headDim: 10, tied: false, heads: 3, kvHeads: 1 },
  }),
  'llama: all biases, stretched rotation with a factor': config({
    ...{ qkvBias: true, outBias: true, mlpBias: true, tied: false, kvHeads: 4 },
    ropeScaling: {
      ...{ kind: 'yarn', factor: 4, betaFast: 32, betaSlow: 1, attentionFactor: null },
      originalMaxPositions: 64,
    },
  }),
};

for (const [name, sizes] of Object.entries(kinds)) {
  test(`${name}: the gradient of every parameter`, async () => {
    await using engine = await openEngine('wasm', { threads: 1 });
    await using model = await lively(engine, sizes);
    const batch = randomBatch(sizes, [6, 1, 9]);
    const rng = createRng(6);
    const [dl, dh] = [
      new Float32Array(batch.targets.length),
      new Float32Array(batch.targets.length),
    ];
    fillNormal(dl, rng, 1);
    fillNormal(dh, rng, 1);
    const loss = async () => {
      const { logprobs, entropy } = await model.score(batch, 1.1);
      return dl.reduce(
        (sum, d, i) =>
          sum + d * (logprobs[i] as number) + (dh[i] as number) * (entropy[i] as number),
        0,
      );
    };
    model.backward(await model.forward(batch, 1.1), dl, dh);
    for (const [parameter, buffer] of model.parameters) {
      const gradient = await engine.read(model.gradients.get(parameter) as never);
      const values = (await engine.read(buffer)) as Float32Array;
      // Along a random direction: all entries of the parameter at once.
      const direction = new Float32Array(values.length);
      fillNormal(direction, rng, 1);
      const moved = async (by: number) => {
        engine.write(
          buffer,
          values.map((value, i) => value + by * (direction[i] as number)),
        );
        return loss();
      };
      const step = 0.25 / 64 / Math.sqrt(values.length);
      const narrow = ((await moved(step)) - (await moved(-step))) / (2 * step);
      const wide = ((await moved(2 * step)) - (await moved(-2 * step))) / (4 * step);
      engine.write(buffer, values);
      const expected = (4 * narrow - wide) / 3;
      const got = direction.reduce((sum, d, i) => sum + d * (gradient[i] as number), 0);
      const size = Math.hypot(...gradient);
      assert.ok(size > 0, `${parameter}: expected a gradient`);
      assert.ok(
        Math.abs(expected - got) < 0.02 * size + 2e-2,
        `${parameter}: expected ${expected}; got ${got} of ${size}`,
      );
    }
  });

  test(`${name}: sampling step by step gives the log-probs of scoring`, async () => {
    await using engine = await openEngine('wasm', { threads: 2 });
    await using model = await lively(engine, sizes);
    await using decoder = new Decoder(model, 4, 14);
    const prompts = [[3, 8, 1], [7], [5, 5, 2, 9]];
    const rows: number[][] = [[], [], [], []];
    const logprobs: number[][] = [[], [], [], []];
    const rng = createRng(2);
    // Two slots continue the first prompt; one ends early, and its slot is used again.
    decoder.prefill([
      { tokens: prompts[0] as number[], slots: [3, 1] },
      { tokens: prompts[1] as number[], slots: [0] },
    ]);
    let active = [3, 1, 0];
    const started = new Map([
      [3, 0],
      [1, 0],
      [0, 1],
    ]); // slot → prompt
    for (let t = 0; t < 8; t++) {
      const uniform = Float32Array.from(active, () => rng.random());
      const drawn = await decoder.sample(uniform, 0.9);
      active.forEach((slot, i) => {
        rows[slot]?.push(drawn.tokens[i] as number);
        logprobs[slot]?.push(drawn.logprobs[i] as number);
      });
      if (t === 3) active = [0, 3];
      decoder.step(
        active,
        Int32Array.from(active, (slot) => rows[slot]?.at(-1) as number),
      );
    }
    const sequences = [...started].map(([slot, p]) => ({
      tokens: [...(prompts[p] as number[]), ...(rows[slot] as number[])],
      scored: [...(prompts[p] as number[]).map(() => 0), ...(rows[slot] as number[]).map(() => 1)],
    }));
    const scored = await model.score(pack(sequences), 0.9);
    const expected = [...started.keys()].flatMap((slot) => logprobs[slot] as number[]);
    assert.equal(expected.length, 8 + 4 + 8);
    scored.logprobs.forEach((value, i) => {
      assert.ok(Math.abs(value - (expected[i] as number)) < 2e-5, `${i}: ${value}, ${expected[i]}`);
    });
    decoder.prefill([{ tokens: prompts[2] as number[], slots: [1] }]);
    const first = await decoder.sample(Float32Array.of(0), 0);
    const again = await model.score(pack([{ tokens: [5, 5, 2, 9, first.tokens[0] as number] }]));
    assert.ok(Math.abs((again.logprobs[3] as number) - (first.logprobs[0] as number)) < 2e-5);
  });
}

test('padding, wherever it is, changes nothing', async () => {
  await using engine = await openEngine('wasm', { threads: 1 });
  await using model = await lively(engine, config());
  const plain = await model.score(pack([{ tokens: [4, 9, 2] }, { tokens: [1, 1] }]));
  const { sequences, columns } = unpad({
    inputIds: [
      [0, 4, 9, 2, 0],
      [39, 39, 1, 39, 1],
    ],
    attentionMask: [
      [0, 1, 1, 1, 0],
      [0, 0, 1, 0, 1],
    ],
  });
  assert.deepEqual(columns, [
    [1, 2, 3],
    [2, 4],
  ]);
  assert.deepEqual(await model.score(pack(sequences)), plain);
});

test('a token or position that the model does not have is refused', async () => {
  await using engine = await openEngine('wasm', { threads: 1 });
  await using model = await lively(engine, config());
  await assert.rejects(model.score(pack([{ tokens: [1, 40] }])), /expected 0 to 39; got 40/);
  const tokens = [1, 2];
  await assert.rejects(model.score(pack([{ tokens, positions: [-1, 0] }])), /got -1/);
});

test('passes, scores and decoders give back all they take', async () => {
  await using engine = await openEngine('wasm', { threads: 1 });
  const live = new Set<unknown>();
  const { alloc, free } = engine;
  engine.alloc = (...given) => {
    const buffer = alloc.apply(engine, given);
    live.add(buffer);
    return buffer;
  };
  engine.free = (buffer) => {
    live.delete(buffer);
    free.call(engine, buffer);
  };
  const sizes = config({ qkNorm: true });
  {
    await using model = await lively(engine, sizes);
    await using decoder = new Decoder(model, 1, 8);
    decoder.prefill([{ tokens: [1, 2], slots: [0] }]);
    decoder.step([0], Int32Array.of(4));
    const batch = randomBatch(sizes, [300]);
    model.drop(await model.forward(randomBatch(sizes, [3])));
    const pass = await model.forward(batch);
    model.backward(pass, pass.logprobs);
    await model.score(batch);
  }
  assert.equal(live.size, 0);
});

/** A model whose norms and biases are drawn too. */
async function lively(engine: Awaited<ReturnType<typeof openEngine>>, sizes: ModelConfig) {
  const { tensors } = initialTensors(sizes, 3, 0.3);
  const rng = createRng(9);
  for (const [name, shape] of parameterShapes(sizes)) {
    if (shape.length !== 1) continue;
    const values = (await tensors.get(name)?.read()) as Float32Array;
    const noise = new Float32Array(values.length);
    fillNormal(noise, rng, 0.2);
    noise.forEach((x, i) => {
      values[i] = (values[i] as number) + x;
    });
  }
  return Model.load(engine, sizes, { tensors });
}

function randomBatch({ vocab }: ModelConfig, lengths: number[]): Batch {
  const rng = createRng(4);
  return pack(
    lengths.map((length) => ({ tokens: Array.from({ length }, () => rng.below(vocab)) })),
  );
}
