/** Tables and drawings of an experiment, from the metrics of those of its runs that are finished. */
import type { Curve, Drawing } from './curve.ts';
import type { Arm, Experiment, Trial } from './experiments.ts';
import { averaged, type Course, meanOf, type Reading, scoreWithin } from './measure.ts';

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

export function reportOf(experiment: Experiment, runs: readonly Run[]): Report {
  if (runs.length === 0) return { markdown: 'No run of this is finished here.', drawings: {} };
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

function comparison({ name, title, arms }: Experiment, runs: readonly Run[]): Report {
  const budget = Math.min(...runs.map((run) => endOf(run).rollouts));
  const seeds = [...new Set(runs.map(({ trial }) => trial.seed))].sort((a, b) => a - b);
  const ofArm = (arm: Arm) => runs.filter(({ trial }) => trial.arm.name === arm.name);
  const table = markdownTable([
    ['arm', ...seeds.map((seed) => `seed ${seed}`), 'mean', 'entropy', 'clipped', 'KL', 'CPU min'],
    ...arms.map((arm) => {
      const own = ofArm(arm);
      if (own.length === 0) return [arm.name, ...seeds.map(() => '–'), '–', '–', '–', '–', '–'];
      const scores = own.map(({ course }) => scoreWithin(course, budget));
      const last = (metric: string) => meanOf(own.map(({ course }) => course.last[metric] ?? 0));
      return [
        arm.name,
        ...seeds.map((seed) => {
          const at = own.findIndex(({ trial }) => trial.seed === seed);
          return at < 0 ? '–' : fixed(scores[at] as number);
        }),
        fixed(meanOf(scores)),
        fixed(last('actor/entropy')),
        `${(100 * last('actor/pg_clipfrac')).toFixed(2)} %`,
        last('actor/kl_coef') > 0 ? fixed(last('actor/kl_loss')) : '–',
        minutes(meanOf(own.map(({ cpuSeconds }) => cpuSeconds))),
      ];
    }),
  ]);
  const note = `Score: the mean of the last ${averaged} evaluations within the first ${grouped(budget)} responses, which all arms had.`;
  const curves: Curve[] = arms.map((arm) => ({
    label: arm.name,
    lines: ofArm(arm).map(({ course }) => line(course, ({ score }) => score)),
  }));
  return {
    markdown: [table, note, image(name)].join('\n\n'),
    drawings: { [name]: { title: `${title}: held-out score, a line a seed`, unit, curves } },
  };
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
