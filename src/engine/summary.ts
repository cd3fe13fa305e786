/** Counts over the verdicts of a batch. */
import { type Verdict, type VerifierId, verifierIds } from '../../verifiers/contract.ts';

export interface Summary {
  readonly count: number;
  readonly scored: number;
  readonly unscorable: number;
  readonly correct: number;
  /** Mean over the scored samples; null when there is none. */
  readonly meanReward: number | null;
  readonly causes: Readonly<Record<string, number>>;
  /** By the verifier that the row names. */
  readonly verifiers: Readonly<Record<string, VerifierSummary>>;
}

export interface VerifierSummary {
  readonly count: number;
  readonly scored: number;
  readonly meanReward: number | null;
}

/** @param rows the batch as it came; rows and verdicts are in the same order. */
export function summarise(rows: readonly unknown[], verdicts: readonly Verdict[]): Summary {
  const causes: Record<string, number> = {};
  const groups = new Map<string, Verdict[]>();
  for (const [index, verdict] of verdicts.entries()) {
    causes[verdict.cause] = (causes[verdict.cause] ?? 0) + 1;
    const name = verifierOf(rows[index]);
    const group = groups.get(name);
    if (group) group.push(verdict);
    else groups.set(name, [verdict]);
  }
  const all = count(verdicts);
  return {
    count: verdicts.length,
    scored: all.scored,
    unscorable: verdicts.length - all.scored,
    correct: verdicts.filter((verdict) => verdict.correct).length,
    meanReward: all.meanReward,
    causes,
    verifiers: Object.fromEntries([...groups].map(([name, group]) => [name, count(group)])),
  };
}

function count(verdicts: readonly Verdict[]): VerifierSummary {
  const rewards = verdicts.flatMap(({ reward }) => (reward === null ? [] : [reward]));
  const sum = rewards.reduce((total, reward) => total + reward, 0);
  return {
    count: verdicts.length,
    scored: rewards.length,
    meanReward: rewards.length === 0 ? null : sum / rewards.length,
  };
}

/** Rows that name no known verifier are counted together: a hostile batch invents no keys. */
function verifierOf(row: unknown): string {
  const name = (row as { verifier?: unknown } | null)?.verifier;
  return verifierIds.includes(name as VerifierId) ? (name as VerifierId) : 'unknown';
}
