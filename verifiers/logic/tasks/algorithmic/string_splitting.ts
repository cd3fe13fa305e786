/** Take machines apart into parts by rules, until no rule applies. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { type Reaction, react } from '../../search/reactions.ts';
import { defineTask, ordered } from '../../task.ts';
import { readIntegers } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_initial_machines: z.int().min(0).max(10_000).default(0),
    max_initial_machines: z.int().min(0).max(10_000).default(5),
    max_iterations: z.int().min(1).max(100_000).default(1_000),
  })
  .superRefine(ordered(['min_initial_machines', 'max_initial_machines']));

const metadata = z.looseObject({
  initial_machines: ints({ low: 0, high: 100_000, least: 3, most: 3 }),
  solution: ints({ least: 6, most: 6 }),
  /** Ours only; the reference has it in its config. */
  max_iterations: z.int().optional(),
});

/** Machines A, B, C, parts X, Y, Z. */
const rules: readonly (Reaction & { readonly text: string })[] = [
  { text: 'one machine A is taken apart: two parts X and one part Y', change: [-1, 0, 0, 2, 1, 0] },
  { text: 'two machines B are taken apart: one part X', change: [0, -2, 0, 1, 0, 0] },
  { text: 'two machines C are taken apart: one part Y', change: [0, 0, -2, 0, 1, 0] },
  { text: 'a machine B and a machine C are joined: one machine A', change: [1, -1, -1, 0, 0, 0] },
  { text: 'a part X and a part Y are joined: one part Z', change: [0, 0, 0, -1, -1, 1] },
];
const maxDraws = 30;
const maxShown = 60;

export const stringSplitting = defineTask({
  name: 'string_splitting',
  category: 'algorithmic',
  summary: 'Count machines and parts when rules have been applied to the end',
  answerFormat: 'the six counts A B C X Y Z, separated by blanks',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'initial_machines',
      fields: ['min_initial_machines', 'max_initial_machines'],
      levels: [10, 50, 100, 500],
    },
  ],

  generate(rng, c) {
    const start = draw(rng, c);
    const { final, states } = react([...start, 0, 0, 0], rules, c.max_iterations);
    const list = rules.map((rule, i) => `${i + 1}. ${rule.text}`).join('\n');
    return {
      question: `A workshop has ${start[0]} machines A, ${start[1]} machines B and ${start[2]} machines C, and no parts yet. In every step it applies the first of these rules that is possible, once:\n\n${list}\n\nIt stops when no rule is possible any more, or after ${c.max_iterations} steps. How many are there then of each? Answer with six numbers separated by blanks, in the order A B C X Y Z.`,
      answer: final.join(' '),
      metadata: {
        initial_machines: start,
        solution: final,
        max_iterations: c.max_iterations,
        num_steps: states.length - 1,
        ...(states.length <= maxShown ? { states } : {}),
      },
      difficulty: { initial_machines: [c.min_initial_machines, c.max_initial_machines] },
    };
  },

  score(answer, { entry, config: c, mode, budget }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { initial_machines: start, solution, max_iterations } = entry.metadata;
    const steps = Math.min(max_iterations ?? c.max_iterations, 100_000);
    budget.spend(steps);
    const wanted = react([...start, 0, 0, 0], rules, steps).final.join(' ');
    if (wanted !== solution.join(' ')) return faultyEntry('The solution does not follow');
    const got = readIntegers(answer)?.flat();
    if (!got) return malformed('Expected six numbers');
    return got.join(' ') === wanted ? right : wrong('Expected the counts at the end');
  },
});

/** Some machines of two kinds at least, where there can be. */
function draw(rng: Rng, c: z.infer<typeof config>): number[] {
  for (let n = 0; ; n++) {
    const start = Array.from({ length: 3 }, () =>
      rng.randint(c.min_initial_machines, c.max_initial_machines),
    );
    const some = start.filter((count) => count > 0).length;
    if ((some >= 2 && start[0] !== 0) || n >= maxDraws) return start;
  }
}
