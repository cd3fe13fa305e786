/** The engine's public face. */
export type { Scored } from './batch.ts';
export {
  openScorer,
  type ScoredBatch,
  type ScoreOptions,
  type Scorer,
  type ScorerLog,
  type ScorerOptions,
  type ScorerStatus,
} from './scorer.ts';
export type { Summary, VerifierSummary } from './summary.ts';
