/**
 * The loss of one response and its gradients: policy + beta * KL - coefficient * entropy, each token
 * times the weight that the aggregation gives the response. The gradients go into the model's
 * backward; losses and sums of a batch's pieces add up.
 */
import { type Guard, guardWeights, staysOnPolicy } from './importance.ts';
import { type KlClamp, type KlKind, kl } from './kl.ts';
import {
  type LogProbs,
  type SurrogateName,
  type SurrogateOptions,
  surrogates,
} from './surrogate.ts';

export interface LossOptions extends SurrogateOptions {
  readonly surrogate: SurrogateName;
  /** Weight of the divergence from the reference; 0 needs no reference. */
  readonly beta: number;
  readonly kl: KlKind;
  readonly klClamp: KlClamp;
  /** Weight of the entropy bonus; 0 needs no entropy. */
  readonly entropyCoef: number;
  readonly guard: Guard;
  /** Threshold of the off-policy mask; null: none. */
  readonly offPolicyThreshold: number | null;
}

/** Log-probs of the response's tokens, at the temperature it was drawn with. */
export interface ResponseTokens {
  readonly logp: LogProbs;
  /** Under the policy that the ratio is taken to: before this step's updates. */
  readonly old: LogProbs;
  readonly reference: LogProbs | null;
  /** As the sampler had them, where it is not the learner itself. */
  readonly sampled: LogProbs | null;
  readonly entropy: LogProbs | null;
  readonly advantage: number;
  /** From `rowWeights`. */
  readonly weight: number;
}

/** Sums over tokens, so that pieces of a batch can be added; means are taken at the end. */
export interface LossSums {
  tokens: number;
  loss: number;
  policyLoss: number;
  kl: number;
  entropy: number;
  ratio: number;
  /** Of old - new log-prob. */
  policyKl: number;
  clippedLow: number;
  clippedHigh: number;
  clippedDual: number;
  /** Of the sampler's ratio, and the tokens outside the guard's bounds. */
  samplerRatio: number;
  samplerOutside: number;
}

export interface ResponseLoss {
  readonly dLogp: Float64Array;
  readonly dEntropy: Float64Array | null;
  readonly sums: LossSums;
}

export function responseLoss(tokens: ResponseTokens, options: LossOptions): ResponseLoss {
  const { logp, old, reference, entropy, advantage, weight } = tokens;
  const { beta, entropyCoef } = options;
  const count = logp.length;
  const sampled = tokens.sampled ?? old;
  const policy = surrogates[options.surrogate](logp, old, advantage, options);
  const guard = guardWeights(options.guard, old, sampled);
  const stays = keeps(tokens, sampled, options.offPolicyThreshold);
  const dLogp = new Float64Array(count);
  const dEntropy = entropyCoef === 0 ? null : new Float64Array(count).fill(-entropyCoef * weight);
  const sums = emptySums();
  sums.tokens = count;
  sums.samplerOutside = guard.outside;
  for (let t = 0; t < count; t++) {
    const share = stays ? (guard.weights[t] as number) : 0;
    const divergence = reference
      ? kl(options.kl, at(logp, t), at(reference, t), at(old, t), options.klClamp)
      : nothing;
    const surprise = entropy ? at(entropy, t) : 0;
    // A weight of 0 goes with 0: infinity times 0 would be no number.
    const policyLoss = share === 0 ? 0 : share * (policy.loss[t] as number);
    const policyGradient = share === 0 ? 0 : share * (policy.gradient[t] as number);
    dLogp[t] = weight * (policyGradient + beta * divergence.gradient);
    sums.policyLoss += weight * policyLoss;
    sums.loss += weight * (policyLoss + beta * divergence.value - entropyCoef * surprise);
    sums.kl += divergence.value;
    sums.entropy += surprise;
    sums.ratio += policy.ratio[t] as number;
    sums.policyKl += at(old, t) - at(logp, t);
    sums.samplerRatio += guard.ratios[t] as number;
    if (policy.clipped[t] === 'low') sums.clippedLow++;
    else if (policy.clipped[t] === 'high') sums.clippedHigh++;
    else if (policy.clipped[t] === 'dual') sums.clippedDual++;
  }
  return { dLogp, dEntropy, sums };
}

const nothing = { value: 0, gradient: 0 };

const at = (values: LogProbs, t: number) => values[t] as number;

function keeps({ logp, advantage }: ResponseTokens, sampled: LogProbs, threshold: number | null) {
  if (threshold === null || logp.length === 0) return true;
  let sum = 0;
  for (let t = 0; t < logp.length; t++) sum += at(sampled, t) - at(logp, t);
  return staysOnPolicy(advantage, sum / logp.length, threshold);
}

export function emptySums(): LossSums {
  return {
    ...{ tokens: 0, loss: 0, policyLoss: 0, kl: 0, entropy: 0, ratio: 0, policyKl: 0 },
    ...{ clippedLow: 0, clippedHigh: 0, clippedDual: 0, samplerRatio: 0, samplerOutside: 0 },
  };
}

/** Adds `more` to `sums`. */
export function addSums(sums: LossSums, more: Readonly<LossSums>): void {
  for (const key of Object.keys(sums) as (keyof LossSums)[]) sums[key] += more[key];
}
