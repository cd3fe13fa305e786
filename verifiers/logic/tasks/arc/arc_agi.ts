/**
 * Board puzzles that are turned, mirrored and recoloured. The puzzles are made by rules of our own;
 * `arcDraft` makes a draft of a puzzle that comes from elsewhere.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { type Board, boardConfig, boardMetadata, scoreBoard } from '../../arc/board.ts';
import { boardDraft } from '../../arc/puzzle.ts';
import {
  boardRules,
  drawPairs,
  flipColumns,
  flipRows,
  type Pair,
  rotate,
  transpose,
} from '../../arc/rules.ts';
import { type Draft, defineTask } from '../../task.ts';
import { weighted } from '../../weighted.ts';

const turns = ['90', '180', '270'] as const;
const mirrors = ['horizontal', 'vertical', 'diagonal', 'counterdiagonal'] as const;
const weight = z.number().min(0);

const config = z
  .object({
    use_train: z.boolean().default(true),
    use_eval: z.boolean().default(true),
    board_format_opts: boardConfig,
    rotations: z.array(z.enum(turns)).default([...turns]),
    mirrors: z.array(z.enum(mirrors)).default([...mirrors]),
    use_color_permutation: z.boolean().default(true),
    shuffle_example_order: z.boolean().default(true),
    rotations_weights: z.array(weight).default([0.25, 0.25, 0.25, 0.25]),
    mirrors_weights: z.array(weight).default([0.2, 0.2, 0.2, 0.2, 0.2]),
  })
  .superRefine((c, context) => {
    for (const field of ['rotations', 'mirrors'] as const) {
      const weights = c[`${field}_weights`];
      if (c[field].length === 0) continue;
      if (weights.length === c[field].length + 1 && weights.some((w) => w > 0)) continue;
      const message = `Expected a weight for none and for each of ${field}, not all of them 0`;
      context.addIssue({ code: 'custom', path: [`${field}_weights`], message });
    }
  });
export type ArcConfig = z.infer<typeof config>;

/** A rule shown by examples, and the board it is asked for. */
export interface ArcPuzzle {
  readonly id: string;
  readonly train: readonly Pair[];
  readonly test: Pair;
}

export const arcAgi = defineTask({
  name: 'arc_agi',
  category: 'arc',
  summary: 'Find the rule that turns boards into boards and apply it.',
  answerFormat: 'the board, a row a line',
  config,
  metadata: boardMetadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'rotations_weights',
      field: 'rotations_weights',
      levels: [
        [0.3, 0.2, 0.3, 0.2],
        [0.15, 0.3, 0.25, 0.3],
        [0.1, 0.35, 0.2, 0.35],
        [0, 0.4, 0.2, 0.4],
      ],
    },
    {
      kind: 'scalar',
      name: 'mirrors_weights',
      field: 'mirrors_weights',
      levels: [
        [0.3, 0.3, 0.2, 0.1, 0.1],
        [0.2, 0.2, 0.2, 0.2, 0.2],
        [0.1, 0.1, 0.2, 0.3, 0.3],
        [0.05, 0.05, 0.1, 0.4, 0.4],
      ],
    },
  ],

  generate(rng, c) {
    const rule = rng.choice(boardRules);
    const [test, ...train] = drawPairs(rng, rule, 8, 4) as [Pair, ...Pair[]];
    return arcDraft({ id: rule.name, train, test }, rng, c);
  },

  score: (answer, judging) => scoreBoard(answer, judging),
});

export function arcDraft({ id, train: shown, test }: ArcPuzzle, rng: Rng, c: ArcConfig): Draft {
  const change = drawChange(rng, c);
  const changed = (pair: Pair) => ({ input: change(pair.input), output: change(pair.output) });
  const train = shown.map(changed);
  if (c.shuffle_example_order) rng.shuffle(train);
  return {
    ...boardDraft(id, train, changed(test), c.board_format_opts),
    difficulty: { rotations_weights: c.rotations_weights, mirrors_weights: c.mirrors_weights },
  };
}

type Change = (board: Board) => Board;
const none: Change = (board) => board;

const changes: Readonly<Record<string, Change>> = {
  90: rotate,
  180: (board) => flipRows(flipColumns(board)),
  270: (board) => rotate(rotate(rotate(board))),
  horizontal: flipRows,
  vertical: flipColumns,
  diagonal: transpose,
  counterdiagonal: (board) => transpose(flipRows(flipColumns(board))),
};

function drawChange(rng: Rng, c: ArcConfig): Change {
  const drawn = (names: readonly string[], weights: readonly number[]): Change => {
    if (names.length === 0) return none;
    return weighted(rng, [none, ...names.map((name) => changes[name] as Change)], weights);
  };
  const turn = drawn(c.rotations, c.rotations_weights);
  const mirror = drawn(c.mirrors, c.mirrors_weights);
  const colours = Array.from({ length: 10 }, (_, colour) => colour);
  if (c.use_color_permutation) rng.shuffle(colours);
  return (board) =>
    mirror(turn(board)).map((row) => row.map((colour) => colours[colour] as number));
}
