import type { Config } from '../config.ts';
import type { ScorerOptions } from './scorer.ts';

/** The part of the configuration that is the scorer's. */
export function scorerOptions(config: Config): ScorerOptions {
  const { maxQueued, threads, wallMs, sampleMs, deadlineMs, sandbox } = config;
  const { sandboxConcurrency: concurrency, minLevel, maxLevel, cacheBytes } = config;
  return {
    maxQueued,
    threads,
    wallMs,
    sampleMs,
    deadlineMs,
    sandbox,
    sandboxPolicy: { minLevel, maxLevel, concurrency, cacheBytes },
  };
}
