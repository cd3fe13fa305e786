/** The engine's public face. */
export type { Scored } from './batch.ts';
export type { VerifierTable } from './judge.ts';
export { scorerOptions } from './options.ts';
export {
  openScorer,
  type ScoredBatch,
  type ScoreOptions,
  type Scorer,
  type ScorerLog,
  type ScorerOptions,
  type ScorerStatus,
} from './scorer.ts';
export { type Summary, startTally, type Tally, type VerifierSummary } from './summary.ts';
