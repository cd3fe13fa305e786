/**
 * A protocol: what a trainer posts to one path, how that becomes Samples, and how their Verdicts
 * become the answer that the trainer expects.
 */
import type { z } from 'zod';
import type { ScoredBatch } from '../engine/index.ts';

export interface Protocol<Request> {
  readonly path: string;
  /** One line for people. */
  readonly summary: string;
  readonly request: z.ZodType<Request>;
  readonly response: z.ZodType;
  /** Samples are validated by the engine, each alone. */
  toSamples(request: Request): {
    readonly samples: readonly unknown[];
    readonly deadlineMs?: number | undefined;
  };
  fromVerdicts(request: Request, scored: ScoredBatch): unknown;
}
