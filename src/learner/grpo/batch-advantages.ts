/**
 * Advantages that look beyond the group: the group's mean is the baseline, the whole batch gives the
 * scale, so that a group of almost equal rewards is not blown up.
 */
import { centred } from './group-advantages.ts';
import { deviation, mean, weighted } from './statistics.ts';

export interface Response {
  readonly group: number;
  readonly reward: number;
  /** Tokens. */
  readonly length: number;
}

export type Whitening =
  /** Over all tokens of the batch, so that long responses weigh more: OpenRLHF, NeMo RL. */
  | 'tokens'
  /** The same with the unbiased variance: verl. */
  | 'tokens-unbiased'
  /** Over responses, as the formula of the ProRL v2 and BroRL texts reads. */
  | 'responses'
  | 'responses-population';

const varianceFloor = 1e-8;

/** Applies `f` to each group's rewards, and puts the results back in the order of the responses. */
export function byGroup(
  responses: readonly Response[],
  f: (rewards: readonly number[]) => readonly number[],
): number[] {
  const places = Map.groupBy(responses.keys(), (i) => (responses[i] as Response).group);
  const results = new Array<number>(responses.length).fill(0);
  for (const indices of places.values()) {
    const found = f(indices.map((i) => (responses[i] as Response).reward));
    for (const [k, i] of indices.entries()) results[i] = found[k] as number;
  }
  return results;
}

/** Group mean as baseline, then whitened over the batch. REINFORCE++-baseline, arXiv 2501.03262. */
export function reinforceBaseline(responses: readonly Response[], over: Whitening): number[] {
  return whiten(byGroup(responses, centred), responses, over);
}

/** Whitened rewards without a baseline. REINFORCE++. */
export function reinforce(responses: readonly Response[], over: Whitening): number[] {
  const rewards = responses.map(({ reward }) => reward);
  return whiten(rewards, responses, over);
}

/** (R - group mean) / (std of all rewards + eps). Lite PPO, arXiv 2508.08221; TRL's "batch". */
export function batchStd(responses: readonly Response[], eps: number): number[] {
  const scale = deviation(responses.map(({ reward }) => reward)) + eps;
  return byGroup(responses, centred).map((centre) => centre / scale);
}

function whiten(values: number[], responses: readonly Response[], over: Whitening): number[] {
  if (over === 'tokens' || over === 'tokens-unbiased') {
    const {
      mean: centre,
      squares,
      total,
    } = weighted(
      values,
      responses.map(({ length }) => length),
    );
    if (total < 2) return values.map(() => 0);
    const scale =
      over === 'tokens'
        ? Math.sqrt(Math.max(squares / total, varianceFloor))
        : Math.sqrt(squares / (total - 1) + varianceFloor);
    return values.map((value) => (value - centre) / scale);
  }
  const centre = mean(values);
  const scale = deviation(values, over === 'responses' ? 1 : 0) + 1e-8;
  return values.map((value) => (value - centre) / scale);
}
