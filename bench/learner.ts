/**
 * The learner's engines on one small model: forward with backward, and sampling. CPU-seconds are
 * of the whole process, so that other work on the machine does not count; the wall only where two
 * threads are compared with one.
 */

import { AssayError } from '../src/errors.ts';
import type { Engine } from '../src/learner/engines/contract.ts';
import { type EngineName, engineNames, openEngine } from '../src/learner/engines/index.ts';
import { type Batch, pack } from '../src/learner/model/batch.ts';
import type { ModelConfig } from '../src/learner/model/config.ts';
import { Decoder } from '../src/learner/model/decoder.ts';
import { initialTensors } from '../src/learner/model/initial.ts';
import { Model } from '../src/learner/model/model.ts';
import { createRng } from '../verifiers/random.ts';
import type { Bench, Figure } from './report.ts';

/** 3.03 million parameters; a step of 8 sequences of 256 tokens is about 44 GFLOP. */
const config: ModelConfig = {
  ...{ family: 'llama', vocab: 512, hidden: 256, layers: 4, heads: 8, kvHeads: 4, headDim: 32 },
  ...{ ffn: 688, maxPositions: 2048, normEps: 1e-6, ropeTheta: 10_000, ropeScaling: null },
  ...{ qkvBias: false, outBias: false, mlpBias: false, qkNorm: false, tied: true },
};
const sequences = 8;
const time = 256;
const model = 'Llama of 3.03 M parameters, 4 layers of 256, 8 sequences of 256 tokens';
const rows = 64;
const fresh = 64; // tokens of a prompt, and drawn after it

const bench: Bench = async function* ({ quick }) {
  for (const name of engineNames) {
    // TensorFlow.js takes ten times as long and proves nothing about this code's speed.
    if (quick && name === 'tfjs') continue;
    await using engine = await open(name, 1);
    if (!engine) continue;
    const repeats = name === 'tfjs' ? 1 : quick ? 2 : 6;
    const one = await train(engine, repeats);
    yield figure(
      `${name} forward + backward, one thread`,
      one.cpu,
      'cpu-s',
      `${model}, best of ${repeats}`,
    );
    if (name === 'tfjs') continue;
    yield* threads(name, repeats);
    const { read, drawn } = await sample(engine, quick ? 1 : 3);
    const each = `${rows} sequences`;
    yield figure(`${name} prompts, one thread`, read, 'tokens/cpu-s', `${each} of ${fresh} tokens`);
    const workload = `${each}, ${fresh} tokens after ${fresh}`;
    yield figure(`${name} sampling, one thread`, drawn, 'tokens/cpu-s', workload);
  }
};

export default bench;

/** Alternating, so that both meet the same load. */
async function* threads(name: EngineName, repeats: number): AsyncGenerator<Figure> {
  await using single = await open(name, 1);
  await using double = await open(name, 2);
  if (!single || !double) return;
  const never = { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY };
  const best = { single: never, double: never };
  const better = (a: typeof never, b: typeof never) => ({
    cpu: Math.min(a.cpu, b.cpu),
    wall: Math.min(a.wall, b.wall),
  });
  for (let i = 0; i < repeats; i++) {
    best.single = better(best.single, await train(single, 1));
    best.double = better(best.double, await train(double, 1));
  }
  // Work done twice or spent waiting would show here, on a busy machine too.
  yield {
    ...figure(`${name} forward + backward, two threads together`, best.double.cpu, 'cpu-s', model),
    baseline: 'one thread',
    ratio: best.single.cpu / best.double.cpu,
  };
  yield {
    ...figure(`${name} forward + backward, two threads`, best.double.wall, 's wall', model),
    baseline: 'one thread',
    ratio: best.single.wall / best.double.wall,
  };
}

async function open(name: EngineName, threads: number): Promise<Engine | null> {
  try {
    return await openEngine(name, { threads });
  } catch (error) {
    if (error instanceof AssayError && error.code === 'engine_unavailable') return null;
    throw error;
  }
}

/** The best of some steps after one to warm up, in seconds. */
async function train(engine: Engine, repeats: number): Promise<{ cpu: number; wall: number }> {
  await using trained = await Model.load(engine, config, initialTensors(config, 1));
  const batch = randomBatch();
  const slopes = new Float32Array(batch.targets.length).fill(-1 / batch.targets.length);
  const best = { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY };
  for (let i = -1; i < repeats; i++) {
    const start = { cpu: cpuSeconds(), wall: performance.now() };
    trained.zeroGradients();
    trained.backward(await trained.forward(batch), slopes);
    await engine.read([...trained.gradients.values()].at(-1) as never); // until all is done
    if (i < 0) continue;
    best.cpu = Math.min(best.cpu, cpuSeconds() - start.cpu);
    best.wall = Math.min(best.wall, (performance.now() - start.wall) / 1_000);
  }
  return best;
}

async function sample(engine: Engine, repeats: number): Promise<{ read: number; drawn: number }> {
  await using trained = await Model.load(engine, config, initialTensors(config, 1));
  const rng = createRng(2);
  const prompts = Array.from({ length: rows }, (_, slot) => ({
    tokens: Int32Array.from({ length: fresh }, () => rng.below(config.vocab)),
    slots: [slot],
  }));
  const slots = prompts.map((_, slot) => slot);
  const best = { read: 0, drawn: 0 };
  for (let i = -1; i < repeats; i++) {
    await using decoder = new Decoder(trained, rows, 2 * fresh);
    const start = cpuSeconds();
    decoder.prefill(prompts);
    const middle = cpuSeconds();
    for (let t = 0; t < fresh; t++) {
      const { tokens } = await decoder.sample(
        Float32Array.from(slots, () => rng.random()),
        1,
      );
      if (t + 1 < fresh) decoder.step(slots, tokens);
    }
    if (i < 0) continue;
    best.read = Math.max(best.read, (rows * fresh) / (middle - start));
    best.drawn = Math.max(best.drawn, (rows * fresh) / (cpuSeconds() - middle));
  }
  return best;
}

function randomBatch(): Batch {
  const rng = createRng(3);
  const tokens = () => Int32Array.from({ length: time }, () => rng.below(config.vocab));
  return pack(Array.from({ length: sequences }, () => ({ tokens: tokens() })));
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function figure(name: string, value: number, unit: string, workload: string): Figure {
  return { bench: 'learner', figure: name, value, unit, workload };
}
