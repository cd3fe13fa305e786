/** Sort numbers. */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
import { compare, equal, type Rational } from '../../../rational.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { pyFloat } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readList } from '../../text/list.ts';
import { parseNumber } from '../../text/number.ts';

const config = z
  .strictObject({
    min_numbers: z.int().min(2).max(5_000).default(3),
    max_numbers: z.int().min(2).max(5_000).default(10),
    min_decimals: z.int().min(0).max(10).default(0),
    max_decimals: z.int().min(0).max(10).default(2),
    min_value: z.number().min(-1e9).max(1e9).default(-100),
    max_value: z.number().min(-1e9).max(1e9).default(100),
  })
  .superRefine(ordered(['min_numbers', 'max_numbers'], ['min_decimals', 'max_decimals']))
  .refine((c) => c.min_value < c.max_value, 'Expected min_value < max_value');

const directions = ['ascending', 'descending'] as const;
const metadata = z.looseObject({
  original_numbers: z.array(z.string()),
  direction: z.enum(directions),
  sorted_numbers: z.array(z.string()),
});
type Metadata = z.infer<typeof metadata>;

/** The numbers in order, exactly, or the first text that is none. */
const wantedOf = perEntry(({ original_numbers: numbers, direction }: Metadata) => {
  const sign = direction === 'ascending' ? 1 : -1;
  const wanted: Rational[] = [];
  for (const text of numbers) {
    const value = parseNumber(text);
    if (!value) return text;
    wanted.push(value);
  }
  return wanted.sort((a, b) => sign * compare(a, b));
});

export const numberSorting = defineTask({
  name: 'number_sorting',
  category: 'algorithmic',
  summary: 'Sort numbers in ascending or descending order',
  answerFormat: "a list in the form ['-2', '1.5']",
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'numbers',
      fields: ['min_numbers', 'max_numbers'],
      levels: [10, 100, 500, 1000],
      interval: true,
    },
    {
      kind: 'range',
      name: 'decimals',
      fields: ['min_decimals', 'max_decimals'],
      levels: [0, 1, 2, 3, 4, 5, 6, 7],
      interval: true,
    },
    { kind: 'scalar', name: 'min_value', field: 'min_value', levels: [-100, -500, -1000, -10000] },
    { kind: 'scalar', name: 'max_value', field: 'max_value', levels: [100, 500, 1000, 10000] },
  ],

  generate(rng, c) {
    const numbers = Array.from({ length: rng.randint(c.min_numbers, c.max_numbers) }, () =>
      rng
        .uniform(c.min_value, c.max_value)
        .toFixed(rng.randint(c.min_decimals, c.max_decimals))
        .replace(/^-(0\.?0*)$/, '$1'),
    );
    const direction = rng.choice(directions);
    const sign = direction === 'ascending' ? 1 : -1;
    // A list that is sorted already asks for nothing.
    const isSorted = numbers.every(
      (n, i) => i === 0 || sign * (Number(n) - Number(numbers[i - 1])) >= 0,
    );
    if (isSorted) numbers.reverse();
    const sorted = [...numbers].sort((a, b) => sign * (Number(a) - Number(b)));
    return {
      question: `Sort these numbers in ${direction} order:\n\n${numbers.join(', ')}\n\nAnswer with a list of strings, for example ['-69', '-13.5', '7'].`,
      answer: `[${sorted.map((n) => `'${n}'`).join(', ')}]`,
      metadata: {
        original_numbers: numbers,
        direction,
        sorted_numbers: sorted,
        numbers: numbers.length,
      },
      difficulty: {
        numbers: [c.min_numbers, c.max_numbers],
        decimals: [c.min_decimals, c.max_decimals],
        value: [c.min_value, c.max_value],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    return mode === 'compat' ? compat(answer, entry.metadata) : strict(answer, entry.metadata);
  },
});

/** The given numbers, exactly, in order; the reference rounds its own answers to the first number's places. */
function strict(answer: string, metadata: Metadata) {
  const wanted = wantedOf(metadata);
  if (typeof wanted === 'string') {
    return faultyEntry(`Expected numbers, got ${wanted.slice(0, 40)}`);
  }
  const got = readList(answer)?.map(parseNumber);
  if (!got?.every((value) => value !== null)) return malformed('Expected a list of numbers');
  const fits =
    got.length === wanted.length && wanted.every((value, i) => equal(value, got[i] as Rational));
  return fits
    ? right
    : wrong(`Expected the ${wanted.length} numbers in ${metadata.direction} order`);
}

/** The reference: sorted, of the right length and every number within 1 of the wanted one. */
function compat(answer: string, { sorted_numbers: wanted, direction }: Metadata): Mark {
  let value: unknown;
  try {
    value = parseJson(answer.replaceAll("'", '"'), { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return graded(0);
  }
  const items =
    typeof value === 'string'
      ? [...value]
      : Array.isArray(value)
        ? value
        : isRecord(value)
          ? Object.keys(value)
          : null;
  const got = items?.map(toFloat);
  if (!got?.every((number) => number !== null) || got.length !== wanted.length) return graded(0);
  const sign = direction === 'ascending' ? 1 : -1;
  const isSorted = got.every(
    (number, i) => i === 0 || !(sign * (number - (got[i - 1] as number)) < 0),
  );
  const near = got.every(
    (number, i) => !(Math.abs(number - (pyFloat(wanted[i] as string) ?? 0)) > 1),
  );
  return graded(isSorted && near ? 1 : 0);
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Python's float(); null where it raises. */
function toFloat(value: unknown): number | null {
  if (typeof value === 'string') return pyFloat(value);
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? Number(value)
    : null;
}
