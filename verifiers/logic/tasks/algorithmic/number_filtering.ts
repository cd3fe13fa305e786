/** Keep or remove the numbers of a list that are larger or smaller than a given one. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { compare, equal, type Rational } from '../../../rational.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readList } from '../../text/list.ts';
import { parseNumber } from '../../text/number.ts';

const config = z
  .strictObject({
    min_numbers: z.int().min(2).max(2_000).default(3),
    max_numbers: z.int().min(2).max(2_000).default(10),
    min_decimals: z.int().min(0).max(10).default(0),
    max_decimals: z.int().min(0).max(10).default(4),
    min_value: z.number().min(-1e9).max(1e9).default(-100),
    max_value: z.number().min(-1e9).max(1e9).default(100),
  })
  .superRefine(ordered(['min_numbers', 'max_numbers'], ['min_decimals', 'max_decimals']))
  .refine((c) => c.min_value < c.max_value, 'Expected min_value < max_value');

const operations = ['keep_larger', 'keep_smaller', 'remove_larger', 'remove_smaller'] as const;
const metadata = z.looseObject({
  original_numbers: z.array(z.string()),
  filter_value: z.string(),
  operation: z.enum(operations),
  result: z.array(z.string()),
});

const maxDraws = 60;

/** The numbers that stay, as they are written and exactly. */
const wantedOf = perEntry(
  ({ original_numbers, filter_value, operation }: z.infer<typeof metadata>) => {
    const texts = filtered(original_numbers, filter_value, operation);
    return { text: texts.join(), numbers: texts.map(parseNumber) as Rational[] };
  },
);

export const numberFiltering = defineTask({
  name: 'number_filtering',
  category: 'algorithmic',
  summary: 'Filter a list of numbers by size',
  answerFormat: "a list in the form ['1.5', '-2']",
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'numbers',
      fields: ['min_numbers', 'max_numbers'],
      levels: [10, 50, 100, 200],
      interval: true,
    },
    {
      kind: 'range',
      name: 'decimals',
      fields: ['min_decimals', 'max_decimals'],
      levels: [0, 2, 4, 6],
      interval: true,
    },
    { kind: 'scalar', name: 'min_value', field: 'min_value', levels: [-100, -500, -1000, -10000] },
    { kind: 'scalar', name: 'max_value', field: 'max_value', levels: [100, 500, 1000, 10000] },
  ],

  generate(rng, c) {
    const { numbers, filter, operation, result } = drawList(rng, c);
    const [verb, which] = operation.split('_');
    return {
      question: `${verb === 'keep' ? 'Keep' : 'Remove'} the numbers that are ${which} than ${filter} in this list${verb === 'keep' ? ' and remove the others' : ' and keep the others'}, in the same order:\n\n${show(numbers)}\n\nAnswer with the new list in the same form.`,
      answer: show(result),
      metadata: {
        original_numbers: numbers,
        filter_value: filter,
        operation,
        result,
        numbers: numbers.length,
      },
      difficulty: {
        numbers: [c.min_numbers, c.max_numbers],
        decimals: [c.min_decimals, c.max_decimals],
        value: [c.min_value, c.max_value],
      },
    };
  },

  /** Strict: the right numbers in the right order, however each is written. */
  score(answer, { entry, mode, budget }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    budget.spend(answer.length);
    const { text, numbers: wanted } = wantedOf(entry.metadata);
    if (text !== entry.metadata.result.join())
      return faultyEntry('The result does not fit the list');
    const got = readList(answer)?.map(parseNumber);
    if (!got?.every((value) => value !== null)) return malformed('Expected a list of numbers');
    const fits =
      got.length === wanted.length && wanted.every((value, i) => equal(value, got[i] as Rational));
    return fits ? right : wrong(`Expected ${wanted.length} numbers of the list in their order`);
  },
});

const show = (numbers: readonly string[]) => `[${numbers.map((n) => `'${n}'`).join(', ')}]`;

function filtered(
  numbers: readonly string[],
  filter: string,
  operation: (typeof operations)[number],
): string[] {
  const bar = parseNumber(filter);
  return numbers.filter((text) => {
    const value = parseNumber(text);
    const side = value && bar ? compare(value, bar) : 0;
    const named = operation.endsWith('larger') ? side > 0 : side < 0;
    return operation.startsWith('keep') === named;
  });
}

/** Some numbers stay and some go; nothing is as large as the bar. */
function drawList(rng: Rng, c: z.infer<typeof config>) {
  const draw = () =>
    rng
      .uniform(c.min_value, c.max_value)
      .toFixed(rng.randint(c.min_decimals, c.max_decimals))
      .replace(/^-(0\.?0*)$/, '$1');
  for (let tries = 0; ; tries++) {
    const numbers = Array.from({ length: rng.randint(c.min_numbers, c.max_numbers) }, draw);
    const operation = rng.choice(operations);
    const filter = draw();
    const result = filtered(numbers, filter, operation);
    const tie = numbers.some((n) => Number(n) === Number(filter));
    const some = result.length > 0 && result.length < numbers.length;
    if ((some && !tie) || tries >= maxDraws) return { numbers, filter, operation, result };
  }
}
