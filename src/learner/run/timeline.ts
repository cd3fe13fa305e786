/**
 * When the parts of a step ran. The engine is busy while it generates and while it learns; between
 * them it may stand still for rewards. The oracle's own work is told beside it: what of it lies under
 * generation costs nothing, only the rest is waited for.
 */
import { type Interval, lengthOf, union } from '../rollout/interval.ts';
import type { Metrics } from './metrics.ts';

export const parts = ['generation', 'wait', 'update', 'oracle'] as const;
export type Part = (typeof parts)[number];

/** Seconds from the step's start. */
export type Timeline = readonly (readonly [part: Part, from: number, to: number])[];

export type Times = Readonly<Record<Part, readonly Interval[]>>;

export const waitRatioName = 'perf/reward_wait_ratio';

/** Share of a step, below which two stretches of one part are drawn as one. */
const finest = 0.005;

export function timelineOf(times: Times, step: Interval): Timeline {
  const gap = (step.to - step.from) * finest;
  const seconds = (at: number) => Math.round(at - step.from) / 1000;
  return parts.flatMap((part) =>
    union(times[part], gap).map(({ from, to }) => [part, seconds(from), seconds(to)] as const),
  );
}

/** Seconds of each part, and which share of its time the engine stood still for rewards. */
export function timelineMetrics({ generation, wait, update, oracle }: Times): Metrics {
  const busy = lengthOf(generation) + lengthOf(update);
  const waited = lengthOf(wait);
  return {
    'timing_s/engine_busy': busy / 1000,
    'timing_s/reward_wait': waited / 1000,
    'timing_s/oracle': lengthOf(union(oracle)) / 1000,
    [waitRatioName]: busy + waited === 0 ? 0 : waited / (busy + waited),
  };
}
