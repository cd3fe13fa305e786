/** What every part of a run's loop works with, and the settings that hold at present. */
import type { LoadedConfig, LoadedStage } from '../config/load.ts';
import { rateSchedule } from '../config/settings.ts';
import type { PromptStream } from '../data/stream.ts';
import type { AdamWOptions } from '../model/optimizer.ts';
import type { RewardOracle } from '../oracle.ts';
import { rateAt } from '../prolonged/rate.ts';
import type { Metrics } from '../run/metrics.ts';
import type { RolloutRow } from '../run/rollouts.ts';
import type { Timeline } from '../run/timeline.ts';
import type { Learner } from './learner.ts';

export interface Session {
  readonly loaded: LoadedConfig;
  readonly learner: Learner;
  readonly oracle: RewardOracle;
  readonly signal: AbortSignal | undefined;
}

/** Where a step stands in its run. */
export interface Moment {
  /** Counted from 1. */
  readonly step: number;
  readonly stage: LoadedStage;
  /** Steps done before the stage. */
  readonly begun: number;
  /** Generation batches before this step. */
  readonly generations: number;
  readonly stream: PromptStream;
  /** Weight of the divergence. */
  readonly beta: number;
}

export interface StepResult {
  readonly metrics: Metrics;
  /** Absent where nothing is judged. */
  readonly timeline?: Timeline;
  readonly rollouts: readonly RolloutRow[];
  /** Generation batches that it took. */
  readonly generations: number;
  /** Mean divergence from the reference a token; null: not measured. */
  readonly kl: number | null;
  readonly meanLength: number | null;
  readonly beta: number;
}

/** The schedule is the stage's: it begins and ends with it. */
export function adamwAt({ config }: LoadedConfig, { stage, step, begun }: Moment): AdamWOptions {
  const { optimizer } = stage.settings;
  const total = stage.end.steps ?? config.steps - begun;
  return {
    lr: rateAt(step - begun, rateSchedule(stage.settings, total)),
    ...{ beta1: optimizer.beta1, beta2: optimizer.beta2, eps: optimizer.eps },
    weightDecay: optimizer.weight_decay,
  };
}
