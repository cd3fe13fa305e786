/** What a kind of STEM answer looks like to index.ts, and the judgements the kinds share. */
import type { Judgement, Refusal, ScoredCause } from '../contract.ts';
import type { Found } from './answer/candidates.ts';
import type { StemOptions, StemReference } from './reference.ts';

export interface Kind {
  /** Judges the answer that was found in the response. */
  judge(answer: Found, reference: StemReference, options: StemOptions): Judgement | Refusal;
}

interface Details {
  readonly message?: string;
  readonly extracted?: string;
  readonly parts?: Record<string, unknown>;
  readonly flags?: readonly string[];
}

export const right = (details: Details = {}): Judgement => ({
  status: 'scored',
  reward: 1,
  cause: 'equal',
  ...details,
});

export const wrong = (
  cause: Exclude<ScoredCause, 'equal' | 'partial'>,
  message: string,
  details: Details = {},
): Judgement => ({ status: 'scored', reward: 0, cause, message, ...details });

export const badReference = (message: string): Refusal => ({
  status: 'unscorable',
  cause: 'reference_invalid',
  message,
});

/** Text for a message: short, on one line. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
