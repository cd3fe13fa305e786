/** Boolean expressions: work out several nested expressions of True and False. */
import { z } from 'zod';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { drawExpression, evaluateExpression } from '../../search/boolean-text.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readTruths } from '../../text/truths.ts';

const config = z
  .strictObject({
    /** Operations on the longest branch of an expression. */
    min_depth: z.int().min(1).max(10).default(3),
    max_depth: z.int().min(1).max(10).default(5),
    min_expressions: z.int().min(4).max(12).default(5),
    max_expressions: z.int().min(4).max(12).default(6),
  })
  .superRefine(ordered(['min_depth', 'max_depth'], ['min_expressions', 'max_expressions']));

const metadata = z.looseObject({
  expressions: z.array(z.string().max(20_000)).min(1).max(50),
  solution: z.array(z.boolean()).min(1).max(50),
});

const isSound = perEntry(
  ({ expressions, solution }: z.infer<typeof metadata>) =>
    expressions.length === solution.length &&
    expressions.every((text, i) => evaluateExpression(text) === solution[i]),
);

export const booleanExpressions = defineTask({
  name: 'boolean_expressions',
  category: 'logic',
  summary: 'Work out the values of several nested boolean expressions',
  answerFormat: 'True or False for every expression, in order, separated by commas',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'depth', fields: ['min_depth', 'max_depth'], levels: [2, 4, 6, 9] },
    {
      kind: 'range',
      name: 'expressions',
      fields: ['min_expressions', 'max_expressions'],
      levels: [5, 6, 7, 9],
    },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_expressions, c.max_expressions);
    // Values first, by the coin: nothing about an expression's form tells its value.
    const solution = Array.from({ length: count }, () => rng.below(2) === 1);
    const expressions = solution.map((value) =>
      drawExpression(rng, rng.randint(c.min_depth, c.max_depth), value),
    );
    return {
      question: `Work out these ${count} boolean expressions. "a xor b" is True when exactly one of a and b is True; "a implies b" is False only when a is True and b is False; "not" applies to the value or the bracket right after it.\n\n${expressions.map((text, i) => `${i + 1}. ${text}`).join('\n')}\n\nAnswer with the ${count} values in order, each True or False, separated by commas.`,
      answer: solution.map((value) => (value ? 'True' : 'False')).join(', '),
      metadata: { expressions, solution },
      difficulty: {
        depth: [c.min_depth, c.max_depth],
        expressions: [c.min_expressions, c.max_expressions],
      },
    };
  },

  score(answer, { entry, budget }) {
    const { solution } = entry.metadata;
    budget.spend(answer.length);
    if (!isSound(entry.metadata)) return faultyEntry('Expected the values of the expressions');
    const values = readTruths(answer, solution.length);
    if (!values) return malformed(`Expected ${solution.length} values, each True or False`);
    return values.every((value, i) => value === solution[i])
      ? right
      : wrong('Expected other values');
  },
});
