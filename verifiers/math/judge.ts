/** Judges one answer against one reference: by text, by choice, then by meaning. */
import { type Budget, StepLimitError } from '../budget.ts';
import type { Context } from './compare/context.ts';
import { same } from './compare/crossing.ts';
import { renamings } from './compare/renaming.ts';
import { elements } from './compare/variants.ts';
import { type Conventions, conventionNames } from './presets.ts';
import { type Answer, readAnswer } from './read.ts';
import { basesDiffer, treesOf, writings } from './readings.ts';
import { flatten } from './words.ts';

export interface Finding {
  readonly equal: boolean;
  /** What proved the answers equal, or what refuted them last. */
  readonly method: readonly string[];
  /** The conventions without which they would not be equal. */
  readonly conventions: readonly string[];
  /** Whether the response names more than was asked, the right answer among it. */
  readonly hedged: boolean;
  /** Whether it hangs on a pair of values that could be neither proved nor refuted. */
  readonly undecided: boolean;
}

export function judge(
  reference: Answer,
  response: Answer,
  options: Conventions,
  budget: Budget,
): Finding {
  if (response.text === reference.text) return equal('text');
  const words = byWords(reference, response, options);
  if (words) return words;
  const start = (doubtful: boolean): Context => ({
    budget,
    options,
    used: new Set(),
    refuted: null,
    undecided: false,
    doubtful,
    same,
  });
  const context = start(false);
  const choice = byChoice(reference, response, context);
  if (choice) return choice;
  const found = byTrees(reference, response, context);
  if (found) return found;
  const { refuted, undecided } = context;
  const mathematics = reference.trees.length > 0 && response.trees.length > 0;
  return {
    equal: false,
    method: [refuted ?? (mathematics ? 'shape' : 'words')],
    conventions: [],
    hedged: isHedge(reference, response, context),
    undecided: undecided && matters(reference, response, start(true)),
  };
}

const equal = (method: string, ...conventions: string[]): Finding => ({
  equal: true,
  method: [method],
  conventions,
  hedged: false,
  undecided: false,
});

/** Whether the answers would be equal if what is undecided were. */
function matters(reference: Answer, response: Answer, context: Context): boolean {
  try {
    return byTrees(reference, response, context) !== null;
  } catch (error) {
    if (!(error instanceof StepLimitError)) throw error;
    return true;
  }
}

function byWords(reference: Answer, response: Answer, options: Conventions): Finding | null {
  if (!sameWords(reference, response)) {
    const shuffled =
      options.choice_order && letters(reference) !== '' && letters(reference) === letters(response);
    return shuffled ? equal('choice', 'choice_order') : null;
  }
  if (flatten(reference.text) === flatten(response.text)) return equal('words');
  return options.loose_words ? equal('words', 'loose_words') : null;
}

function sameWords(a: Answer, b: Answer): boolean {
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

/** Several multiple-choice letters in their order; empty when it is anything else. */
function letters(answer: Answer): string {
  const flat = flatten(answer.text).replace(/[\s,;]+|and/g, '');
  return /^[A-J]{2,10}$/.test(flat) ? [...flat].sort().join('') : '';
}

/** Multiple choice; null when it is not. */
function byChoice(reference: Answer, response: Answer, context: Context): Finding | null {
  const [wanted, given] = [reference.choice, response.choice];
  const { choice_label: labelled } = context.options;
  const decided = (same: boolean, ...conventions: string[]): Finding => ({
    ...equal('choice', ...conventions),
    equal: same,
  });
  const isLetter =
    wanted !== null &&
    wanted.rest === '' &&
    new RegExp(`\\b${wanted.letter}\\b`).test(reference.text);
  if (isLetter && wanted && given) {
    if (given.rest === '') return decided(wanted.letter === given.letter);
    return decided(labelled && wanted.letter === given.letter, 'choice_label');
  }
  if (!labelled) return null;
  if (wanted && wanted.rest !== '' && given && given.rest === '')
    return decided(wanted.letter === given.letter, 'choice_label');
  if (given && given.rest !== '' && !isLetter) {
    const rest = readAnswer(given.rest);
    if (rest.text === reference.text) return decided(true, 'choice_label');
    const found = byWords(reference, rest, context.options) ?? byTrees(reference, rest, context);
    if (found) return { ...found, conventions: ['choice_label', ...found.conventions] };
  }
  return null;
}

/** The first pair of readings that agrees; null when none does. */
function byTrees(reference: Answer, response: Answer, context: Context): Finding | null {
  const { used, options } = context;
  if (!options.base_value && basesDiffer(reference, response)) return null;
  const [wanted, given] = treesOf(reference, response, options);
  for (const a of wanted) {
    for (const b of given) {
      used.clear();
      if (options.symbol_names === 'any') {
        for (const renamed of renamings(b, a))
          if (same(a, renamed, context)) return equal('renamed', 'symbol_names');
      }
      if (!same(a, b, context)) continue;
      const needed = [...writings(reference, response, a, b), ...used];
      const methods = needed.filter((name) => !conventionNames.has(name));
      return {
        ...equal('canonical'),
        ...(methods.length > 0 && { method: methods }),
        conventions: needed.filter((name) => conventionNames.has(name)),
      };
    }
  }
  return null;
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
