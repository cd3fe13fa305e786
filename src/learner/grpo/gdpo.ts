/**
 * Several rewards side by side (correctness, length), each normalised within its group before they
 * are added, so that none drowns in the other's scale. GDPO, arXiv 2601.05242.
 */
import { byGroup, type Response } from './batch-advantages.ts';
import { grpo } from './group-advantages.ts';
import { deviation, mean } from './statistics.ts';

export interface Component {
  /** One a response. */
  readonly rewards: readonly number[];
  readonly weight: number;
}

export function gdpo(responses: readonly Response[], components: readonly Component[]): number[] {
  const sums = responses.map(() => 0);
  for (const { rewards, weight } of components) {
    const graded = responses.map((response, i) => ({ ...response, reward: rewards[i] as number }));
    for (const [i, advantage] of byGroup(graded, grpo).entries()) {
      sums[i] = (sums[i] as number) + weight * advantage;
    }
  }
  const [centre, scale] = [mean(sums), deviation(sums)];
  return sums.map((sum) => (scale > 0 ? (sum - centre) / scale : 0));
}
