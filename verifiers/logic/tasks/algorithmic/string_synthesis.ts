/** Put blocks together by rules, until no rule applies. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { type Reaction, react } from '../../search/reactions.ts';
import { defineTask, ordered } from '../../task.ts';
import { readIntegers } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_initial_blocks: z.int().min(0).max(10_000).default(0),
    max_initial_blocks: z.int().min(0).max(10_000).default(5),
    max_iterations: z.int().min(1).max(100_000).default(1_000),
  })
  .superRefine(ordered(['min_initial_blocks', 'max_initial_blocks']));

const metadata = z.looseObject({
  initial_blocks: ints({ low: 0, high: 100_000, least: 3, most: 3 }),
  solution: ints({ least: 9, most: 9 }),
  /** Ours only; the reference has it in its config. */
  max_iterations: z.int().optional(),
});

const kinds = ['[A]', '[B]', '[C]', '{A}', '{B}', '{C}', '(A)', '(B)', '(C)'] as const;
const rules: readonly (Reaction & { readonly text: string })[] = [
  { text: 'one [A], one [B] and one [C] become one {A}', change: [-1, -1, -1, 1, 0, 0, 0, 0, 0] },
  { text: 'one [A] and one [B] become one {C}', change: [-1, -1, 0, 0, 0, 1, 0, 0, 0] },
  { text: 'one [B] and one [C] become one {B}', change: [0, -1, -1, 0, 1, 0, 0, 0, 0] },
  { text: 'two [C] become one {C}', change: [0, 0, -2, 0, 0, 1, 0, 0, 0] },
  { text: 'one {A} and one {C} become one (A) and one (B)', change: [0, 0, 0, -1, 0, -1, 1, 1, 0] },
  { text: 'two {B} become one (C)', change: [0, 0, 0, 0, -2, 0, 0, 0, 1] },
];
const maxDraws = 30;
const maxShown = 60;

export const stringSynthesis = defineTask({
  name: 'string_synthesis',
  category: 'algorithmic',
  summary: 'Count blocks when rules have been applied to the end',
  answerFormat: 'the nine counts, separated by blanks',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'initial_blocks',
      fields: ['min_initial_blocks', 'max_initial_blocks'],
      levels: [10, 50, 100, 500],
    },
  ],

  generate(rng, c) {
    const start = draw(rng, c);
    const { final, states } = react([...start, 0, 0, 0, 0, 0, 0], rules, c.max_iterations);
    const list = rules.map((rule, i) => `${i + 1}. ${rule.text}`).join('\n');
    return {
      question: `There are nine kinds of blocks: ${kinds.join(' ')}. At the start there are ${start[0]} [A], ${start[1]} [B], ${start[2]} [C] and none of the others. In every step the first of these rules that is possible is applied, once:\n\n${list}\n\nThe end is reached when no rule is possible any more, or after ${c.max_iterations} steps. How many blocks of each kind are there then? Answer with nine numbers separated by blanks, in the order ${kinds.join(' ')}.`,
      answer: final.join(' '),
      metadata: {
        initial_blocks: start,
        solution: final,
        max_iterations: c.max_iterations,
        num_steps: states.length - 1,
        ...(states.length <= maxShown ? { states } : {}),
      },
      difficulty: { initial_blocks: [c.min_initial_blocks, c.max_initial_blocks] },
    };
  },

  score(answer, { entry, config: c, mode, budget }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { initial_blocks: start, solution, max_iterations } = entry.metadata;
    const steps = Math.min(max_iterations ?? c.max_iterations, 100_000);
    budget.spend(steps);
    const wanted = react([...start, 0, 0, 0, 0, 0, 0], rules, steps).final.join(' ');
    if (wanted !== solution.join(' ')) return faultyEntry('The solution does not follow');
    const got = readIntegers(answer)?.flat();
    if (!got) return malformed('Expected nine numbers');
    return got.join(' ') === wanted ? right : wrong('Expected the counts at the end');
  },
});

/** Some blocks of every kind where there can be, so that more than one rule is needed. */
function draw(rng: Rng, c: z.infer<typeof config>): number[] {
  for (let n = 0; ; n++) {
    const start = Array.from({ length: 3 }, () =>
      rng.randint(c.min_initial_blocks, c.max_initial_blocks),
    );
    if (start.every((count) => count > 0) || n >= maxDraws) return start;
  }
}
