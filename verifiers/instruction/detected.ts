/** What the instructions about language say of a text: one place for the rule they share. */
import { detectLanguage } from '../text/language/detect.ts';
import type { Context, Outcome } from './define.ts';
import { countDifferentWords } from './vacuous.ts';

/**
 * Passes when the detected language is `asked`. The published checkers pass a text in which nothing
 * can be detected, and trust the detector on a single word; hardened, both fail.
 */
export function isIn(asked: string, text: string, { hardened }: Context): Outcome {
  if (hardened && countDifferentWords(text) < 2) {
    return { passed: false, reason: 'too few words to tell the language by' };
  }
  const found = detectLanguage(text);
  if (found === null) return { passed: !hardened, reason: 'no language can be detected' };
  return { passed: found === asked, reason: `language ${found}, asked: ${asked}` };
}
