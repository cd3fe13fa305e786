/** A sum in which letters stand for digits. Every assignment that fits is right. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import { graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_words: z.int().min(2).max(200).default(2),
    max_words: z.int().min(2).max(200).default(3),
    allow_leading_zero: z.boolean().default(false),
  })
  .superRefine(ordered(['min_words', 'max_words']));

const word = z.string().regex(/^[A-Z]{1,30}$/);
const metadata = z.looseObject({
  allow_leading_zero: z.boolean().default(false),
  letters: z.array(z.string()).min(1).max(26),
  words_letters: z.array(word).min(1).max(1_000),
  result_letters: word,
});
type Puzzle = z.infer<typeof metadata>;

const maxDraws = 200;

export const cryptarithm = defineTask({
  name: 'cryptarithm',
  category: 'algorithmic',
  summary: 'Find the digits that the letters of a sum stand for',
  answerFormat: 'A=1,B=2,C=3',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'words',
      fields: ['min_words', 'max_words'],
      levels: [2, 5, 10, 50],
      interval: true,
    },
  ],

  generate(rng, c) {
    const numbers = drawNumbers(rng, rng.randint(c.min_words, c.max_words), c.allow_leading_zero);
    const sum = numbers.reduce((total, n) => total + n, 0);
    const digits = [...new Set([...numbers, sum].flatMap((n) => [...String(n)]))].sort();
    const letters = rng.sample([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'], digits.length);
    const spell = (n: number) => [...String(n)].map((d) => letters[digits.indexOf(d)]).join('');
    const words = numbers.map(spell);
    const result = spell(sum);
    const pairs = letters.map((letter, i) => [letter, Number(digits[i])] as const);
    const width = Math.max(...words.map((w) => w.length), result.length) + 2;
    const column = [
      ...words.map((w, i) =>
        i < words.length - 1 ? w.padStart(width) : `+${w.padStart(width - 1)}`,
      ),
      '-'.repeat(width),
      result.padStart(width),
    ];
    return {
      question: `In this sum every letter stands for a digit, different letters for different digits.\n\n${column.join('\n')}\n\n${c.allow_leading_zero ? 'Numbers may begin with 0.' : 'No number begins with 0.'} Find digits for which the sum is right. Answer with all the letters and their digits in the form A=1,B=2,C=3.`,
      answer: [...pairs]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([l, d]) => `${l}=${d}`)
        .join(','),
      metadata: {
        allow_leading_zero: c.allow_leading_zero,
        letters,
        word_values: numbers,
        sum_number: sum,
        words_letters: words,
        result_letters: result,
        digit_to_letter: Object.fromEntries(pairs.map(([l, d]) => [d, l])),
        letter_to_digit: Object.fromEntries(pairs),
      },
      difficulty: { words: [c.min_words, c.max_words] },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    return mode === 'compat' ? compat(answer, entry.metadata) : strict(answer, entry.metadata);
  },
});

/** The reference: 1 for an assignment that fits, 0.01 for any other that can be read, else 0. */
function compat(answer: string, puzzle: Puzzle): Mark {
  const digits = new Map<string, number>();
  for (const pair of answer.split(',')) {
    const parts = pair.split('=');
    const value = parts.length === 2 ? pyInt(parts[1] as string) : null;
    if (value === null) return graded(0);
    digits.set(strip(parts[0] as string), value >= 0n && value <= 9n ? Number(value) : -1);
  }
  return graded(fault(digits, puzzle) === null ? 1 : 0.01);
}

function strict(answer: string, puzzle: Puzzle): Mark {
  const text = unwrap(answer).replace(/^\{|\}$/g, '');
  const digits = new Map<string, number>();
  for (const part of text.split(/[,;\n&]|\\\\|\\quad/)) {
    const bare = part.replace(/[\s"'`$*]+/g, '').toUpperCase();
    if (bare === '') continue;
    const match = /^-?([A-Z])(?:=|:|->|→|\\TO)(\d)$/.exec(bare);
    if (!match) return malformed('Expected letters and digits in the form A=1,B=2');
    const [letter, digit] = [match[1] as string, Number(match[2])];
    if ((digits.get(letter) ?? digit) !== digit) return wrong(`${letter} has two digits`);
    digits.set(letter, digit);
  }
  const message = fault(digits, puzzle);
  return message === null ? right : wrong(message);
}

/** The first rule the assignment breaks. */
function fault(digits: ReadonlyMap<string, number>, puzzle: Puzzle): string | null {
  const { letters, words_letters: words, result_letters: result } = puzzle;
  if (digits.size !== new Set(letters).size || !letters.every((l) => digits.has(l))) {
    return 'Expected a digit for every letter of the sum and no other';
  }
  const values = [...digits.values()];
  if (values.some((d) => d < 0) || new Set(values).size !== values.length) {
    return 'Expected different digits for different letters';
  }
  const all = [...words, result];
  if (!puzzle.allow_leading_zero && all.some((w) => digits.get(w[0] as string) === 0)) {
    return 'No number may begin with 0';
  }
  const value = (w: string) => BigInt([...w].map((l) => digits.get(l) ?? 0).join(''));
  const sum = words.reduce((total, w) => total + value(w), 0n);
  return sum === value(result) ? null : 'The sum is not right';
}

/** Numbers of three to five digits; no more than ten digits ever occur, so every draw will do. */
function drawNumbers(rng: Rng, count: number, zeros: boolean): number[] {
  for (let draw = 0; ; draw++) {
    const numbers = Array.from({ length: count }, () => {
      const length = rng.randint(3, 5);
      return rng.randint(zeros ? 0 : 10 ** (length - 1), 10 ** length - 1);
    });
    // Few different letters leave many solutions; five or more are kept.
    const used = new Set([...numbers, numbers.reduce((a, b) => a + b, 0)].join(''));
    if (used.size >= 5 || draw >= maxDraws) return numbers;
  }
}
