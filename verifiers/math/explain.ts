/** What a verdict tells of one side: its text, how it was read, why it was not. Bounded text. */
import { keyOf } from './evaluate/key.ts';
import type { Answer } from './read.ts';

/** Longest text that is told of a side, UTF-16 units. */
const maxTold = 500;

export interface Told {
  readonly text: string;
  /** Every reading as canonical text, likeliest first; equal texts are equal answers. */
  readonly read: readonly string[];
  /** The letter of a multiple choice. */
  readonly choice?: string;
  /** Why it is no mathematics. */
  readonly problem?: string;
}

export function tell(answer: Answer): Told {
  const { text, trees, choice, problem, wordy } = answer;
  const why = problem ?? (wordy && trees.length === 0 ? 'Expected mathematics, got words' : null);
  return {
    text: cut(text),
    read: [...new Set(trees.map((tree) => cut(keyOf(tree))))],
    ...(choice !== null && { choice: choice.letter }),
    ...(why !== null && { problem: cut(why) }),
  };
}

const cut = (text: string) => (text.length > maxTold ? `${text.slice(0, maxTold - 1)}…` : text);
