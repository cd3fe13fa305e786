/** The rows that were made to be slow: CPU time of each on one thread, and memory over all of them. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mathMissing, mathRows, mathTask } from '../../test/support/math.ts';
import { math } from '../../verifiers/math/index.ts';
import type { BenchOptions, Figure } from '../report.ts';

const mb = 2 ** 20;

export async function* slowFigures(_options: BenchOptions): AsyncGenerator<Figure> {
  if (mathMissing('dos') || mathMissing('own-equivalence')) return;
  // The usual work first, so that what is measured is the rows and not the compiling of the code.
  for (const row of mathRows('own-equivalence')) math.score(mathTask(row));
  const tasks = mathRows('dos').map((row) => ({ id: row.id, task: mathTask(row) }));
  const collect = collector();
  collect();
  const before = process.memoryUsage.rss();
  let peak = before;
  const costs = tasks.map(({ id, task }) => {
    const start = process.threadCpuUsage();
    math.score(task);
    const { user, system } = process.threadCpuUsage(start);
    peak = Math.max(peak, process.memoryUsage.rss());
    return { id, ms: (user + system) / 1e3 };
  });
  costs.sort((a, b) => b.ms - a.ms);
  const { id, ms } = costs[0] ?? { id: 'none', ms: 0 };
  const total = costs.reduce((sum, cost) => sum + cost.ms, 0);
  const workload = `${tasks.length} rows of dos, each once`;
  const figure = (name: string, value: number, unit: string, note = ''): Figure => ({
    bench: 'math',
    figure: `rows made to be slow, ${name}`,
    value,
    unit,
    workload: `${workload}${note}`,
  });
  yield figure('slowest', ms, 'CPU ms', `; ${id}`);
  yield figure('rate', (1_000 * tasks.length) / total, 'samples/cpu-s');
  yield figure('growth of memory at its peak', (peak - before) / mb, 'MB');
}

/** The garbage collector, so that the memory before the rows is what is in use. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
