/** Where samples are judged: this process (local), a server (http) or a fleet (queue). */
import type { Verdict } from '../../../verifiers/contract.ts';

export interface Backend extends AsyncDisposable {
  /** Samples that go best in one call. */
  readonly batch: number;
  /** Calls that take long may go down to so few samples, that less is lost with one. Default `batch`. */
  readonly least?: number;
  /** Calls worth having under way at one time. */
  readonly ahead: number;
  /**
   * One verdict a sample, in their order. What could not be judged is unscorable.
   * @throws AssayError only when the backend itself is gone: then nothing is known of the samples.
   */
  score(
    samples: readonly unknown[],
    options?: {
      readonly signal?: AbortSignal | undefined;
      /** Each verdict as it comes, before the whole call is done; for progress only. */
      readonly onVerdict?: (index: number, verdict: Verdict) => void;
    },
  ): Promise<readonly Verdict[]>;
}
