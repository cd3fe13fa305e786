/**
 * `npm run -s bench:gpu -- [--engine webgpu] [--tiny] [--no-training]`: the engine's parts on one
 * device, wall clock, beside PyTorch where it is installed; then a run of the trainer with its oracle.
 * A JSON line a figure; the first line says what computed. `--tiny` shows that it runs, on any
 * adapter: its figures say nothing of speed.
 */
import { parseArgs } from 'node:util';
import { type EngineName, engineNames, openEngine } from '../../src/learner/engines/index.ts';
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
const own = await measured(name, values.tiny);
beside(own, values.tiny);
if (!values['no-training']) for (const one of await trainingFigures(name, values.tiny)) tell(one);
process.exit(0);

function tell(line: object): void {
  console.log(JSON.stringify(line));
}

async function measured(engineName: EngineName, tiny: boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  await using engine = await openEngine(engineName);
  tell({ engine: engine.name, description: engine.description, tiny });
  for await (const figure of engineFigures(engine, shapes(tiny))) {
    figures.push(figure);
    tell(figure);
  }
  tell({ figure: 'memory of the process', value: process.memoryUsage().rss / 1e6, unit: 'MB' });
  const device = deviceMemory();
  if (device !== null) tell(device);
  return figures;
}

/** PyTorch's figures, and how ours stand beside them: more than 1 is faster. */
function beside(figures: readonly Figure[], tiny: boolean): void {
  for (const dtype of dtypes) {
    const found = eagerFigures(shapes(tiny), dtype);
    if (typeof found === 'string') {
      tell({ skipped: `PyTorch, ${dtype}`, reason: found });
      continue;
    }
    const { torch, device } = found;
    for (const { figure, value, unit } of found.figures) {
      const ours = figures.find((one) => one.figure === figure)?.value ?? Number.NaN;
      tell({
        baseline: `PyTorch ${torch} eager, ${dtype}, ${device}`,
        figure,
        value,
        unit,
        ratio: ours / value,
      });
    }
  }
}
