/** Counts over the verdicts of a batch. */
import { type Verdict, type VerifierId, verifierIds } from '../../verifiers/contract.ts';
import { fieldOf } from './prepare.ts';

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

/** Counts kept while verdicts come, so that a run of any length needs no more memory. */
export interface Tally {
  /** @param row what the verdict is of, as it came. */
  add(row: unknown, verdict: Verdict): void;
  summary(): Summary;
}

interface Counts {
  count: number;
  scored: number;
  sum: number;
}

export function startTally(): Tally {
  const all: Counts = { count: 0, scored: 0, sum: 0 };
  let correct = 0;
  const causes: Record<string, number> = {};
  const groups = new Map<string, Counts>();
  return {
    add(row, { reward, correct: right, cause }) {
      const name = verifierOf(row);
      const group = groups.get(name) ?? { count: 0, scored: 0, sum: 0 };
      groups.set(name, group);
      for (const counts of [all, group]) {
        counts.count++;
        if (reward === null) continue;
        counts.scored++;
        counts.sum += reward;
      }
      if (right) correct++;
      causes[cause] = (causes[cause] ?? 0) + 1;
    },
    summary: () => ({
      ...rendered(all),
      unscorable: all.count - all.scored,
      correct,
      causes: { ...causes },
      verifiers: Object.fromEntries([...groups].map(([name, group]) => [name, rendered(group)])),
    }),
  };
}

function rendered({ count, scored, sum }: Counts): VerifierSummary {
  return { count, scored, meanReward: scored === 0 ? null : sum / scored };
}

/** @param rows the batch as it came; rows and verdicts are in the same order. */
export function summarise(rows: readonly unknown[], verdicts: readonly Verdict[]): Summary {
  const tally = startTally();
  for (const [index, verdict] of verdicts.entries()) tally.add(rows[index], verdict);
  return tally.summary();
}

/** Rows that name no known verifier are counted together: a hostile batch invents no keys. */
function verifierOf(row: unknown): string {
  const name = fieldOf(row, 'verifier');
  return verifierIds.includes(name as VerifierId) ? (name as VerifierId) : 'unknown';
}
