/** Tables and drawings of an experiment, from the metrics of those of its runs that are finished. */
import type { Curve, Drawing } from './curve.ts';
import type { Arm, Experiment, Trial } from './experiments.ts';
import {
  averaged,
  type Course,
  meanOf,
  metricWithin,
  type Reading,
  scoreWithin,
} from './measure.ts';

/** A finished trial. */
export interface Run {
  readonly trial: Trial;
  readonly course: Course;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

export interface Report {
  readonly markdown: string;
  /** By the name of its file, without the ending. */
  readonly drawings: Readonly<Record<string, Drawing>>;
}

const unit = 'responses drawn to learn from';

const none: Report = { markdown: 'No runs of this are finished here.', drawings: {} };

export function reportOf(experiment: Experiment, runs: readonly Run[]): Report {
  if (runs.length === 0) return none;
  return experiment.arms.length > 1 ? comparison(experiment, runs) : gains(experiment, runs);
}

function gains({ name, title, goal }: Experiment, runs: readonly Run[]): Report {
  const names = Object.keys(startOf(runs[0] as Run).sets);
  const table = markdownTable([
    [
      ...['seed', 'start', 'end', 'gain'],
      ...(goal === undefined ? [] : [`${fixed(goal)} reached after`]),
      ...['steps', 'responses', 'wall min', 'CPU min'],
    ],
    ...runs.map((run) => {
      const [start, end] = [startOf(run), endOf(run)];
      const reached = run.course.readings.find(({ score }) => score >= (goal ?? 0));
      return [
        ...[`${run.trial.seed}`, fixed(start.score), fixed(end.score)],
        signed(end.score - start.score),
        ...(goal === undefined ? [] : [reached ? grouped(reached.rollouts) : 'not']),
        ...[`${start.step} + ${end.step - start.step}`, grouped(end.rollouts)],
        ...[minutes(run.wallSeconds), minutes(run.cpuSeconds)],
      ];
    }),
  ]);
  const courses = runs.map(({ trial, course }) => ({
    label: `seed ${trial.seed}`,
    lines: [line(course, ({ score }) => score)],
  }));
  const whole = { title: `${title}: held-out score of each seed`, unit, curves: courses };
  if (names.length < 2)
    return { markdown: `${table}\n\n${image(name)}`, drawings: { [name]: whole } };
  const parts = names.map((set) => ({
    label: set,
    lines: runs.map(({ course }) => line(course, ({ sets }) => sets[set] ?? 0)),
  }));
  const sets = markdownTable([
    ['seed', ...names],
    ...runs.map((run) => [
      `${run.trial.seed}`,
      ...names.map(
        (set) => `${fixed(startOf(run).sets[set] ?? 0)} → ${fixed(endOf(run).sets[set] ?? 0)}`,
      ),
    ]),
  ]);
  return {
    markdown: [table, sets, image(name), image(`${name}-parts`)].join('\n\n'),
    drawings: {
      [name]: whole,
      [`${name}-parts`]: { title: `${title}: each of them`, unit, curves: parts },
    },
  };
}

/** Arms that have runs, at as many responses as all of them had, on the seeds that all of them had. */
function comparison({ name, title, arms: all }: Experiment, finished: readonly Run[]): Report {
  const arms = all.filter((arm) => finished.some(({ trial }) => trial.arm.name === arm.name));
  const seeds = [...new Set(finished.map(({ trial }) => trial.seed))]
    .filter((seed) => arms.every((arm) => finished.some((run) => isOf(run, arm, seed))))
    .sort((a, b) => a - b);
  const runs = finished.filter(({ trial }) => seeds.includes(trial.seed));
  if (arms.length < 2 || seeds.length === 0) return none;
  const missing = all.filter((arm) => !arms.includes(arm)).map((arm) => arm.name);
  const budget = Math.min(...runs.map((run) => endOf(run).rollouts));
  const means = markdownTable([
    ['arm', ...seeds.map((seed) => `seed ${seed}`), 'mean', 'entropy', 'clipped', 'KL'],
    ...arms.map((arm) => {
      const own = seeds.map((seed) => runs.find((run) => isOf(run, arm, seed)) as Run);
      const scores = own.map(({ course }) => scoreWithin(course, budget));
      const told = (metric: string) =>
        meanOf(own.map(({ course }) => metricWithin(course, budget, metric)));
      return [
        ...[arm.name, ...scores.map(fixed), fixed(meanOf(scores)), fixed(told('actor/entropy'))],
        `${(100 * told('actor/pg_clipfrac')).toFixed(2)} %`,
        told('actor/kl_coef') > 0 ? fixed(told('actor/kl_loss')) : '–',
      ];
    }),
  ]);
  const each = markdownTable([
    ['arm', 'seed', 'start', 'end', 'steps', 'responses', 'wall min', 'CPU min'],
    ...runs.map((run) => {
      const [start, end] = [startOf(run), endOf(run)];
      return [
        ...[run.trial.arm.name, `${run.trial.seed}`, fixed(start.score), fixed(end.score)],
        ...[`${start.step} + ${end.step - start.step}`, grouped(end.rollouts)],
        ...[minutes(run.wallSeconds), minutes(run.cpuSeconds)],
      ];
    }),
  ]);
  const note = `Within the first ${grouped(budget)} responses, which all arms had: the score is the mean of the evaluations in the last fifth of them, the other columns are means of the last ${averaged} steps. The runs whole:`;
  const curves: Curve[] = arms.map((arm) => ({
    label: arm.name,
    lines: seeds.map((seed) => {
      const { course } = runs.find((run) => isOf(run, arm, seed)) as Run;
      return line(course, ({ score }) => score).filter(({ x }) => x <= budget);
    }),
  }));
  return {
    markdown: [
      ...[means, note, each],
      ...(missing.length > 0 ? [`Not run: ${missing.join(', ')}.`] : []),
      image(name),
    ].join('\n\n'),
    drawings: { [name]: { title: `${title}: held-out score, a line a seed`, unit, curves } },
  };
}

function isOf({ trial }: Run, arm: Arm, seed: number): boolean {
  return trial.arm.name === arm.name && trial.seed === seed;
}

function line({ readings }: Course, value: (reading: Reading) => number) {
  return readings.map((reading) => ({ x: reading.rollouts, y: value(reading) }));
}

const startOf = ({ course }: Run) => course.readings[0] as Reading;
const endOf = ({ course }: Run) => course.readings.at(-1) as Reading;

export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const render = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [render(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(render)].join('\n');
}

const image = (name: string) => `![curves](learning/${name}.svg)`;
const fixed = (value: number) => value.toFixed(value > 0 && value < 0.01 ? 3 : 2);
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
const minutes = (seconds: number) => (seconds / 60).toFixed(1);
const grouped = (value: number) => `${value}`.replace(/\B(?=(\d{3})+$)/g, ',');
