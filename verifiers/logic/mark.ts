/** What a task says of one answer, and the scorers that several tasks share. */
import type { Refusal, ScoredCause } from '../contract.ts';

export interface Mark {
  readonly score: number;
  readonly cause: ScoredCause;
  readonly message?: string;
}

export type Outcome = Mark | Refusal;

export const right: Mark = { score: 1, cause: 'equal' };

/** A well-formed answer that is not right. */
export function wrong(message: string): Mark {
  return { score: 0, cause: 'wrong_answer', message };
}

/** An answer that cannot be read in the form the question asks for. */
export function malformed(message: string): Mark {
  return { score: 0, cause: 'wrong_format', message };
}

/** A score given by a formula: 1 is full marks, 0 is wrong, anything between is partial. */
export function graded(score: number, message?: string): Mark {
  const cause = score === 1 ? 'equal' : score > 0 ? 'partial' : 'wrong_answer';
  return message === undefined ? { score, cause } : { score, cause, message };
}

/** The entry contradicts itself; the policy is not to blame. */
export function faultyEntry(message: string): Refusal {
  return { status: 'unscorable', cause: 'reference_invalid', message };
}

/**
 * The reference implementation's default score: 1 for the exact oracle, the share of the answer's
 * length where the oracle occurs inside it, else 0. Lengths are counted in code points.
 */
export function containsOracle(answer: string, oracle: string): Mark {
  if (answer === '') return graded(0);
  if (answer === oracle) return right;
  if (!answer.includes(oracle)) return graded(0);
  return graded(codePoints(oracle) / codePoints(answer));
}

export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const high = text.charCodeAt(i);
    const low = text.charCodeAt(i + 1);
    if (high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
      count--;
      i++;
    }
  }
  return count;
}
