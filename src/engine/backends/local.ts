/** Samples judged in this process, on its worker threads and in its sandbox. */
import type { Verdict } from '../../../verifiers/contract.ts';
import { maxTimerMs } from '../../config.ts';
import { openScorer, type Scorer, type ScorerOptions } from '../scorer.ts';
import type { Backend } from './contract.ts';

/** @throws SandboxError as openScorer does. */
export async function openLocal(options: ScorerOptions = {}): Promise<Backend> {
  const scorer = await openScorer(options);
  const backend = localBackend(scorer);
  return { ...backend, [Symbol.asyncDispose]: () => scorer[Symbol.asyncDispose]() };
}

/** A scorer that is open already, and stays so. */
export function localBackend(scorer: Scorer): Backend {
  return {
    batch: 256,
    least: 16,
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
