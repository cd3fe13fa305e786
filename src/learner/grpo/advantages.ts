/**
 * The advantage estimators by name. What could not be scored (reward null) has no advantage and is
 * nobody's baseline: it is left out before anything is computed, never taken for 0.
 */
import {
  batchStd,
  byGroup,
  type Response,
  reinforce,
  reinforceBaseline,
  type Whitening,
} from './batch-advantages.ts';
import { type Component, gdpo } from './gdpo.ts';
import {
  bestOfGroup,
  centred,
  type GroupOptions,
  groupDefaults,
  grpo,
  leaveOneOut,
  rloo,
} from './group-advantages.ts';

export interface Graded {
  readonly group: number;
  /** What is learned from, shaping included; null when unscorable. */
  readonly reward: number | null;
  /** What shaping added to the verifier's reward; only `gdpo` looks at it apart. */
  readonly shaping?: number;
  readonly length: number;
}

export interface EstimatorOptions extends GroupOptions {
  readonly whitening: Whitening;
}

export const estimatorDefaults: EstimatorOptions = { ...groupDefaults, whitening: 'tokens' };

interface Scored extends Response {
  readonly shaping: number;
}

type Estimate = (responses: readonly Scored[], options: EstimatorOptions) => number[];

const estimators = {
  grpo: (responses, options) => byGroup(responses, (rewards) => grpo(rewards, options)),
  dr_grpo: (responses) => byGroup(responses, centred),
  rloo: (responses) => byGroup(responses, rloo),
  leave_one_out: (responses, options) =>
    byGroup(responses, (rewards) => leaveOneOut(rewards, options)),
  'reinforce++-baseline': (responses, { whitening }) => reinforceBaseline(responses, whitening),
  'reinforce++': (responses, { whitening }) => reinforce(responses, whitening),
  batch_std: (responses, { eps }) => batchStd(responses, eps),
  pass_k: (responses, options) =>
    byGroup(responses, (rewards) => bestOfGroup(rewards, options, true)),
  gdpo: (responses) => gdpo(responses, componentsOf(responses)),
} as const satisfies Record<string, Estimate>;

export type Estimator = keyof typeof estimators;
export const estimatorNames = Object.keys(estimators) as Estimator[];

/** One a response, in their order; null for what is left out. */
export function advantages(
  estimator: Estimator,
  graded: readonly Graded[],
  options: Partial<EstimatorOptions> = {},
): (number | null)[] {
  const kept: number[] = [];
  const scored: Scored[] = [];
  for (const [i, { group, reward, shaping = 0, length }] of graded.entries()) {
    if (reward === null) continue;
    kept.push(i);
    scored.push({ group, reward, shaping, length });
  }
  const estimate: Estimate = estimators[estimator];
  const found = estimate(scored, { ...estimatorDefaults, ...options });
  const results = new Array<number | null>(graded.length).fill(null);
  for (const [k, i] of kept.entries()) results[i] = found[k] as number;
  return results;
}

/** The verifier's reward and what shaping added to it. */
function componentsOf(responses: readonly Scored[]): Component[] {
  return [
    { rewards: responses.map(({ reward, shaping }) => reward - shaping), weight: 1 },
    { rewards: responses.map(({ shaping }) => shaping), weight: 1 },
  ];
}
