/**
 * `node bench/gpu/measure.ts [--engine webgpu] [--tiny]`: matrix products, forward with backward, and
 * sampling on one engine, wall clock, a JSON line each; the first line says what computed. `--tiny`
 * shows that it runs, on any adapter: its figures say nothing of speed.
 */
import { parseArgs } from 'node:util';
import type { Engine } from '../../src/learner/engines/contract.ts';
import { type EngineName, engineNames, openEngine } from '../../src/learner/engines/index.ts';
import { pack } from '../../src/learner/model/batch.ts';
import type { ModelConfig } from '../../src/learner/model/config.ts';
import { Decoder } from '../../src/learner/model/decoder.ts';
import { initialTensors } from '../../src/learner/model/initial.ts';
import { Model } from '../../src/learner/model/model.ts';
import { createRng } from '../../verifiers/random.ts';
import { models, sizes, tinySizes } from './shapes.ts';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'webgpu' },
    tiny: { type: 'boolean', default: false },
  },
});
const name = engineNames.find((one) => one === values.engine);
if (name === undefined) {
  console.error(`expected an engine of ${engineNames.join(', ')}; got ${values.engine}`);
  process.exit(2);
}
await measure(name, values.tiny);
process.exit(0);

async function measure(engineName: EngineName, tiny: boolean): Promise<void> {
  await using engine = await openEngine(engineName);
  console.log(JSON.stringify({ engine: engine.name, description: engine.description, tiny }));
  for (const size of tiny ? tinySizes : sizes) {
    const seconds = await product(engine, size, tiny ? 1 : 10);
    tell(`product of ${size}`, (2 * size ** 3) / seconds / 1e9, 'GFLOP/s');
  }
  for (const { title, config, sequences, time } of models(tiny)) {
    await using model = await Model.load(engine, config, initialTensors(config, 1));
    const trained = await forwardBackward(engine, model, { sequences, time }, tiny ? 1 : 3);
    tell(`${title}: forward + backward`, (sequences * time) / trained, 'tokens/s');
    tell(`${title}: sampling`, await sampling(model, config, tiny ? 4 : 64), 'tokens/s');
  }
  tell('memory of the process', process.memoryUsage().rss / 1e6, 'MB');
}

function tell(figure: string, value: number, unit: string): void {
  console.log(JSON.stringify({ figure, value, unit }));
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

async function forwardBackward(
  engine: Engine,
  model: Model,
  { sequences, time }: { readonly sequences: number; readonly time: number },
  repeats: number,
): Promise<number> {
  const rng = createRng(3);
  const tokens = () => Int32Array.from({ length: time }, () => rng.below(model.config.vocab));
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

async function sampling(model: Model, config: ModelConfig, fresh: number): Promise<number> {
  const rng = createRng(2);
  const rows = 8 * Math.ceil(fresh / 8);
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
    if (t === 0) start = performance.now(); // prompts are not counted
    if (t + 1 < fresh) decoder.step(slots, tokens);
  }
  return (rows * (fresh - 1)) / ((performance.now() - start) / 1000);
}
