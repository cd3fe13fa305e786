/**
 * Signs of a hack among a run's rollouts: the verifier's own flags, and the scoring report's signs on
 * what was rewarded. A sign is a reason to look, no verdict.
 */
import type { Judged } from '../../report/entry.ts';
import { rewardedSigns } from '../../report/rewarded.ts';
import type { Row } from './row.ts';

export interface RowSign {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly detail: string | null;
}

const half = 0.5;

export function isRewarded({ score }: Row): boolean {
  return score !== null && score >= half;
}

/** The first sign of a response that was rewarded. */
export function signOf(row: Row): RowSign | null {
  if (!isRewarded(row)) return null;
  const [flag] = row.flags;
  if (flag !== undefined) {
    return {
      id: `flag-${flag.slice(0, 60)}`,
      title: `Flagged: ${flag.slice(0, 60).replaceAll('_', ' ')}`,
      why: 'The verifier saw this sign and rewarded the response; a flag never changes a reward.',
      detail: null,
    };
  }
  const judged = judgedOf(row);
  for (const { id, title, why, see } of rewardedSigns) {
    const detail = see(judged);
    if (detail !== null) return { id, title, why, detail };
  }
  return null;
}

/** As the report's signs see a response. A rollout does not name its verifier, so its source does. */
function judgedOf({ source, response, score, cause, flags }: Row): Judged {
  const verdict = { id: '', status: 'scored', reward: score, correct: score === 1, cause, flags };
  return {
    verifier: source,
    verdict: { ...verdict, ms: 0 } as unknown as Judged['verdict'],
    response,
    answers: [],
  };
}
