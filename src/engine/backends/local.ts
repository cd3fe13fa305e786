/** Samples judged in this process, on its worker threads and in its sandbox. */
import { availableParallelism } from 'node:os';
import type { Verdict } from '../../../verifiers/contract.ts';
import { maxTimerMs } from '../../config.ts';
import { openScorer, type Scorer, type ScorerOptions } from '../scorer.ts';
import type { Backend } from './contract.ts';

/** @throws SandboxError as openScorer does. */
export async function openLocal(options: ScorerOptions = {}): Promise<Backend> {
  const scorer = await openScorer(options);
  const backend = localBackend(scorer, options.sandboxPolicy?.concurrency);
  return { ...backend, [Symbol.asyncDispose]: () => scorer[Symbol.asyncDispose]() };
}

/**
 * A scorer that is open already, and stays so.
 * @param concurrency programs that it runs at one time.
 */
export function localBackend(scorer: Scorer, concurrency = availableParallelism()): Backend {
  return {
    batch: 256,
    least: Math.max(16, concurrency),
    ahead: 4,
    async score(samples, { signal, onVerdict } = {}) {
      const found = new Array<Verdict>(samples.length);
      const batch = scorer.scoreBatch(samples, { signal, deadlineMs: maxTimerMs });
      for await (const { index, verdict } of batch) {
        found[index] = verdict;
        onVerdict?.(index, verdict);
      }
      return found;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
