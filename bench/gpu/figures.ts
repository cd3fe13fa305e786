/** Wall clock of the engine's parts: a matrix product, forward with backward, sampling. */
import type { Engine } from '../../src/learner/engines/contract.ts';
import { pack } from '../../src/learner/model/batch.ts';
import { Decoder } from '../../src/learner/model/decoder.ts';
import { initialTensors } from '../../src/learner/model/initial.ts';
import { Model } from '../../src/learner/model/model.ts';
import { createRng } from '../../verifiers/random.ts';
import type { Measured, Shapes } from './shapes.ts';

export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
}

export async function* engineFigures(
  engine: Engine,
  { sizes, models, repeats }: Shapes,
): AsyncGenerator<Figure> {
  for (const size of sizes) {
    const seconds = await product(engine, size, repeats);
    const value = (2 * size ** 3) / seconds / 1e9;
    yield { figure: `product of ${size}`, value, unit: 'GFLOP/s' };
  }
  for (const shape of models) {
    const { title, config, sequences, time } = shape;
    await using model = await Model.load(engine, config, initialTensors(config, 1));
    const value = (sequences * time) / (await forwardBackward(engine, model, shape, repeats));
    yield { figure: `${title}: forward + backward`, value, unit: 'tokens/s' };
    const drawn = await sampling(model, shape);
    yield { figure: `${title}: sampling`, value: drawn, unit: 'tokens/s' };
  }
}

async function product(engine: Engine, size: number, repeats: number): Promise<number> {
  const shape = { rows: size, inputs: size, outputs: size };
  const values = Float32Array.from({ length: size * size }, (_, i) => (i % 7) - 3);
  const [x, weight, out] = [
    engine.upload(values),
    engine.upload(values),
    engine.alloc(size * size),
  ];
  const norm = engine.alloc(1);
  const seconds = async (times: number) => {
    const start = performance.now();
    for (let i = 0; i < times; i++) engine.linear(out, x, weight, null, shape);
    engine.gradientNorm(norm, [out]); // a small read that waits for all
    await engine.read(norm);
    return (performance.now() - start) / 1000 / times;
  };
  await seconds(1);
  const found = await seconds(repeats);
  for (const buffer of [x, weight, out, norm]) engine.free(buffer);
  return found;
}

/** Seconds of the fastest. */
async function forwardBackward(
  engine: Engine,
  model: Model,
  { config, sequences, time }: Measured,
  repeats: number,
): Promise<number> {
  const rng = createRng(3);
  const tokens = () => Int32Array.from({ length: time }, () => rng.below(config.vocab));
  const batch = pack(Array.from({ length: sequences }, () => ({ tokens: tokens() })));
  const slopes = new Float32Array(batch.targets.length).fill(-1 / batch.targets.length);
  const norm = engine.alloc(1);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= repeats; i++) {
    const start = performance.now();
    model.zeroGradients();
    model.backward(await model.forward(batch), slopes);
    engine.gradientNorm(norm, [...model.gradients.values()]);
    const [length] = await engine.read(norm);
    if (!(length !== undefined && length > 0)) throw new Error(`a gradient of norm ${length}`);
    if (i > 0) best = Math.min(best, (performance.now() - start) / 1000);
  }
  engine.free(norm);
  return best;
}

/** Tokens a second after prompts as long as what is drawn; the prompts are not counted. */
async function sampling(model: Model, { config, rows, fresh }: Measured): Promise<number> {
  const rng = createRng(2);
  const slots = Array.from({ length: rows }, (_, slot) => slot);
  await using decoder = new Decoder(model, rows, 2 * fresh);
  decoder.prefill(
    slots.map((slot) => ({
      tokens: Int32Array.from({ length: fresh }, () => rng.below(config.vocab)),
      slots: [slot],
    })),
  );
  let start = 0;
  for (let t = 0; t < fresh; t++) {
    const uniform = Float32Array.from(slots, () => rng.random());
    const { tokens } = await decoder.sample(uniform, 1);
    if (t === 0) start = performance.now();
    if (t + 1 < fresh) decoder.step(slots, tokens);
  }
  return (rows * (fresh - 1)) / ((performance.now() - start) / 1000);
}
