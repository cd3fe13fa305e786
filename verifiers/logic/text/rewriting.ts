/** Rules that rewrite a string, drawn at random, for string_manipulation. */
import type { Rng } from '../../random.ts';

export interface Rule {
  readonly text: string;
  fits(string: string): boolean;
  apply(string: string): string;
}

/** `length` is that of the string to be rewritten. */
type Make = (rng: Rng, letters: readonly string[], length: number) => Rule;

const starts: Make = (rng, letters) => {
  const [from, to] = two(rng, letters, 2, 2);
  return {
    text: `If the string starts with '${from}', replace these letters by '${to}'.`,
    fits: (s) => s.startsWith(from),
    apply: (s) => to + s.slice(2),
  };
};
const ends: Make = (rng, letters) => {
  const [from, to] = two(rng, letters, 2, 2);
  return {
    text: `If the string ends with '${from}', replace these letters by '${to}'.`,
    fits: (s) => s.endsWith(from),
    apply: (s) => s.slice(0, -2) + to,
  };
};
const moves: Make = (rng, letters) => {
  const [from, to] = two(rng, letters, 2, 2);
  return {
    text: `If the string starts with '${from}', delete these letters and add '${to}' at the end.`,
    fits: (s) => s.startsWith(from),
    apply: (s) => s.slice(2) + to,
  };
};
const turnsOver: Make = (rng, letters) => {
  const [from, to] = two(rng, letters, 2, 1);
  return {
    text: `If the string ends with '${from}', delete these letters and put '${to}' at the start.`,
    fits: (s) => s.endsWith(from),
    apply: (s) => to + s.slice(0, -2),
  };
};
const dropsStart: Make = (rng, letters) => {
  const from = some(rng, letters, 2);
  return {
    text: `If the string starts with '${from}', delete its first letter.`,
    fits: (s) => s.startsWith(from),
    apply: (s) => s.slice(1),
  };
};
const dropsEnd: Make = (rng, letters) => {
  const from = some(rng, letters, 2);
  return {
    text: `If the string ends with '${from}', delete its last letter.`,
    fits: (s) => s.endsWith(from),
    apply: (s) => s.slice(0, -1),
  };
};
const replaces: Make = (rng, letters) => {
  const [from, to] = two(rng, letters, 3, 3);
  return {
    text: `If the string contains '${from}', replace the first one by '${to}'.`,
    fits: (s) => s.includes(from),
    apply: (s) => s.replace(from, to),
  };
};
const deletes: Make = (rng, letters) => {
  const from = some(rng, letters, 3);
  return {
    text: `If the string contains '${from}', delete the first one.`,
    fits: (s) => s.includes(from),
    apply: (s) => s.replace(from, ''),
  };
};
const deletesLast: Make = (rng, letters) => {
  const from = some(rng, letters, 3);
  return {
    text: `If the string contains '${from}', delete the last one.`,
    fits: (s) => s.includes(from),
    apply: (s) => s.slice(0, s.lastIndexOf(from)) + s.slice(s.lastIndexOf(from) + 3),
  };
};
const counts: Make = (rng, letters) => {
  const [letter, to] = [some(rng, letters, 1), some(rng, letters, 2)];
  const even = rng.below(2) === 0;
  const parity = even ? 'an even number (not zero)' : 'an odd number';
  return {
    text: `If '${letter}' occurs ${parity} of times, add '${to}' at the end.`,
    fits: (s) => {
      const count = s.split(letter).length - 1;
      return count > 0 && count % 2 === (even ? 0 : 1);
    },
    apply: (s) => s + to,
  };
};
const shortens: Make = (rng, _, length) => {
  const limit = rng.randint(Math.max(4, length - 6), length + 2);
  return {
    text: `If the string has more than ${limit} letters, delete the letter in the middle (of two in the middle, the right one).`,
    fits: (s) => s.length > limit,
    apply: (s) => s.slice(0, s.length >> 1) + s.slice((s.length >> 1) + 1),
  };
};
const seals: Make = (rng, letters) => {
  const from = some(rng, letters, 2);
  return {
    text: `If the string starts with '${from}', replace these letters by 'zz'.`,
    fits: (s) => s.startsWith(from),
    apply: (s) => `zz${s.slice(2)}`,
  };
};

const kinds: readonly Make[] = [
  ...[starts, ends, moves, turnsOver, dropsStart, dropsEnd],
  ...[replaces, replaces, deletes, deletesLast, counts, shortens, seals],
];
const maxDraws = 400;

/** So many different rules, or as many as were found. */
export function drawRules(
  rng: Rng,
  letters: readonly string[],
  length: number,
  count: number,
): Rule[] {
  const rules = new Map<string, Rule>();
  for (let n = 0; rules.size < count && n < maxDraws; n++) {
    const rule = rng.choice(kinds)(rng, letters, length);
    rules.set(rule.text, rule);
  }
  return [...rules.values()];
}

function some(rng: Rng, letters: readonly string[], length: number): string {
  return Array.from({ length }, () => rng.choice(letters)).join('');
}

/** Two different texts. */
function two(rng: Rng, letters: readonly string[], a: number, b: number): [string, string] {
  const first = some(rng, letters, a);
  for (;;) {
    const second = some(rng, letters, b);
    if (second !== first) return [first, second];
  }
}
