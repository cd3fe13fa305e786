/** A batch of rows as the vectors have it, put through the loss row by row. */
import { type Aggregation, rowWeights } from '../../../src/learner/grpo/aggregate.ts';
import { klClamp } from '../../../src/learner/grpo/kl.ts';
import {
  addSums,
  emptySums,
  type LossOptions,
  responseLoss,
} from '../../../src/learner/grpo/loss.ts';
import { surrogates } from '../../../src/learner/grpo/surrogate.ts';
import { masked } from './vectors.ts';

export function lossOptions(options: Partial<LossOptions> = {}): LossOptions {
  return {
    surrogate: 'ppo',
    clipLow: 0.2,
    clipHigh: 0.2,
    dualClip: null,
    beta: 0,
    kl: 'k3',
    klClamp,
    entropyCoef: 0,
    guard: { kind: 'none' },
    offPolicyThreshold: null,
    ...options,
  };
}

export interface Batch {
  readonly logp: number[][];
  readonly old_logp: number[][];
  readonly ref_logp?: number[][];
  readonly rollout_logp?: number[][];
  readonly entropy?: number[][];
  readonly mask: number[][];
  readonly advantages: number[];
  readonly max_len?: number;
}

export function batchLoss(
  batch: Batch,
  options: LossOptions,
  aggregation: Aggregation,
  maxLength = batch.max_len ?? 1,
) {
  const { mask, advantages } = batch;
  const rows = (matrix: number[][] | undefined) => matrix && masked(matrix, mask);
  const [logp, old] = [masked(batch.logp, mask), masked(batch.old_logp, mask)];
  const [reference, sampled] = [rows(batch.ref_logp), rows(batch.rollout_logp)];
  const entropy = rows(batch.entropy);
  const lengths = logp.map((row) => row.length);
  const weights = rowWeights(aggregation, lengths, maxLength);
  const sums = emptySums();
  const found = logp.map((row, i) => {
    const loss = responseLoss(
      {
        logp: row,
        old: old[i] ?? [],
        reference: reference?.[i] ?? null,
        sampled: sampled?.[i] ?? null,
        entropy: entropy?.[i] ?? null,
        advantage: advantages[i] ?? 0,
        weight: weights[i] ?? 0,
      },
      options,
    );
    addSums(sums, loss.sums);
    return loss;
  });
  const policy = logp.map((row, i) =>
    surrogates[options.surrogate](row, old[i] ?? [], advantages[i] ?? 0, options),
  );
  return {
    sums,
    dLogp: found.map(({ dLogp }) => [...dLogp]),
    dEntropy: found.map(({ dEntropy }) => [...(dEntropy ?? [])]),
    ratio: policy.map(({ ratio }) => [...ratio]),
    policy: policy.map(({ loss }) => [...loss]),
  };
}

interface LogitsBatch {
  readonly logits: number[][][];
  readonly old_logits: number[][][];
  readonly ref_logits: number[][][];
  readonly actions: number[][];
  readonly mask: number[][];
  readonly advantages: number[];
}

/** The loss of logits: what a model's head does, in float64, around the loss. */
export function throughLogits(
  batch: LogitsBatch,
  temperature: number,
  options: LossOptions,
  aggregation: Aggregation,
) {
  const { actions, mask } = batch;
  const heads = (logits: number[][][]) =>
    logits.map((row, i) => row.map((at, t) => head(at, actions[i]?.[t] ?? 0, temperature)));
  const now = heads(batch.logits);
  const logprobs = (rows: ReturnType<typeof heads>) => rows.map((row) => row.map((h) => h.logp));
  const entropy = now.map((row) => row.map((h) => h.entropy));
  const found = batchLoss(
    {
      logp: logprobs(now),
      old_logp: logprobs(heads(batch.old_logits)),
      ref_logp: logprobs(heads(batch.ref_logits)),
      entropy,
      mask,
      advantages: batch.advantages,
    },
    options,
    aggregation,
    8,
  );
  const dLogits = now.map((row, i) =>
    row.map(({ shares, entropy: h }, t) => {
      const dLogp = found.dLogp[i]?.[t] ?? 0;
      const dEntropy = found.dEntropy[i]?.[t] ?? 0;
      return shares.map((p, j) => {
        const picked = j === actions[i]?.[t] ? 1 : 0;
        const ofLogp = dLogp * (picked - p);
        const ofEntropy = dEntropy === 0 ? 0 : -dEntropy * p * (Math.log(p) + h);
        return (ofLogp + ofEntropy) / temperature;
      });
    }),
  );
  const [logp, entropies] = [masked(logprobs(now), mask), masked(entropy, mask)];
  return { ...found, logp, entropy: entropies, dLogits };
}

function head(logits: readonly number[], action: number, temperature: number) {
  const scaled = logits.map((logit) => logit / temperature);
  const top = Math.max(...scaled);
  const lse = top + Math.log(scaled.reduce((sum, value) => sum + Math.exp(value - top), 0));
  const shares = scaled.map((value) => Math.exp(value - lse));
  const entropy = -shares.reduce((sum, p) => sum + p * Math.log(p), 0);
  return { shares, entropy, logp: (scaled[action] ?? 0) - lse };
}
