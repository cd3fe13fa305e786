/** Answers in words: canonical text, multiple-choice letters, phrases that stand for mathematics. */
import { functions } from './parse/commands.ts';
import { int, type Tree } from './tree.ts';

const wrapper =
  /\\(?:text(?:bf|it|rm|normal|sf|tt|up)?|textnormal|mbox|hbox|mathrm|mathbf|mathit|mathsf|operatorname|boxed|fbox|emph|underline|bf|rm|it)(?![a-zA-Z])\s*/g;

/** The text without LaTeX fonts, groups, mathematics delimiters and emphasis. */
export function flatten(text: string): string {
  return text
    .replace(wrapper, ' ')
    .replace(/\\[,;:! ()[\]]|\\q?quad(?![a-zA-Z])|~/g, ' ')
    .replace(/[{}$*"`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Lower-case words without punctuation and leading article: what two texts are compared by. */
export function canonicalWords(text: string): string {
  return flatten(text)
    .toLowerCase()
    .replace(/[.,;:!?'’()[\]]+/g, ' ')
    .replace(/^(?:the|an?)\s+(?=\p{L}{2})/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether the text is words rather than mathematics: a run of letters that no formula has. */
export function isWordy(text: string): boolean {
  const flat = flatten(text);
  if (/[\\^=<>+*/|]/.test(flat) || isCall(flat)) return false;
  return /[A-Za-z]{2,}/.test(flat) && !/\d/.test(flat);
}

/** Whether a function is called: sin(x) cos(y) has brackets that words have not. */
const isCall = (flat: string) =>
  [...flat.matchAll(/([A-Za-z]{2,})\s?\(/g)].some(([, name = '']) => functions.has(name));

/** Whether words decide even with digits among them: June 20, but not sin 20. */
export function isTextual(text: string): boolean {
  const flat = flatten(text);
  return (
    !/[\\^=<>+*/|()_]/.test(flat) &&
    /[A-Za-z]{3,}/.test(flat) &&
    !/\b(?:sin|cos|tan|log|sqrt|exp)/.test(flat)
  );
}

export interface Choice {
  readonly letter: string;
  /** What follows the letter: the option's own value. */
  readonly rest: string;
}

/** `B`, `(B)`, `\textbf{(B)}\ 12`, `B. text`, `Option B`: the letter and what follows it. */
export function readChoice(text: string): Choice | null {
  const flat = flatten(text).replace(/^(?:option|choice|answer)\s+(?=\(?[A-Ja-j]\)?\W*$)/i, '');
  const alone = /^\(?\s*([A-Ja-j])\s*\)?\s*[.:)]?$/.exec(flat);
  if (alone?.[1]) return { letter: alone[1].toUpperCase(), rest: '' };
  const labelled =
    /^\(([A-J])\)\s*(\S.*)$/s.exec(flat) ??
    /^([A-J])[.):]\s*(\S.*)$/s.exec(flat) ??
    /^([A-J])\s+([A-Z][a-z].*)$/s.exec(flat);
  if (labelled?.[1]) return { letter: labelled[1], rest: labelled[2] ?? '' };
  return null;
}

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** A number from zero to ninety-nine in words; null otherwise. */
function numberInWords(text: string): number | null {
  const [first = '', second] = text.split(/[\s-]+/);
  if (text.split(/[\s-]+/).length > 2) return null;
  const unit = units.indexOf(first);
  if (unit >= 0) return second === undefined ? unit : null;
  const ten = tens.indexOf(first);
  if (ten < 2) return null;
  if (second === undefined) return 10 * ten;
  const rest = units.indexOf(second);
  return rest > 0 && rest < 10 ? 10 * ten + rest : null;
}

const empty = new Set([
  'none',
  'no solution',
  'no solutions',
  'no real solution',
  'no real solutions',
  'empty set',
  'no such number',
  'no such numbers exist',
  'no answer exists',
]);
const allReals = new Set([
  'all real numbers',
  'all reals',
  'real numbers',
  'all real numbers x',
  'set of all real numbers',
]);

/** A phrase that stands for a set or a number; null when it is only words. */
export function phrase(text: string): Tree | null {
  const words = canonicalWords(text);
  if (empty.has(words)) return { kind: 'set', items: [] };
  if (allReals.has(words)) return { kind: 'named-set', name: 'real' };
  const n = numberInWords(words);
  return n === null ? null : int(n);
}
