/** How many legs a list of animals has. */
import { z } from 'zod';
import { containsOracle, faultyEntry } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, ordered } from '../../task.ts';
import { judgeInteger } from '../../text/quantity.ts';
import { type Animal, animals } from '../../words/animals.ts';

const config = z
  .strictObject({
    min_animals: z.int().min(1).max(animals.length).default(3),
    max_animals: z.int().min(1).max(animals.length).default(10),
    min_instances: z.int().min(1).max(1_000_000).default(1),
    max_instances: z.int().min(1).max(1_000_000).default(15),
  })
  .superRefine(ordered(['min_animals', 'max_animals'], ['min_instances', 'max_instances']));

const metadata = z.looseObject({
  animals: z.record(z.string(), z.int().min(0)),
  /** Legs of one animal; the reference leaves them out. */
  legs: z.record(z.string(), z.int().min(0)).optional(),
});

export const legCounting = defineTask({
  name: 'leg_counting',
  category: 'arithmetic',
  summary: 'Count the legs of a list of animals',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_animals',
      fields: ['min_animals', 'max_animals'],
      levels: Array.from({ length: 19 }, (_, i) => i + 1),
    },
    {
      kind: 'range',
      name: 'num_instances',
      fields: ['min_instances', 'max_instances'],
      levels: [2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024],
      interval: true,
    },
  ],

  generate(rng, c) {
    const kinds = rng.sample(animals, rng.randint(c.min_animals, c.max_animals));
    if (kinds.every(({ legs }) => legs === 0)) kinds[0] = rng.choice(animals.filter(hasLegs));
    const herd = kinds.map((kind) => ({
      ...kind,
      count: rng.randint(c.min_instances, c.max_instances),
    }));
    const total = herd.reduce((sum, { legs, count }) => sum + legs * count, 0);
    const list = herd.map(({ one, many, count }) =>
      count === 1 ? `1 ${one}` : `${count} ${many}`,
    );
    return {
      question: `How many legs have these animals together, none of them having lost one?\n\n${list.join(', ')}\n\nAnswer with the number alone.`,
      answer: String(total),
      metadata: {
        animals: Object.fromEntries(herd.map(({ one, count }) => [one, count])),
        legs: Object.fromEntries(herd.map(({ one, legs }) => [one, legs])),
        num_animals: herd.length,
        total_legs: total,
      },
      difficulty: {
        num_animals: [c.min_animals, c.max_animals],
        num_instances: [c.min_instances, c.max_instances],
      },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return containsOracle(answer, oracle);
    const total = pyInt(oracle);
    if (total === null) return faultyEntry('Expected a number as the answer');
    const { animals: counts, legs } = entry.metadata;
    if (legs) {
      let sum = 0;
      for (const [name, count] of Object.entries(counts)) sum += count * (legs[name] ?? 0);
      if (BigInt(sum) !== total) return faultyEntry(`Expected ${sum} as the answer`);
    }
    return judgeInteger(answer.replace(/ legs(?=\W*$)/i, ''), total);
  },
});

function hasLegs({ legs }: Animal): boolean {
  return legs > 0;
}
