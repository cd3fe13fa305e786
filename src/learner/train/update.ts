/**
 * One step of the optimizer on some responses: passes forward and back over micro-batches whose
 * gradients add up, then the clip and AdamW. The loss is looked at before anything is changed.
 */
import { addSums, emptySums, type LossOptions, type LossSums, responseLoss } from '../grpo/loss.ts';
import type { Model } from '../model/model.ts';
import type { AdamWOptions, Optimizer } from '../model/optimizer.ts';
import { expectNumber } from './divergence.ts';
import { microBatches } from './micro-batches.ts';
import { type Answered, packAnswered, parts, tokensOf } from './sequences.ts';

export interface Weighed extends Answered {
  /** Log-probs as the tokens were drawn. */
  readonly old: Float32Array;
  readonly reference: Float32Array | null;
  readonly advantage: number;
  readonly weight: number;
}

export interface Trained {
  readonly model: Model;
  readonly optimizer: Optimizer;
}

export interface UpdateSettings {
  readonly loss: LossOptions;
  readonly temperature: number;
  readonly microBatchTokens: number;
  readonly adamw: AdamWOptions;
  readonly maxGradNorm: number;
}

export interface Updated {
  readonly sums: LossSums;
  readonly gradNorm: number;
}

/** @throws AssayError `training_diverged` for a loss or a gradient that is no number. */
export async function policyUpdate(
  { model, optimizer }: Trained,
  rows: readonly Weighed[],
  { loss, temperature, microBatchTokens, adamw, maxGradNorm }: UpdateSettings,
): Promise<Updated> {
  const sums = emptySums();
  model.zeroGradients();
  for (const some of microBatches(rows, tokensOf, microBatchTokens)) {
    const pass = await model.forward(packAnswered(some), temperature);
    const dLogprobs = new Float32Array(pass.logprobs.length);
    const dEntropy = loss.entropyCoef === 0 ? null : new Float32Array(pass.logprobs.length);
    for (const [row, logp, at] of parts(some, pass.logprobs)) {
      const { old, reference, advantage, weight } = row;
      const entropy = pass.entropy.subarray(at, at + logp.length);
      const tokens = { logp, old, reference, sampled: null, entropy, advantage, weight };
      const found = responseLoss(tokens, loss);
      dLogprobs.set(found.dLogp, at);
      if (found.dEntropy) dEntropy?.set(found.dEntropy, at);
      addSums(sums, found.sums);
    }
    model.backward(pass, dLogprobs, dEntropy);
  }
  expectNumber('the loss', sums.loss);
  const gradNorm = await optimizer.update(adamw, maxGradNorm);
  expectNumber('the norm of the gradients', gradNorm);
  return { sums, gradNorm };
}

/** Likelihood of demonstrations, every token of the responses the same. */
export async function imitationUpdate(
  { model, optimizer }: Trained,
  rows: readonly Answered[],
  { microBatchTokens, adamw, maxGradNorm }: Omit<UpdateSettings, 'loss' | 'temperature'>,
): Promise<{ readonly loss: number; readonly gradNorm: number; readonly tokens: number }> {
  const tokens = rows.reduce((sum, row) => sum + row.tokens.length, 0);
  let loss = 0;
  model.zeroGradients();
  for (const some of microBatches(rows, tokensOf, microBatchTokens)) {
    const pass = await model.forward(packAnswered(some));
    for (const logprob of pass.logprobs) loss -= logprob / tokens;
    model.backward(pass, new Float32Array(pass.logprobs.length).fill(-1 / tokens));
  }
  expectNumber('the loss', loss);
  const gradNorm = await optimizer.update(adamw, maxGradNorm);
  expectNumber('the norm of the gradients', gradNorm);
  return { loss, gradNorm, tokens };
}
