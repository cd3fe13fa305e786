/**
 * `npm run -s learning -- NAME… [--seeds N] [--at-once N] [--report]`: makes the data, runs the
 * experiments (all without a name) and writes docs/learning.md with its curves. Trials that are
 * finished are not run again, so it goes on where it was stopped; `--report` runs none.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readMetrics } from '../src/learner/run/metrics-file.ts';
import { drawCurves } from './learning/curve.ts';
import { putBlock } from './learning/document.ts';
import { type Experiment, experiments, type Trial, trialsOf } from './learning/experiments.ts';
import { courseOf } from './learning/measure.ts';
import { type Run, reportOf } from './learning/report.ts';
import { finished, runTrial, shapeOf } from './learning/trial.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '3' },
    'at-once': { type: 'string', default: '2' },
    report: { type: 'boolean', default: false },
  },
});
const names = experiments.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`learning: expected names among ${names.join(', ')}; got ${unknown.join(', ')}`);
  process.exit(2);
}
const chosen = experiments.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);
const place = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const dir = place('runs/learning');

if (!values.report) {
  await makeData();
  const all = chosen.flatMap((experiment) => trialsOf(experiment, Number(values.seeds)));
  const trials = [...new Map(all.map((trial) => [trial.key, trial])).values()];
  await Promise.all(Array.from({ length: Number(values['at-once']) }, () => work(trials)));
}
await report();

async function makeData(): Promise<void> {
  await mkdir(join(dir, 'data'), { recursive: true });
  for (const name of new Set(chosen.map(({ config }) => config))) {
    const args = [place(`scripts/${name}.ts`), join(dir, 'data')];
    execFileSync(process.execPath, args, { stdio: 'inherit' });
  }
}

/** Takes trials off the list until none is left. */
async function work(trials: Trial[]): Promise<void> {
  for (let trial = trials.shift(); trial !== undefined; trial = trials.shift()) {
    const { wallSeconds, cpuSeconds } = await runTrial(dir, trial);
    console.log(`${trial.key}: ${Math.round(wallSeconds)} s, ${Math.round(cpuSeconds)} s of CPU`);
  }
}

async function report(): Promise<void> {
  const file = place('docs/learning.md');
  const drawn = place('docs/learning');
  // no drawing outlives its runs
  await rm(drawn, { recursive: true, force: true });
  await mkdir(drawn, { recursive: true });
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.versions.node}, engine wasm, a thread a run`;
  let document = putBlock(await readFile(file, 'utf8'), 'machine', machine);
  for (const experiment of experiments) {
    const { markdown, drawings } = reportOf(experiment, await runsOf(experiment));
    document = putBlock(document, experiment.name, markdown);
    for (const [name, drawing] of Object.entries(drawings)) {
      await writeFile(join(drawn, `${name}.svg`), drawCurves(drawing));
    }
  }
  await writeFile(file, document);
}

async function runsOf(experiment: Experiment): Promise<Run[]> {
  const runs: Run[] = [];
  for (const trial of trialsOf(experiment, Infinity)) {
    const taken = await finished(dir, trial);
    if (taken === null) continue;
    const lines = await readMetrics(join(dir, trial.key, 'metrics.jsonl'));
    runs.push({ trial, course: courseOf(lines, shapeOf(taken)), ...taken });
  }
  return runs;
}
