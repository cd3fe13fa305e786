/**
 * What is told of a step, under the names that the field's dashboards know: verl's, and TRL's where
 * verl has none (its groups without signal, the sampler's mismatch, the clipping by side).
 */
import type { LossSums } from '../grpo/loss.ts';
import { deviation, mean } from '../grpo/statistics.ts';

export interface StepReport {
  /** The verifier's rewards and those that were learned from, one a response. */
  readonly scores: readonly (number | null)[];
  readonly rewards: readonly (number | null)[];
  /** Of the responses in the loss. */
  readonly advantages: readonly number[];
  /** Tokens of each response, and of each prompt. */
  readonly lengths: readonly number[];
  readonly promptLengths: readonly number[];
  readonly truncated: readonly boolean[];
  /** Groups drawn, those among them that taught something, and the generation batches it took. */
  readonly groups: {
    readonly generated: number;
    readonly taught: number;
    readonly batches: number;
  };
  /** Added up over the step's updates. */
  readonly loss: LossSums;
  readonly updates: number;
  readonly gradNorms: readonly number[];
  readonly lr: number;
  readonly beta: number;
  readonly entropyCoef: number;
  /** Seconds by part: generation, scoring, updates, the whole step. */
  readonly seconds: Readonly<Record<string, number>>;
}

export type Metrics = Readonly<Record<string, number>>;

export function stepMetrics(report: StepReport): Metrics {
  const { loss, lengths, truncated, groups, seconds } = report;
  const scored = report.scores.filter((score) => score !== null);
  const rewards = report.rewards.filter((reward) => reward !== null);
  const ended = lengths.filter((_, i) => !truncated[i]);
  const perToken = (sum: number) => (loss.tokens === 0 ? 0 : sum / loss.tokens);
  const perUpdate = (sum: number) => (report.updates === 0 ? 0 : sum / report.updates);
  const clipped = loss.clippedLow + loss.clippedHigh;
  const metrics: Record<string, number> = {
    ...spread('critic/score', scored),
    ...spread('critic/rewards', rewards),
    reward_std: deviation(rewards),
    'reward/unscorable_ratio': share(
      report.scores.filter((score) => score === null),
      report.scores,
    ),
    ...spread('critic/advantages', report.advantages),
    ...spread('response_length', lengths),
    'response_length/clip_ratio': share(truncated.filter(Boolean), truncated),
    'completions/mean_terminated_length': mean(ended),
    ...spread('prompt_length', report.promptLengths),
    frac_reward_zero_std: groups.generated === 0 ? 0 : 1 - groups.taught / groups.generated,
    dynamic_sampling_num_gen_batches: groups.batches,
    'actor/loss': perUpdate(loss.loss),
    'actor/pg_loss': perUpdate(loss.policyLoss),
    'actor/kl_loss': perToken(loss.kl),
    'actor/kl_coef': report.beta,
    'actor/ppo_kl': perToken(loss.policyKl),
    'actor/entropy': perToken(loss.entropy),
    'actor/entropy_coef': report.entropyCoef,
    'actor/pg_clipfrac': perToken(clipped),
    'actor/pg_clipfrac_lower': perToken(loss.clippedDual),
    'clip_ratio/low_mean': perToken(loss.clippedLow),
    'clip_ratio/high_mean': perToken(loss.clippedHigh),
    'actor/ratio_mean': perToken(loss.ratio),
    'sampling/importance_sampling_ratio/mean': perToken(loss.samplerRatio),
    'sampling/is_oob_ratio': perToken(loss.samplerOutside),
    'actor/grad_norm': mean(report.gradNorms),
    'actor/lr': report.lr,
    'perf/total_num_tokens': sum(lengths) + sum(report.promptLengths),
  };
  for (const [part, time] of Object.entries(seconds)) metrics[`timing_s/${part}`] = time;
  if ((seconds.step ?? 0) > 0) {
    metrics['perf/throughput'] =
      (metrics['perf/total_num_tokens'] as number) / (seconds.step as number);
  }
  return metrics;
}

/** Nothing is told of an empty list: 0 would look like a value. */
function spread(name: string, values: readonly number[]): Metrics {
  if (values.length === 0) return {};
  return {
    [`${name}/mean`]: mean(values),
    [`${name}/max`]: values.reduce((a, b) => Math.max(a, b)),
    [`${name}/min`]: values.reduce((a, b) => Math.min(a, b)),
  };
}

function share(part: readonly unknown[], whole: readonly unknown[]): number {
  return whole.length === 0 ? 0 : part.length / whole.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
