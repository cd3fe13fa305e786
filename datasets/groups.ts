/** Several responses to one prompt taken together: how many are right, and what most of them say. */
import type { Verdict } from '../verifiers/contract.ts';

export interface Group {
  /** Responses that could be scored. */
  readonly scored: number;
  /** Those with full marks. */
  readonly passes: number;
  /** Null when none could be scored. */
  readonly meanReward: number | null;
  readonly majority: Majority | null;
}

/** The answer most responses give. Null where verdicts have no answers, as those of programs. */
export interface Majority {
  readonly answer: string;
  readonly votes: number;
  readonly reward: number;
}

export function groupOf(verdicts: readonly Verdict[]): Group {
  const rewards = verdicts.flatMap(({ reward }) => (reward === null ? [] : [reward]));
  const sum = rewards.reduce((total, reward) => total + reward, 0);
  return {
    scored: rewards.length,
    passes: verdicts.filter(({ correct }) => correct).length,
    meanReward: rewards.length === 0 ? null : sum / rewards.length,
    majority: majorityOf(verdicts),
  };
}

/**
 * Right answers are one answer however they are written, since each equals the reference; wrong ones
 * are told apart by their text. Of two with as many votes, the one given first.
 */
export function majorityOf(verdicts: readonly Verdict[]): Majority | null {
  const votes = new Map<string, { answer: string; votes: number; reward: number }>();
  for (const { reward, correct, extracted } of verdicts) {
    if (reward === null || extracted === undefined) continue;
    const key = correct ? 'right' : `wrong ${extracted.trim().replace(/\s+/g, ' ')}`;
    const had = votes.get(key);
    if (had) had.votes++;
    else votes.set(key, { answer: extracted, votes: 1, reward });
  }
  let best: Majority | null = null;
  for (const one of votes.values()) if (!best || one.votes > best.votes) best = one;
  return best;
}
