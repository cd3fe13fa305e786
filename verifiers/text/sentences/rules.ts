/**
 * Splits a text into sentences by a dozen rules, the way IFEval's own tools do besides Punkt:
 * periods that end no sentence (titles, initials, decimals, web addresses) are set aside under a
 * mark, every `.`, `?` and `!` that is left ends a sentence, and the periods are put back. The
 * marks are the published ones, since a response that contains them is split there as well.
 *
 * Every expression reads a bounded number of characters from each start, so each pass is linear.
 */
import type { Budget } from '../../budget.ts';
import { space, strip } from '../python.ts';

type Replacement = string | ((found: string) => string);

const kept = '<prd>';
const end = '<stop>';

const letter = '([A-Za-z])';
const suffix = '(Inc|Ltd|Jr|Sr|Co)';
const openers = 'He|She|It|They|Their|Our|We|But|However|That|This';
/** What starts a sentence after an acronym or a suffix. */
const starter = `(Mr|Mrs|Ms|Dr|Prof|Capt|Cpt|Lt|(?:${openers})[${space}]|Wherever)`;

const rules: readonly (readonly [find: RegExp, replacement: Replacement])[] = [
  [/\n/g, ' '],
  [/(Mr|St|Mrs|Ms|Dr)\./g, `$1${kept}`],
  [/\.(com|net|org|io|gov|edu|me)/g, `${kept}$1`],
  [/([0-9])\.([0-9])/g, `$1${kept}$2`],
  // Dots in a row are one mark that ends a sentence.
  [/\.{2,}/g, (dots) => kept.repeat(dots.length) + end],
  [/Ph\.D\./g, `Ph${kept}D${kept}`],
  [new RegExp(`[${space}]${letter}\\. `, 'gu'), ` $1${kept} `],
  [new RegExp(`([A-Z]\\.[A-Z]\\.(?:[A-Z]\\.)?) ${starter}`, 'gu'), `$1${end} $2`],
  [new RegExp(`${letter}\\.${letter}\\.${letter}\\.`, 'gu'), `$1${kept}$2${kept}$3${kept}`],
  [new RegExp(`${letter}\\.${letter}\\.`, 'gu'), `$1${kept}$2${kept}`],
  [new RegExp(` ${suffix}\\. ${starter}`, 'gu'), ` $1${end} $2`],
  [new RegExp(` ${suffix}\\.`, 'gu'), ` $1${kept}`],
  [new RegExp(` ${letter}\\.`, 'gu'), ` $1${kept}`],
  // A quote after the mark belongs to the sentence the mark ends.
  [/\.”/g, '”.'],
  [/\."/g, '".'],
  [/!"/g, '"!'],
  [/\?"/g, '"?'],
  [/[.?!]/g, `$&${end}`],
  [/<prd>/g, '.'],
];

/** Steps that one mark is worth: each may become six characters in every later pass. */
const markSteps = 40;

/**
 * The sentences of a text, in order, without the white space around them; an empty one may be
 * among them, but not at the end.
 * @throws StepLimitError
 */
export function splitSentencesByRules(text: string, budget: Budget): string[] {
  budget.spend(text.length + markSteps * (text.match(/[.?!]/g)?.length ?? 0));
  let marked = ` ${text}  `;
  for (const [find, replacement] of rules) marked = apply(marked, find, replacement);
  const sentences = marked.split(end).map((sentence) => strip(sentence));
  if (sentences.at(-1) === '') sentences.pop();
  return sentences;
}

function apply(text: string, find: RegExp, replacement: Replacement): string {
  return typeof replacement === 'string'
    ? text.replace(find, replacement)
    : text.replace(find, replacement);
}
