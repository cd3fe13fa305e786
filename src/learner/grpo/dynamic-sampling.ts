/**
 * Dynamic sampling: groups that teach nothing, because all their rewards are equal, are replaced by
 * further ones, up to a number of generation batches. It looks at the verifier's own reward, before
 * any length is rewarded or punished. DAPO, arXiv 2503.14476.
 */
import { varies } from './statistics.ts';

/**
 * `varied`: not all rewards are equal. `mixed`: some response is right and some is not; that drops
 * [.2, .9, .9, .9], where nobody is right and yet there is something to learn.
 */
export type Keep = 'varied' | 'mixed';

/** Unscorable responses (null) do not count for or against a group. */
export function teaches(rewards: readonly (number | null)[], keep: Keep = 'varied'): boolean {
  const scored = rewards.filter((reward) => reward !== null);
  if (keep === 'varied') return varies(scored);
  const right = scored.filter((reward) => reward >= 1).length;
  return right > 0 && right < scored.length;
}

export interface SamplingOptions {
  /** Groups that make a step. */
  readonly wanted: number;
  /** Generation batches at most; reached, the step is made of what there is. */
  readonly maxBatches: number;
  readonly keep: Keep;
}

export interface Collection<G> {
  /** Kept groups so far, at most as many as are wanted. */
  readonly groups: readonly G[];
  readonly batches: number;
  /** Groups generated, and of those the ones that teach. */
  readonly generated: number;
  readonly taught: number;
  readonly state: 'more' | 'full' | 'exhausted';
}

export const emptyCollection: Collection<never> = {
  groups: [],
  batches: 0,
  generated: 0,
  taught: 0,
  state: 'more',
};

/** The collection with another generation batch in it. Groups beyond those wanted are let go. */
export function collect<G extends { readonly rewards: readonly (number | null)[] }>(
  collection: Collection<G>,
  batch: readonly G[],
  { wanted, maxBatches, keep }: SamplingOptions,
): Collection<G> {
  const kept = batch.filter(({ rewards }) => teaches(rewards, keep));
  const groups = [...collection.groups, ...kept].slice(0, wanted);
  const batches = collection.batches + 1;
  return {
    groups,
    batches,
    generated: collection.generated + batch.length,
    taught: collection.taught + kept.length,
    state: groups.length >= wanted ? 'full' : batches >= maxBatches ? 'exhausted' : 'more',
  };
}
