/**
 * `npm run -s bench -- NAME… [--quick] [--json] [--write FILE]`: every published figure, one line
 * each. Without a name, all benches. One file a bench; each measures its own baseline in the same
 * run. `--write` keeps them as a page too, docs/benchmarks.md for the one that is published.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Bench, Figure } from './report.ts';
import { formatFigure, hostCosts, page } from './report.ts';

const benches: Readonly<Record<string, () => Promise<{ readonly default: Bench }>>> = {
  engine: () => import('./engine.ts'),
  execution: () => import('./execution.ts'),
  math: () => import('./math.ts'),
  logic: () => import('./logic.ts'),
  instruction: () => import('./instruction.ts'),
  stem: () => import('./stem.ts'),
  service: () => import('./service.ts'),
  datasets: () => import('./datasets.ts'),
  fleet: () => import('./fleet.ts'),
  learner: () => import('./learner.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'string' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(
    `bench: expected names among ${Object.keys(benches).join(', ')}; got ${unknown.join(', ')}`,
  );
  process.exit(2);
}
const figures: Figure[] = [];
const sheet = values.write === undefined ? null : { file: values.write, costs: hostCosts() };
for (const name of names) {
  const { default: run } = await (benches[name] as () => Promise<{ default: Bench }>)();
  for await (const figure of run({ quick: values.quick })) {
    console.log(values.json ? JSON.stringify(figure) : formatFigure(figure));
    figures.push(figure);
    if (sheet) writeFileSync(sheet.file, page(figures, sheet.costs));
  }
}
process.exit(0);
