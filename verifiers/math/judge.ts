/** Judges one answer against one reference: by text, by choice, then by meaning. */
import type { Budget } from '../budget.ts';
import type { Context } from './compare/context.ts';
import { same } from './compare/same.ts';
import { elements } from './compare/variants.ts';
import type { MathOptions } from './options.ts';
import { type Answer, readAnswer } from './read.ts';

export interface Finding {
  readonly equal: boolean;
  /** What decided: methods of comparison and conventions. */
  readonly used: readonly string[];
  /** Whether the response names more than was asked, the right answer among it. */
  readonly hedged: boolean;
}

export function judge(
  reference: Answer,
  response: Answer,
  options: MathOptions,
  budget: Budget,
): Finding {
  const context: Context = { budget, options, used: new Set(), same };
  const found = (how: string): Finding => ({ equal: true, used: [how], hedged: false });
  if (response.text === reference.text) return found('text');
  if (sameText(reference, response)) return found('words');
  const choice = byChoice(reference, response, context);
  if (choice !== null) return { equal: choice, used: ['choice'], hedged: false };
  const equal = byTrees(reference, response, context);
  return {
    equal,
    used: [...context.used],
    hedged: !equal && isHedge(reference, response, context),
  };
}

function sameText(a: Answer, b: Answer): boolean {
  if (a.words === '' || b.words === '') return false;
  const listed = (s: string) => s.replace(/ and /g, ' ');
  if (a.textual && b.textual && listed(a.words) === listed(b.words)) return true;
  if (!(a.wordy || b.wordy)) return false;
  if (a.words === b.words) return true;
  // Letters apart by spaces or commas: A B C D for ABCD.
  const compact = (s: string) => s.replace(/[^\p{L}]/gu, '');
  const lettersOnly = (s: string) => /^[\p{L}\s]+$/u.test(s);
  return lettersOnly(a.words) && lettersOnly(b.words) && compact(a.words) === compact(b.words);
}

/** Multiple choice; null when it is not. */
function byChoice(reference: Answer, response: Answer, context: Context): boolean | null {
  const [wanted, given] = [reference.choice, response.choice];
  const isLetter =
    wanted !== null &&
    wanted.rest === '' &&
    new RegExp(`\\b${wanted.letter}\\b`).test(reference.text);
  if (isLetter && wanted && given) return wanted.letter === given.letter;
  if (wanted && wanted.rest !== '' && given && given.rest === '')
    return wanted.letter === given.letter;
  if (given && given.rest !== '' && !isLetter) {
    const rest = readAnswer(given.rest);
    if (rest.text === reference.text || sameText(reference, rest)) return true;
    if (byTrees(reference, rest, context)) return true;
  }
  return null;
}

function byTrees(reference: Answer, response: Answer, context: Context): boolean {
  return reference.trees.some((a) => response.trees.some((b) => same(a, b, context)));
}

function isHedge(reference: Answer, response: Answer, context: Context): boolean {
  if (response.alternatives && !reference.alternatives) return true;
  const [a] = reference.trees;
  const [b] = response.trees;
  if (!a || !b || (b.kind !== 'list' && b.kind !== 'set')) return false;
  const wanted = elements(a) ?? [a];
  const given = b.items;
  if (given.length <= wanted.length || given.length > 50 || wanted.length > 50) return false;
  return wanted.every((w) => given.some((g) => same(w, g, context)));
}
