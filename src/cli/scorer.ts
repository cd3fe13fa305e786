/** The scorer that a configuration asks for. */
import type { Config } from '../config.ts';
import type { ScorerLog, ScorerOptions } from '../engine/index.ts';

export function scorerOptions(config: Config, log?: ScorerLog): ScorerOptions {
  return {
    maxQueued: config.maxQueued,
    threads: config.threads,
    wallMs: config.wallMs,
    sampleMs: config.sampleMs,
    deadlineMs: config.deadlineMs,
    sandbox: config.sandbox,
    sandboxPolicy: {
      minLevel: config.minLevel,
      maxLevel: config.maxLevel,
      concurrency: config.sandboxConcurrency,
    },
    ...(log ? { log } : {}),
  };
}
