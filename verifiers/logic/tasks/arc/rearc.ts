/**
 * Board puzzles by level: the two difficulties, which the reference measures on its generators, set
 * the size of our boards. `rng` and `pso` are drawn from the ranges of the config.
 */
import { z } from 'zod';
import { boardConfig, boardMetadata, scoreBoard } from '../../arc/board.ts';
import { boardDraft } from '../../arc/puzzle.ts';
import { boardRules, drawPairs, type Pair } from '../../arc/rules.ts';
import { defineTask, ordered } from '../../task.ts';
import { weighted } from '../../weighted.ts';

type Range = readonly [number, number];
const rangesOf = (ends: readonly number[]): Range[] =>
  ends.slice(1).map((end, i) => [ends[i] as number, end]);
const rngRanges = rangesOf([0, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2]);
const psoRanges = rangesOf([0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 1]);
const share = z.number().min(0).max(1);
const ranges = z
  .array(z.tuple([share, share]).refine(([a, b]) => a <= b))
  .min(1)
  .readonly();
const weights = z
  .array(z.number().min(0))
  .min(1)
  .refine((given) => given.some((w) => w > 0), 'Expected a weight above 0');
const even = rngRanges.map(() => 1 / rngRanges.length);
/** All weight on one of the seven ranges. */
const only = rngRanges.map((_, level) => rngRanges.map((_, i) => (i === level ? 1 : 0)));

const config = z
  .object({
    min_examples: z.int().min(1).max(10).default(3),
    max_examples: z.int().min(1).max(10).default(5),
    diff_lb: share.default(0),
    diff_ub: share.default(0.2),
    board_format_opts: boardConfig,
    rng_difficulty_ranges: ranges.default(rngRanges.map(([a, b]): [number, number] => [a, b])),
    rng_difficulty_weights: weights.default(even),
    pso_difficulty_ranges: ranges.default(psoRanges.map(([a, b]): [number, number] => [a, b])),
    pso_difficulty_weights: weights.default(even),
  })
  .superRefine(ordered(['min_examples', 'max_examples'], ['diff_lb', 'diff_ub']))
  .superRefine((c, context) => {
    for (const name of ['rng', 'pso'] as const) {
      if (c[`${name}_difficulty_weights`].length === c[`${name}_difficulty_ranges`].length)
        continue;
      const path = [`${name}_difficulty_weights`];
      context.addIssue({ code: 'custom', path, message: 'Expected a weight for every range' });
    }
  });

export const rearc = defineTask({
  name: 'rearc',
  category: 'arc',
  summary: 'Find the rule that turns boards into boards, by level, and apply it.',
  answerFormat: 'the board, a row a line',
  config,
  metadata: boardMetadata,
  curriculum: [
    { kind: 'scalar', name: 'pso_difficulty', field: 'pso_difficulty_weights', levels: only },
    { kind: 'scalar', name: 'rng_difficulty', field: 'rng_difficulty_weights', levels: only },
  ],

  generate(rng, c) {
    const range = weighted(rng, c.rng_difficulty_ranges, c.rng_difficulty_weights);
    const psoRange = weighted(rng, c.pso_difficulty_ranges, c.pso_difficulty_weights);
    const [spread, pso] = [rng.uniform(...range), rng.uniform(...psoRange)];
    const rule = rng.choice(boardRules);
    const count = rng.randint(c.min_examples, c.max_examples);
    const size = 5 + Math.round(20 * spread + 6 * pso);
    const [test, ...train] = drawPairs(rng, rule, size, count + 1) as [Pair, ...Pair[]];
    const { question, answer, metadata } = boardDraft(rule.name, train, test, c.board_format_opts);
    return {
      question,
      answer,
      metadata: { ...metadata, rng: spread, pso },
      difficulty: {
        rng_difficulty_weights: c.rng_difficulty_weights,
        pso_difficulty_weights: c.pso_difficulty_weights,
      },
    };
  },

  score: (answer, judging) => scoreBoard(answer, judging),
});
