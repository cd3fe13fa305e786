/** What a run's metrics say of it: where it began, where it ended, what it cost in rollouts. */
import type { MetricsLine } from '../../src/learner/run/metrics-file.ts';

/** One evaluation of held-out prompts. */
export interface Reading {
  readonly step: number;
  /** Responses drawn to learn from until then. */
  readonly rollouts: number;
  readonly score: number;
  /** Score of each set. */
  readonly sets: Readonly<Record<string, number>>;
}

/** What a step told of itself. */
export interface Step {
  readonly rollouts: number;
  readonly metrics: MetricsLine['metrics'];
}

export interface Course {
  /** After the warm start, before anything was learned from verdicts, and from there on. */
  readonly readings: readonly Reading[];
  /** Those that learned from verdicts. */
  readonly steps: readonly Step[];
}

export interface Shape {
  /** Prompts of one generation batch and responses to each. */
  readonly prompts: number;
  readonly group: number;
}

export function courseOf(lines: readonly MetricsLine[], { prompts, group }: Shape): Course {
  const readings: Reading[] = [];
  let rollouts = 0;
  const steps: Step[] = [];
  for (const { kind, stage, step, metrics } of lines) {
    if (kind === 'step') {
      if (stage !== 'grpo') continue;
      rollouts += (metrics.dynamic_sampling_num_gen_batches ?? 0) * prompts * group;
      steps.push({ rollouts, metrics });
      continue;
    }
    const score = metrics['val/reward'];
    if (score === undefined) continue;
    // the warm start counts by its end alone
    if (rollouts === 0) readings.length = 0;
    readings.push({ step, rollouts, score, sets: setsOf(metrics) });
  }
  return { readings, steps };
}

function setsOf(metrics: Readonly<Record<string, number>>): Record<string, number> {
  const sets: Record<string, number> = {};
  for (const [name, value] of Object.entries(metrics)) {
    const set = /^val\/([\w.-]+)\/reward$/.exec(name)?.[1];
    if (set !== undefined) sets[set] = value;
  }
  return sets;
}

/** One step is of a few hundred responses: the mean of some is steadier. */
export const averaged = 12;

/** Mean score of the readings in the last fifth of so many rollouts; the last one where there is none. */
export function scoreWithin({ readings }: Course, budget: number): number {
  const before = readings.filter(({ rollouts }) => rollouts <= budget);
  const late = before.filter(({ rollouts }) => rollouts >= 0.8 * budget);
  return meanOf((late.length > 0 ? late : before.slice(-1)).map(({ score }) => score));
}

/** Mean of a metric over the last steps within so many rollouts. */
export function metricWithin({ steps }: Course, budget: number, name: string): number {
  const last = steps.filter(({ rollouts }) => rollouts <= budget).slice(-averaged);
  return meanOf(last.map(({ metrics }) => metrics[name] ?? 0));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
