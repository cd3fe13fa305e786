/**
 * `npm run -s bench:gpu -- [--engine webgpu] [--tiny] [--no-training]`: the engine's parts on one
 * device, wall clock, with weights in each type that the engine reads, beside PyTorch where it is
 * installed; then a run of the trainer with its oracle. A JSON line a figure; a line before them says
 * what computed. `--tiny` shows that it runs, on any adapter: its figures say nothing of speed.
 */
import { parseArgs } from 'node:util';
import type { WeightDtype } from '../../src/learner/engines/contract.ts';
import {
  type EngineName,
  engineNames,
  openEngine,
  weightsOf,
} from '../../src/learner/engines/index.ts';
import { dtypes, eagerFigures } from './eager.ts';
import { engineFigures, type Figure } from './figures.ts';
import { deviceMemory } from './memory.ts';
import { shapes } from './shapes.ts';
import { trainingFigures } from './training.ts';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'webgpu' },
    tiny: { type: 'boolean', default: false },
    'no-training': { type: 'boolean', default: false },
  },
});
const name = engineNames.find((one) => one === values.engine);
if (name === undefined) {
  console.error(`expected an engine of ${engineNames.join(', ')}; got ${values.engine}`);
  process.exit(2);
}
const narrowest = weightsOf(name).at(-1) as WeightDtype;
const own: Own[] = [];
for (const weights of weightsOf(name)) own.push(...(await measured(name, weights, values.tiny)));
beside(own, values.tiny);
if (!values['no-training']) {
  const figures = await trainingFigures(name, narrowest, values.tiny);
  for (const one of figures) tell({ weights: narrowest, ...one });
}
process.exit(0);

interface Own extends Figure {
  readonly weights: WeightDtype;
}

function tell(line: object): void {
  console.log(JSON.stringify(line));
}

async function measured(
  engineName: EngineName,
  weights: WeightDtype,
  tiny: boolean,
): Promise<Own[]> {
  const figures: Own[] = [];
  await using engine = await openEngine(engineName, { weights });
  tell({ engine: engine.name, description: engine.description, tiny });
  for await (const figure of engineFigures(engine, shapes(tiny))) {
    const one = { weights, ...figure };
    figures.push(one);
    tell(one);
  }
  tell({ figure: 'memory of the process', value: process.memoryUsage().rss / 1e6, unit: 'MB' });
  const device = deviceMemory();
  if (device !== null) tell(device);
  return figures;
}

/** PyTorch's figures, and how ours stand beside them, in the type nearest to its own: more than 1 is faster. */
function beside(figures: readonly Own[], tiny: boolean): void {
  for (const dtype of dtypes) {
    const weights = dtype === 'bfloat16' ? narrowest : 'F32';
    const found = eagerFigures(shapes(tiny), dtype);
    if (typeof found === 'string') {
      tell({ skipped: `PyTorch, ${dtype}`, reason: found });
      continue;
    }
    const { torch, device } = found;
    for (const { figure, value, unit } of found.figures) {
      const alike = (one: Own) => one.figure === figure && one.weights === weights;
      const ours = figures.find(alike)?.value ?? Number.NaN;
      tell({
        baseline: `PyTorch ${torch} eager, ${dtype}, ${device}`,
        figure,
        value,
        unit,
        ratio: ours / value,
        weights,
      });
    }
  }
}
