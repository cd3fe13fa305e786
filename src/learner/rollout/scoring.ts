/**
 * Samples go to the oracle the moment they are there. While calls are under way further samples
 * gather, and go together in the next call: few calls when judging is slow, no wait when it is fast.
 */
import type { Verdict } from '../../../verifiers/contract.ts';
import type { RewardOracle } from '../oracle.ts';
import type { Interval } from './interval.ts';

export interface Scoring {
  add(sample: unknown): Promise<Verdict>;
  /** When calls were under way, one after another. */
  readonly busy: readonly Interval[];
}

interface Pending {
  readonly sample: unknown;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls under way at one time. */
const calls = 4;

export function startScoring(oracle: RewardOracle, signal?: AbortSignal): Scoring {
  let pending: Pending[] = [];
  let running = 0;
  let since = 0;
  const busy: Interval[] = [];

  async function send(): Promise<void> {
    const batch = pending;
    pending = [];
    if (running++ === 0) since = performance.now();
    try {
      const verdicts = await oracle.score(
        batch.map(({ sample }) => sample),
        { signal },
      );
      for (const [i, { resolve }] of batch.entries()) resolve(verdicts[i] as Verdict);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      if (--running === 0) busy.push({ from: since, to: performance.now() });
      if (pending.length > 0) void send();
    }
  }

  return {
    busy,
    add(sample) {
      const verdict = new Promise<Verdict>((resolve, reject) => {
        pending.push({ sample, resolve, reject });
      });
      // Whoever waits for it hears of the failure; until then it is not an unhandled one.
      verdict.catch(() => {});
      if (running < calls)
        queueMicrotask(() => pending.length > 0 && running < calls && void send());
      return verdict;
    },
  };
}
