import type { Budget } from '../../budget.ts';
import { splitSentences } from '../../text/sentences/split.ts';

export interface Ends {
  readonly statements: number;
  readonly questions: number;
  readonly exclamations: number;
}

/** How many sentences end in a period, a question mark and an exclamation mark. */
export function countEnds(text: string, budget: Budget): Ends {
  const sentences = splitSentences(text, { budget });
  const endingIn = (mark: string) => sentences.filter((one) => one.endsWith(mark)).length;
  return { statements: endingIn('.'), questions: endingIn('?'), exclamations: endingIn('!') };
}
