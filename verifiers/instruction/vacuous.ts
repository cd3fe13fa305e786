/**
 * Vacuous satisfaction: "use no comma" also holds for an empty response, so a policy that says
 * nothing could live on it. How much a response says decides what its passes are worth: nothing
 * without a word of two letters, nor where one or two words are all that is said again and again;
 * below three different words a pass counts unless the instruction also holds for an empty or
 * one-character response; from three words on every pass counts.
 */
import { StepLimitError } from '../budget.ts';
import type { Check, Context } from './define.ts';

const spoken = /\p{L}[\p{L}\p{M}'’]+/gu;
/** Scripts written without blanks: their words cannot be counted, their letters can. */
const unspaced =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]/gu;

/** Read at most this much: substance shows early. */
const maxRead = 10_000;
/** Different words that are enough; so are this many letters of an unspaced script. */
export const enoughWords = 3;
const enoughUnspacedLetters = 6;

/** Words from which on a text of fewer different ones than `enoughWords` only repeats itself. */
const repeated = 4;

/** The text's different words of two or more letters, counted up to `enoughWords`; 0 for repetition. */
export function countDifferentWords(text: string): number {
  const head = text.slice(0, maxRead);
  const words = new Set<string>();
  let count = 0;
  for (const [found] of head.matchAll(spoken)) {
    count++;
    words.add(found.toLowerCase());
    if (words.size >= enoughWords) return enoughWords;
  }
  if ((head.match(unspaced)?.length ?? 0) >= enoughUnspacedLetters) return enoughWords;
  return count >= repeated ? 0 : words.size;
}

const probes = ['', '.', '1', '#', 'a', 'A', '*', '-', '"'];

/** Whether the instruction also holds for a response that is empty or one character. */
export function holdsForNothing(check: Check, context: Context): boolean {
  return probes.some((probe) => {
    try {
      return check(probe, context).passed;
    } catch (error) {
      if (error instanceof StepLimitError) return false;
      throw error;
    }
  });
}
