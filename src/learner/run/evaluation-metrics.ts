/** What is told of an evaluation: the mean reward and pass@k of each set. */
import { passAtK } from '../grpo/pass-at-k.ts';
import { mean } from '../grpo/statistics.ts';
import type { Metrics } from './metrics.ts';

export interface SetResult {
  readonly name: string;
  /** Of each prompt's samples; what was unscorable is null. */
  readonly prompts: readonly {
    readonly rewards: readonly (number | null)[];
    readonly correct: readonly (boolean | null)[];
  }[];
  /** Tokens of each response. */
  readonly lengths: readonly number[];
}

/** pass@k is over prompts with at least k samples that could be scored. */
export function evaluationMetrics(sets: readonly SetResult[], ks: readonly number[]): Metrics {
  const metrics: Record<string, number> = {};
  const means: number[] = [];
  for (const { name, prompts, lengths } of sets) {
    const rewards = prompts.flatMap((prompt) => prompt.rewards.filter((reward) => reward !== null));
    const all = prompts.flatMap((prompt) => prompt.rewards);
    if (rewards.length > 0) {
      metrics[`val/${name}/reward`] = mean(rewards);
      means.push(mean(rewards));
    }
    for (const k of ks) {
      const chances = prompts.flatMap(({ correct }) => {
        const known = correct.filter((value) => value !== null);
        return known.length < k ? [] : [passAtK(known.length, known.filter(Boolean).length, k)];
      });
      if (chances.length > 0) metrics[`val/${name}/pass@${k}`] = mean(chances);
    }
    metrics[`val/${name}/unscorable_ratio`] =
      all.length === 0 ? 0 : (all.length - rewards.length) / all.length;
    if (lengths.length > 0) metrics[`val/${name}/response_length/mean`] = mean(lengths);
  }
  if (means.length > 0) metrics['val/reward'] = mean(means);
  return metrics;
}
